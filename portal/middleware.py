"""The language of an answer, and what editors are told when the gate refuses."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.parity.gate import told


class RefusalMiddleware:
    """Tells an editor, on the page or milestone itself, why it was not published.

    For the doors of the editor that show no form, such as the approval of a review.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        obj = getattr(error, "object", None)
        if not isinstance(error, ValidationError) or obj is None:
            return None
        messages.error(request, told(error, obj))
        address = obj.pk and AdminURLFinder(request.user).get_edit_url(obj)
        address = address or request.path  # a copy that was not made
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # asked from a dialogue
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)


def in_no_language(view):
    """Mark the answers of a view as alike for every reader: pictures, what is for machines alone."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_in_no_language = True
        return response

    return marked


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, less its redirect of unknown addresses: only ``/`` negotiates a language.

    An address under a language's prefix is answered in that language whoever asks; any other
    address that does not exist is a 404 page in every language at once, not a guess. What says its
    languages itself, or has none, is alike for every reader.
    """

    def process_response(self, request, response):
        says_itself = "Content-Language" in response.headers
        if says_itself or getattr(response, "is_in_no_language", False):
            return response
        response.headers["Content-Language"] = translation.get_language()
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        return response
