"""The history of a page or milestone, language by language: what changed, and what may be put back."""

from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.models import Revision

from portal import languages
from portal.parity.passages import passages
from portal.texts import plain


class ActionsByLanguage(ActionColumn):
    """What happened, and what to do with a revision: also to put back one language of it."""

    def get_actions(self, instance, parent_context):
        actions = super().get_actions(instance, parent_context)
        if actions and instance.revision_id != self.object.latest_revision_id:
            form = reverse(self.url_names["edit"], args=[quote(self.object.pk)])
            for code in languages.codes():
                query = urlencode({"put_back": instance.revision_id, "language": code})
                label = gettext("Put back %s only") % languages.name_for_reader(code)
                actions.append({"url": f"{form}?{query}", "label": label})
        return actions


class ShowsLanguages:
    """A history of the editor with a column for the languages."""

    @cached_property
    def columns(self):
        action, *others = super().columns
        by_language = ActionsByLanguage(
            action.name,
            label=action.label,
            object=self.object,
            url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule,
        )
        changed = Column("languages", label=_("Languages"), accessor="changed_languages")
        return [by_language, changed, *others]

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        entries = context["object_list"]
        pairs = {entry: (entry.previous_revision_id, entry.revision_id) for entry in entries}
        texts = self._texts({pk for pair in pairs.values() for pk in pair if pk})
        for entry, (before, after) in pairs.items():
            entry.changed_languages = ""
            if entry.content_changed and after in texts:
                entry.changed_languages = _changed(texts.get(before, {}), texts[after])
        return context

    def _texts(self, pks):
        """Return the texts of revisions in each language, by primary key of the revision."""
        found = Revision.objects.filter(pk__in=pks).values_list("pk", "content")
        return {pk: _by_language(passages(self.object, content)) for pk, content in found}


def _by_language(found):
    """Return texts as (steps to them, what there is to read), a set for each code of language."""
    return {
        code: {(each.input_path(code), text) for each in found if (text := plain(each.values.get(code)))}
        for code in languages.codes()
    }


def _changed(before, after):
    """Name the languages in which the texts of two revisions differ."""
    codes = [code for code in languages.codes() if before.get(code, set()) != after[code]]
    return ", ".join(languages.name_for_reader(code) for code in codes)
