"""The panel of the editor's front page that tells what is left to translate."""

from django.core.cache import cache
from django.db.models import Max
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry, PageLogEntry

from portal import languages
from portal.editor.badges import badges
from portal.editor.parity_report import visible_to
from portal.parity.states import State
from portal.parity.survey import survey

MOST = 10
KEPT = 300  # seconds, should something change without a trace in the history


class ParityPanel(Component):
    """How many pages, milestones and files have a text that is not fine, and the first of them."""

    name = "parity"
    template_name = "portal/editor/dashboard.html"
    order = 150

    def __init__(self, request):
        self.user = request.user

    def get_context_data(self, parent_context):
        """Judge anew only when the history has grown, or something public changed: reading all takes time."""
        latest = [model.objects.aggregate(Max("pk"))["pk__max"] for model in (PageLogEntry, ModelLogEntry)]
        key = ":".join(map(str, ["parity", self.user.pk, languages.current(), *latest]))
        summary = cache.get_or_set(key, self._summary, KEPT)
        return super().get_context_data(parent_context) | summary

    def _summary(self):
        urls = AdminURLFinder(self.user)
        found = survey(visible_to(self.user))
        unsettled = [each for each in found if each.unsettled]
        codes = languages.codes()
        worst = list(State)
        unsettled.sort(key=lambda each: min(worst.index(each.state(code) or State.FINE) for code in codes))
        return {
            "total": len(found),
            "unsettled": len(unsettled),
            "rows": [
                {"title": each.title, "url": urls.get_edit_url(each.obj), "badges": badges(each)}
                for each in unsettled[:MOST]
            ],
        }
