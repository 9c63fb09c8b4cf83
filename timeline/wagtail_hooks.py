"""Milestones on the pages that show them, and in the editor."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal import languages
from portal.editor.badges import ParityColumn
from portal.editor.views import BilingualSnippetViewSet
from portal.models import OverviewPage
from portal.texts import column
from timeline.models import Kind, Milestone

LATEST = 4  # on the overview


@hooks.register("show_with_page")
def show_milestones(page, request):
    """Show the milestones that are linked with a page; on the overview the latest of all.

    They are asked for when they are shown: what is kept of them needs no question.
    """
    return {"milestones": SimpleLazyObject(lambda: list(_milestones_of(page)))}


def _milestones_of(page):
    if isinstance(page, OverviewPage):
        return Milestone.objects.last_shown(LATEST)
    return page.milestones.shown() if page.pk else []


class MilestoneViewSet(BilingualSnippetViewSet):
    """The list of milestones in the order of the timeline; searched in every language."""

    model = Milestone
    icon = "calendar-alt"
    list_display = [
        "__str__",
        Column("period", label=_("Period"), accessor=lambda milestone: milestone.period.in_words()),
        Column("kind", label=_("Kind")),
        Column("importance", label=_("Importance"), accessor="get_importance_display"),
        ParityColumn("parity", label=_("Languages")),
        UpdatedAtColumn(label=_("Updated")),
        LiveStatusTagColumn(label=_("Status")),
    ]
    list_filter = ["kind", "importance", "live"]
    search_fields = [column(name, code) for name in ("title", "description") for code in languages.codes()]
    ordering = Milestone._meta.ordering

    def get_queryset(self, request):
        return Milestone.objects.select_related("kind")


class KindViewSet(SnippetViewSet):
    """The kinds of milestone; few, so the list is all."""

    model = Kind
    icon = "tag"
    search_fields = [column("name", code) for code in languages.codes()]


@register_snippet
class TimelineViewSetGroup(SnippetViewSetGroup):
    """Timeline → milestones, kinds."""

    items = (MilestoneViewSet, KindViewSet)
    menu_label = _("Timeline")
    menu_icon = "calendar-alt"
    menu_order = 150
