"""A line in the log for whatever somebody may have to answer for: sign-ins, refusals, publications, loads.

It names accounts and objects by their keys, never a visitor.
"""

import functools
import logging
from http import HTTPStatus

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from wagtail.admin import auth
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.content.publication import ACTION as LOADED
from portal.security.sign_in import address_of

logger = logging.getLogger("portal.audit")


def note(event, **facts):
    """Write a line of what happened."""
    logger.info(event, extra={"event": event, **facts})


def connect():
    """Note from now on what signals tell."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_not_signed_in)
    user_locked_out.connect(_locked_out)
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(_done, sender=model)
    # Wagtail leads back to the dashboard, which no status tells from what is allowed
    auth.permission_denied = _noted(auth.permission_denied)


class RefusalsMiddleware:
    """Notes what is refused to somebody: without the right to it, or by a form of another site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.FORBIDDEN:
            _refused(request)
        return response


def _noted(permission_denied):
    @functools.wraps(permission_denied)
    def refuse(request):
        response = permission_denied(request)  # or 403, which the middleware notes
        _refused(request)
        return response

    return refuse


def _refused(request):
    user, place = getattr(request, "user", None), request.resolver_match
    note("refused", user=user and user.pk, view=place and place.view_name, method=request.method)


def _signed_in(request, user, **_signal):
    note("sign-in", user=user.pk, address=address_of(request))


def _signed_out(request, user, **_signal):
    note("sign-out", user=user and user.pk)


def _not_signed_in(credentials, request=None, **_signal):
    note("sign-in refused", account=credentials.get("username", ""), address=request and address_of(request))


def _locked_out(request, username="", ip_address="", **_signal):
    note("sign-in locked", account=username or "", address=ip_address or "")


def _done(instance, created, **_signal):
    """Note what Wagtail has in the history of a page or object: publications, reviews, deletions, rights.

    Content files leave an entry in the history of each object, but are one line here.
    """
    if created and instance.action != LOADED:
        model = ContentType.objects.get_for_id(instance.content_type_id)
        note(
            instance.action,
            user=instance.user_id,
            object=f"{model.app_label}.{model.model}",
            key=str(instance.object_id),
        )
