"""The side panel of the form that tells how each text stands, and lets the form show it beside each."""

import json

from django.conf import settings
from django.contrib.admin.utils import quote
from django.forms import Media
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import DraftStateMixin

from portal import languages, translators
from portal.editor.changes import changes
from portal.parity.judging import judge_all
from portal.parity.memory import recall
from portal.parity.states import State, as_read


class ParitySidePanel(BaseSidePanel):
    """The texts of a page or milestone, as they were last saved; autosave renders it anew each time."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle languages")
        icon_name = "globe"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            return super().get_context_data(parent_context) | {"count": len(self.panel.unsettled)}

    name = "parity"
    title = gettext_lazy("Languages")
    template_name = "portal/editor/side_panel.html"
    order = 150

    def __init__(self, obj, request, is_saved=True):
        """Take an object; ``is_saved`` tells whether it is the latest draft, and not what may become it."""
        super().__init__(obj, request)
        self.is_saved = is_saved and bool(obj.pk)
        self.states = list(_states(obj)) if obj.pk else []
        self.only_in = translators.languages_of(request.user, obj) if obj.pk else None

    @property
    def unsettled(self):
        return [state for state in self.states if state["state"] != State.FINE]

    @property
    def has_drafts(self):
        return isinstance(self.object, DraftStateMixin)

    @property
    def media(self):
        return Media(js=[static("admin/parity.js")])

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {
            "states": self.states,
            "unsettled": self.unsettled,
            "is_saved": self.is_saved,
            "has_drafts": self.has_drafts,
            "states_json": json.dumps(self.states),
            "words_json": json.dumps(words()),
            "only_in_json": json.dumps(sorted(self.only_in) if self.only_in is not None else []),
            **self._addresses(),
        }

    def _addresses(self):
        """Return where the form asks about a text; nowhere, if its texts are not those that were saved."""
        if not self.is_saved:
            return {}
        args = [self.object._meta.app_label, self.object._meta.model_name, quote(self.object.pk)]
        names = ["settle", "earlier"] if self.has_drafts else ["settle"]
        return {f"{name}_url": reverse(f"parity_{name}", args=args) for name in names}


def _states(obj):
    """Yield how each text stands in each language, with the steps to its input."""
    memory = recall([obj], with_words=True)[obj.pk]
    for judged in judge_all(obj, memory):
        for code, state in judged.states.items():
            yield {
                "path": judged.passage.input_path(code),
                "name": judged.passage.name,
                "state": state.value,
                "seen": judged.passage.seen,
                "told": _("%(language)s: %(state)s")
                % {"language": capfirst(languages.name_for_reader(code)), "state": state.label.lower()},
                "changes": _changes(judged, code, memory) if state is State.OUTDATED else [],
            }


def _changes(judged, code, memory):
    """Return what has changed in the other languages since a text was right."""
    return [
        {
            "language": other,
            "told": _("Changed in %(language)s since:") % {"language": languages.name_for_reader(other)},
            "html": changes(memory.words[before], as_read(judged.passage.values[other])),
        }
        for other, before in judged.behind[code].items()
        if before in memory.words
    ]


def words():
    """Return what the form says beside each text."""
    return {
        "states": {state.value: str(state.label) for state in State},
        "settle": {State.COPIED: _("Same on purpose"), State.OUTDATED: _("Still right")},
        "earlier": _("Earlier texts"),
        "putBack": _("The earlier text is back in its place, not saved yet."),
        "taken": _("The other one’s text is in its place, not saved yet."),
        "failed": _("That did not work. Reload the page and try again."),
        "copy": {
            code: _("Copy from %s") % languages.name_for_reader(code) for code, _name in settings.LANGUAGES
        },
    }


class HasParityPanel:
    """A form of the editor with a :class:`ParitySidePanel`."""

    def get_side_panels(self):
        panels = list(super().get_side_panels())
        is_saved = not (getattr(self, "revision_id", None) or getattr(self, "is_put_back", False))
        return MediaContainer([*panels, ParitySidePanel(self.get_shown(), self.request, is_saved)])

    def get_shown(self):
        """Return the object that the form shows, without a primary key if it was never saved."""
        return getattr(self, "page", None) or self.form.instance
