"""``publish_scheduled``: Wagtail's, but one that cannot be published does not keep the others waiting."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.log_actions import registry as history
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision

from portal import languages, locks, schedules
from portal.caching import refreshing
from portal.models import Heartbeat
from portal.parity.gate import HELD_BACK_ACTION, told


class Command(publish_scheduled.Command):
    @property
    def help(self):
        return _("Publish what is due, take down what has expired; fail if something had to be held back.")

    def handle(self, *args, **options):
        if options["dryrun"]:
            return super().handle(*args, **options)
        refreshing.tidy()  # on each machine
        with locks.alone("publish_scheduled", wait=False) as is_alone:
            if not is_alone:
                return _("Another copy of this command is at work; this one leaves everything to it.")
            held_back = self._work()
        if held_back:
            raise CommandError("\n".join([_("Held back:"), *held_back]))
        return None

    def _work(self):
        """Do what is due; return what was held back, and why."""
        for obj in schedules.expired(timezone.now()):
            obj.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        due = schedules.due(timezone.now())
        held_back = [said for revision in due if (said := self._publish(revision))]
        Heartbeat.beat()
        return held_back

    def _publish(self, revision):
        """Publish a revision; return what kept it back, and leave that in its history once."""
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            # one of the same object that went live before has cleared it
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=revision.approved_go_live_at)
            obj = revision.as_object()
            entries = history.get_logs_for_instance(obj)
            if not entries.filter(action=HELD_BACK_ACTION, revision=revision).exists():
                log(obj, HELD_BACK_ACTION, revision=revision, data={"reason": _in_each_language(error, obj)})
            return told(error, obj)
        return None


def _in_each_language(error, obj):
    """Return what a refusal says, by language: whoever reads the history later has another."""
    said = {}
    for code in languages.codes():
        with translation.override(code):
            said[code] = told(error, obj)
    return said
