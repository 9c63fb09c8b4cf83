"""Words for editors where what they have scheduled does not happen."""

from django.contrib.auth import get_permission_codename
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import AbstractPage

from portal.models import Heartbeat
from portal.schedules import job_is_late, left_undone

MOST = 5


def last_run():
    """Return in words when the job last ran."""
    last = Heartbeat.last()
    if last is None:
        return _("The job that does so has never run.")
    when = date_format(timezone.localtime(last), "DATETIME_FORMAT")
    return _("The job that does so last ran: %s.") % when


def may_publish(user, obj):
    """Tell whether somebody may publish an object."""
    if isinstance(obj, AbstractPage):
        return obj.permissions_for_user(user).can_publish()
    return user.has_perm(f"{obj._meta.app_label}.{get_permission_codename('publish', obj._meta)}")


class SchedulePanel(Component):
    """What was to be published or taken down, and was not, on the front page of who may publish it."""

    name = "schedule"
    template_name = "portal/editor/schedule_warning.html"
    order = 10

    def __init__(self, request):
        self.user = request.user

    def get_context_data(self, parent_context):
        urls = AdminURLFinder(self.user)
        waiting = [(obj, moment) for obj, moment in left_undone() if may_publish(self.user, obj)]
        rows = [
            {
                "title": getattr(obj, "get_admin_display_title", obj.__str__)(),
                "url": urls.get_edit_url(obj),
                "moment": moment,
                "is_publication": obj.expire_at != moment,
            }
            for obj, moment in waiting
        ]
        return super().get_context_data(parent_context) | {
            "count": len(rows),
            "rows": rows[:MOST],
            "last_run": last_run(),
            "for_the_deployer": for_the_deployer(),
        }


def warn_who_schedules(request, obj):
    """Tell somebody who has just scheduled an object that the job does not run."""
    moments = [getattr(obj, name, None) for name in ("go_live_at", "expire_at")]
    is_scheduled = any(moment and moment > timezone.now() for moment in moments)
    if "action-publish" in request.POST and is_scheduled and job_is_late():
        messages.warning(request, " ".join([_("This waits for its moment."), last_run(), for_the_deployer()]))


def for_the_deployer():
    """Return what to tell whoever runs the portal."""
    return _("Tell whoever runs the portal: “manage.py publish_scheduled” has to run every minute.")
