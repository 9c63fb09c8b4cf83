"""Milestones, the timeline that shows them, and their data."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    name = "timeline"
    verbose_name = _("Timeline")

    def ready(self):
        from portal.search.indexing import follow_all
        from timeline.models import Kind, Milestone, TimelinePage

        def follow(instance, update_fields=None, **_signal):
            if update_fields is None:
                follow_all(Milestone)

        # milestones are found by the name of their kind, and on a timeline
        for model in (Kind, TimelinePage):
            post_save.connect(follow, sender=model, weak=False)
