"""Serves what is kept, and keeps what is public; what comes after it costs a hit nothing."""

from django.conf import settings
from django.utils.cache import has_vary_header, patch_vary_headers

from portal.caching import clock
from portal.caching.public import is_for_everybody
from portal.caching.store import Kept, Place

# seconds for which the server in front may serve a copy without asking; it hears of changes before that
IN_FRONT = 10
MOVED_OR_GONE = {301, 404, 410}


class PageCacheMiddleware:
    """Answers readers without a session from the store, and tells browsers and servers what they may keep."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.files = (settings.STATIC_URL, settings.MEDIA_URL)

    def __call__(self, request):
        if request.path.startswith(self.files):
            return self.get_response(request)
        with clock.held():
            if not settings.CACHE_PAGES:
                return self.get_response(request)
            if not is_for_everybody(request):
                return _as_private(self.get_response(request))
            place = Place(request)
            found = place.find() or place.alone(lambda: self._make(request, place))
        return found.answer(request) if isinstance(found, Kept) else found

    def _make(self, request, place):
        response = self.get_response(request)
        parameters = getattr(request, "public_parameters", None)
        if parameters is None or response.status_code != 200 or response.streaming or response.cookies:
            return _in_passing(response)
        patch_vary_headers(response, ["Accept-Encoding"])
        response.headers["Cache-Control"] = "no-cache"
        # what changed meanwhile must not come after what was fetched anew
        seconds = int(min(IN_FRONT, clock.seconds_left())) if clock.is_right() else 0
        response.headers["X-Accel-Expires"] = str(seconds)
        kept = Kept.of(response)
        if request.method == "GET":
            place.keep(kept, parameters)
        return kept


def _as_private(response):
    """Let only the reader's own browser keep an answer, and have it asked for again."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _in_passing(response):
    """Let nobody keep an answer that is not public, but for addresses that moved or are gone."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
        says_who_asks = response.cookies or any(
            has_vary_header(response, name) for name in ("Cookie", "Accept-Language")
        )
        if response.status_code in MOVED_OR_GONE and not says_who_asks:
            response.headers["X-Accel-Expires"] = str(IN_FRONT)
    return response
