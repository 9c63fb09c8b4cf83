"""Views that belong to no page: the front door, media files, error pages."""

import errno
import posixpath
import sys
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, InternalError, OperationalError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.addresses import full
from portal.caching.public import public
from portal.middleware import in_no_language
from portal.security.headers import DOWNLOAD

YEAR = 365 * 24 * 3600
# what is raised where the database or the media store is gone or takes nothing, and where a disk does
OUT_OF_REACH = (ConnectionError, InterfaceError, InternalError, OperationalError)
DISK_FAILURES = {errno.EDQUOT, errno.EIO, errno.ENOSPC, errno.EROFS}
RETRY = 60  # seconds


@require_safe
def choose_language(request):
    """Send ``/`` to the language that the reader's browser asks for, else to the default one."""
    query = request.META.get("QUERY_STRING")
    code = translation.get_language_from_request(request)
    return HttpResponseRedirect(f"/{code}/" + (f"?{query}" if query else ""))


@in_no_language
@require_safe
@public()
def robots(request):
    """Tell search engines what is not for them; documents are there to be found."""
    closed = reverse("wagtailadmin_home") if settings.ROBOTS_ALLOWED else "/"
    text = f"User-agent: *\nDisallow: {closed}\n\nSitemap: {full(reverse('sitemap_index'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@in_no_language
@require_safe
@public()
def security_txt(request):
    """Tell whoever finds a weakness whom to tell (RFC 9116); nothing where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(microsecond=0) + timedelta(days=90)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {full(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@in_no_language
@require_safe
def media(request, path):
    """Serve a rendition; its name changes with its content, so it may be kept for a year.

    Originals stay private: only Wagtail's own views hand them out.
    """
    if not path.startswith("images/") or "\\" in path or posixpath.normpath(path) != path:
        raise Http404
    try:
        response = FileResponse(default_storage.open(path))
    except ConnectionError:
        explanation = _("The picture cannot be shown at the moment. Please try again in a few minutes.")
        return _error(request, 503, _("Please wait"), explanation)
    except (OSError, ValueError) as error:  # a name that no storage takes
        raise Http404 from error
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = DOWNLOAD
    return response


def bad_request(request, exception=None):
    """Answer what the portal cannot take, such as a host that is not its own."""
    explanation = _("The portal cannot take this request.")
    return _error(request, 400, _("Request refused"), explanation)


def forbidden(request, exception=None):
    """Answer what the reader may not see or do."""
    return _error(request, 403, _("Request refused"), _("You may not see this."))


def form_refused(request, reason=""):
    """Answer a form that was sent from elsewhere, or too late."""
    explanation = _("The form is no longer valid. Go back, reload the page and send it again.")
    return _error(request, 403, _("Request refused"), explanation)


def too_many_attempts(request, response=None, credentials=None):
    """Answer who failed to sign in too often: that account, or from there."""
    explanation = _("There were too many failed attempts. Wait a quarter of an hour, then try again.")
    answer = _error(request, 429, _("Please wait"), explanation)
    answer.headers["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer


def page_not_found(request, exception=None):
    """Answer an address that is not there: under a language's prefix with ways on, else in every language."""
    title = _("Page not found")
    explanation = _("The address may be mistyped, or the page may have been removed.")
    code = translation.get_language_from_path(request.path_info)
    if not code:
        return _error(request, 404, title, explanation)
    with translation.override(code):
        context = {"title": title, "explanation": explanation}
        return render(request, "portal/not_found.html", context, status=404)


def server_error(request):
    """Answer a failure, asking nothing of the database; some pass by themselves, and say so."""
    explanation = _("The portal could not answer. Please try again in a moment.")
    if not _passes(sys.exception()):
        return _error(request, 500, _("Something went wrong"), explanation)
    if request.method == "POST":
        explanation = _(
            "The portal can store nothing for the moment. What was saved before is not lost. What you have "
            "just written is still in your browser: go back to it, keep the page open and send it again in a "
            "few minutes."
        )
    answer = _error(request, 503, _("Not possible at the moment"), explanation)
    answer.headers["Retry-After"] = str(RETRY)
    return answer


def _passes(failure):
    """Tell whether a failure is that nothing can be read or stored for the time being."""
    return isinstance(failure, OUT_OF_REACH) or getattr(failure, "errno", None) in DISK_FAILURES


def own_addresses(request):
    """Return the address in each language of a view that is no page."""
    return {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}


def _error(request, status, title, explanation):
    """Answer in the language of the address, without one in every language at once."""
    code = translation.get_language_from_path(request.path_info)
    languages = [code] if code else [code for code, _name in settings.LANGUAGES]
    context = {"languages": languages, "title": title, "explanation": explanation}
    with translation.override(languages[0]):
        response = render(request, "error.html", context, status=status)
    response.headers["Content-Language"] = ", ".join(languages)
    return response
