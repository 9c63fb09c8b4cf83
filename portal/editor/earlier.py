"""Earlier texts of one language: of one text, or of all that a page or milestone has in it."""

import json

from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.utils.timestamps import render_timestamp

from portal import languages, rich_text
from portal.editor.changes import changes
from portal.parity.passages import passages
from portal.parity.states import readable
from portal.texts import column, is_there

MOST = 10  # texts that are shown
LOOKED_THROUGH = 100  # revisions, the latest first


def earlier_texts(obj, passage, code):
    """Return the different texts that a passage had in a language, the latest first.

    :return: list of mappings: the ``revision``, ``html`` that compares its text with the one that is there
        now, and the ``value`` for its input
    """
    now = readable(passage.values[code])
    seen, found = {now, ""}, []
    for revision in obj.revisions.select_related("user").order_by("-pk")[:LOOKED_THROUGH]:
        then = next((each for each in passages(obj, revision.content) if each.place == passage.place), None)
        text = readable(then.values[code]) if then else ""
        if text not in seen:
            seen.add(text)
            value = then.values[code]
            found.append(
                {
                    "revision": revision,
                    "html": changes(now, text),
                    "value": _for_editor(value) if passage.is_rich else value,
                }
            )
    return found[:MOST]


def _for_editor(html):
    """Return rich text as the editor's input holds it."""
    return ContentstateConverter(rich_text.FEATURES).from_database_format(rich_text.clean(html))


def put_back(latest, older, code):
    """Return the latest draft of an object with the texts that an older one had in a language.

    Only texts: the other languages, pictures, addresses and the order of blocks stay as they are, and so does
    a text that was empty then.

    :return: the object, and the names of the older texts that have no place any more
    """
    content = latest.serializable_data()
    then = {passage.place: passage for passage in passages(older) if is_there(passage.values.get(code))}
    for passage in passages(latest):
        if was := then.pop(passage.place, None):
            _write(content, passage, code, was.values[code])
    return latest.with_content_json(content), [passage.name for passage in then.values()]


def _write(content, passage, code, value):
    """Set one text in the content of a revision."""
    *steps, last = passage.path
    if not passage.is_block:
        for step in steps:
            content = content[step if isinstance(step, str) else step.number]
        content[column(last, code)] = value
        return
    name, *steps = passage.path
    body = part = json.loads(content[name])
    for step in steps:
        part = part[step] if isinstance(step, str) else _value(part[step.number])
    part[code] = value
    content[name] = json.dumps(body)


def _value(item):
    """Return what an item of a stream or list holds; old lists hold it without a type and an id."""
    return item["value"] if isinstance(item, dict) and {"type", "value"} <= set(item) else item


class PutsBackOneLanguage:
    """A form of the editor that shows earlier texts, unsaved: ``?put_back=<revision>&language=<code>``."""

    def get_object(self, *args):
        latest = super().get_object(*args)
        if self.request.method != "GET" or "put_back" not in self.request.GET:
            return latest
        number, code = self.request.GET["put_back"], self.request.GET.get("language")
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        revision = latest.revisions.filter(pk=number).first() if is_number else None
        if revision is None or code not in languages.codes():
            raise Http404
        obj, left = put_back(latest, revision.as_object(), code)
        self._tell(revision, code, left)
        return obj

    def _tell(self, revision, code, left):
        language = languages.name_for_reader(code)
        when = render_timestamp(revision.created_at)
        told = _("The texts in %(language)s are those of %(when)s. Nothing is saved yet: look, then save.")
        messages.warning(self.request, told % {"language": language, "when": when})
        if left:
            told = _("These have no place any more: %(texts)s.")
            messages.warning(self.request, told % {"texts": ", ".join(left)})
