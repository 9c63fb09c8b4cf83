"""What editors have put off: what is to be published, or taken down, at a moment of its own."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone
from wagtail.models import AbstractPage, DraftStateMixin, Revision

from portal.models import BasePage, Heartbeat

# the job runs every minute (docs/deploy.md); after so long it does not any more
LATE = timedelta(minutes=30)


def due(moment):
    """Return the revisions that were to be published before a moment, the earliest first."""
    found = Revision.objects.filter(approved_go_live_at__lt=moment)
    return list(found.order_by("approved_go_live_at", "pk"))


def expired(moment):
    """Return the pages and snippets that are public and were to be so until before a moment."""
    drafted = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    found = []
    for model in [BasePage, *(model for model in drafted if not issubclass(model, AbstractPage))]:
        found += model.objects.filter(live=True, expire_at__lt=moment).order_by("expire_at")
    return found


def job_is_late():
    """Tell whether ``publish_scheduled`` has not run for a while, or never."""
    last = Heartbeat.last()
    return last is None or last < timezone.now() - LATE


def left_undone():
    """Return what nobody has published or taken down in time: pairs of the object and the moment."""
    if not job_is_late():
        return []  # what waits all the same was held back, and its history says why
    moment = timezone.now() - LATE
    found = [(revision.content_object, revision.approved_go_live_at) for revision in due(moment)]
    found += [(obj, obj.expire_at) for obj in expired(moment)]
    return sorted(((obj, at) for obj, at in found if obj), key=lambda pair: pair[1])
