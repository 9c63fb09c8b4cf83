"""Views that belong to no page: the front door, media files, error pages."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from django.views.static import serve

YEAR = 365 * 24 * 3600


@require_safe
def choose_language(request):
    """Send ``/`` to the language that the reader's browser asks for, else to the default one."""
    query = request.META.get("QUERY_STRING")
    code = translation.get_language_from_request(request)
    return HttpResponseRedirect(f"/{code}/" + (f"?{query}" if query else ""))


@require_safe
def media(request, path):
    """Serve a rendition; its name changes with its content, so it may be kept for a year.

    Originals stay private: only Wagtail's own views hand them out.
    """
    if not path.startswith("images/") or posixpath.normpath(path) != path:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def page_not_found(request, exception=None):
    """Answer an unknown address in the language of its prefix, without one in every language."""
    return _error(request, "404.html", status=404)


def server_error(request):
    """Answer a failure like an unknown address, asking nothing of the database."""
    return _error(request, "500.html", status=500)


def _error(request, template, status):
    code = translation.get_language_from_path(request.path_info)
    languages = [code] if code else [code for code, _name in settings.LANGUAGES]
    with translation.override(languages[0]):
        return render(request, template, {"languages": languages}, status=status)
