"""Which answers are alike for every reader: those of views and pages that say so, and what they depend on."""

from functools import wraps

from django.conf import settings
from django.http import QueryDict


def is_for_everybody(request):
    """Tell whether a request says nothing of who asks, and is no preview."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_dummy", False)  # as Wagtail marks previews
    )


def public(*parameters):
    """Mark the answers of a view as alike for all who ask with the same values of some query parameters."""

    def mark(view):
        @wraps(view)
        def marked(request, *args, **kwargs):
            declare(request, parameters)
            return view(request, *args, **kwargs)

        return marked

    return mark


def declare(request, parameters=()):
    """Say that the answer depends on the address and these query parameters alone, and see to it.

    All others are taken out of the request, so that no link can carry them on.
    """
    query = reduced(request.GET, parameters)
    request.GET, request.META["QUERY_STRING"] = query, query.urlencode()
    request.public_parameters = parameters


def reduced(query, parameters):
    """Return a query with some parameters alone, in their order."""
    kept = QueryDict(mutable=True)
    for name in parameters:
        if name in query:
            kept.setlist(name, query.getlist(name))
    return kept
