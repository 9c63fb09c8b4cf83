"""The panel of the editor's front page that tells what is left to translate."""

from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from portal import languages
from portal.editor.badges import badges
from portal.editor.parity_report import visible_to
from portal.parity.states import State
from portal.parity.survey import survey

MOST = 10


class ParityPanel(Component):
    """How many pages and milestones lack a text, and the first of them."""

    name = "parity"
    template_name = "portal/editor/dashboard.html"
    order = 150

    def __init__(self, request):
        self.request = request

    @cached_property
    def standings(self):
        return survey(visible_to(self.request.user))

    def get_context_data(self, parent_context):
        urls = AdminURLFinder(self.request.user)
        unsettled = [each for each in self.standings if each.unsettled]
        unsettled.sort(
            key=lambda each: not any(each.state(code) is State.MISSING for code in languages.codes())
        )
        return super().get_context_data(parent_context) | {
            "total": len(self.standings),
            "unsettled": len(unsettled),
            "rows": [
                {"title": each.title, "url": urls.get_edit_url(each.obj), "badges": badges(each)}
                for each in unsettled[:MOST]
            ],
        }
