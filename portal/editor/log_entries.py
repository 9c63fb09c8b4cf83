"""What the portal leaves in the history of a page or milestone, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from portal import languages
from portal.content import publication
from portal.forms.translators import DROPPED_ACTION
from portal.parity import gate
from portal.parity.memory import ACCEPT_ACTION, STILL_RIGHT_ACTION


class LoadFormatter(LogFormatter):
    """A change that came with a content file."""

    label = gettext_lazy("Load from a file")

    def format_message(self, log_entry):
        return _("Loaded from %s") % log_entry.data.get("file", "")


class ChoiceFormatter(LogFormatter):
    """An object was published in some languages only, or in all again."""

    label = gettext_lazy("Choose the languages")

    def format_message(self, log_entry):
        chosen = log_entry.data.get("languages", [])
        names = [languages.name_for_reader(code) for code in languages.codes() if code in chosen]
        return _("Published in: %s") % ", ".join(names)


class HeldBackFormatter(LogFormatter):
    """What was due could not be published."""

    label = gettext_lazy("Hold back")

    def format_message(self, log_entry):
        return _("Held back: %s") % log_entry.data.get("reason", {}).get(languages.current(), "")


class DroppedFormatter(LogFormatter):
    """A translator's form held changes beyond the texts in their languages."""

    label = gettext_lazy("Drop changes")

    def format_message(self, log_entry):
        return _("Dropped, as translators may not change it: %s") % log_entry.data.get("fields", {}).get(
            languages.current(), ""
        )


class AcceptFormatter(LogFormatter):
    """A text may be alike in two languages."""

    label = gettext_lazy("Accept a text alike in two languages")

    def format_message(self, log_entry):
        return _("Same on purpose: “%s”") % log_entry.data.get("text", "")


class StillRightFormatter(LogFormatter):
    """A text stays as it is although another language has changed."""

    label = gettext_lazy("Confirm a text that was out of date")

    def format_message(self, log_entry):
        said = log_entry.data
        return _("Still right in %(language)s: “%(text)s”") % {
            "language": languages.name_for_reader(said.get("language", languages.default())),
            "text": said.get("text", ""),
        }


FORMATTERS = {
    publication.ACTION: LoadFormatter,
    gate.CHOICE_ACTION: ChoiceFormatter,
    gate.HELD_BACK_ACTION: HeldBackFormatter,
    DROPPED_ACTION: DroppedFormatter,
    ACCEPT_ACTION: AcceptFormatter,
    STILL_RIGHT_ACTION: StillRightFormatter,
}
