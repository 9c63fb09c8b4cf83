"""How the texts of an object stand, at a glance: one badge a language."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from portal import languages
from portal.parity.states import State
from portal.parity.survey import standings_by_pk


def badges(standing):
    """Return one badge a language: its code, its worst state, and what that means in words."""
    return [
        {
            "code": code,
            "language": languages.name_for_reader(code),
            "state": standing.state(code),
            "words": in_words(standing, code),
        }
        for code, _name in settings.LANGUAGES
    ]


def in_words(standing, code):
    """Return how many texts are not fine in a language, as people say it."""
    if code not in standing.published_in:
        return _("left out")
    counts = standing.counts[code]
    words = []
    if missing := counts[State.MISSING]:
        words.append(ngettext("%d missing", "%d missing", missing) % missing)
    if outdated := counts[State.OUTDATED]:
        words.append(ngettext("%d out of date", "%d out of date", outdated) % outdated)
    if copied := counts[State.COPIED]:
        words.append(ngettext("%d copied", "%d copied", copied) % copied)
    return ", ".join(words) or State.FINE.label


class ParityColumn(Column):
    """The badges of an object in a list; :class:`ShowsParity` finds them for all rows at once."""

    cell_template_name = "portal/editor/badges_cell.html"

    def get_value(self, instance):
        standing = getattr(instance, "standing", None)
        return badges(standing) if standing else []


class ShowsParity:
    """A list of the editor with a :class:`ParityColumn`."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = standings_by_pk(self.model, [obj.pk for obj in context["object_list"]])
        for obj in context["object_list"]:
            obj.standing = found.get(obj.pk)
        return context
