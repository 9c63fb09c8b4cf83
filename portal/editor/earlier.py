"""Earlier texts of one language: of one text, or of all that a page or milestone has in it."""

import json

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.utils.timestamps import render_timestamp

from portal import languages, rich_text, translators
from portal.children import child_relations
from portal.editor.changes import changes
from portal.parity.passages import passages
from portal.parity.states import as_read
from portal.texts import column, is_there
from portal.versions import revision_named

MOST_SHOWN = 10  # texts
LOOKED_THROUGH = 100  # revisions, the latest first


def earlier_texts(obj, passage, code):
    """Return the different texts that a passage had in a language, the latest first.

    :param obj: the latest draft
    :return: list of mappings: the ``revision``, ``html`` that compares its text with the one that is there
        now, and the ``value`` for its input
    """
    now = as_read(passage.values[code])
    latest = obj.serializable_data()
    places = {each.file_path: each.place for each in _passages(obj, latest, latest)}
    place = places.get(passage.file_path)  # none, if nothing names it
    seen, found = {now, ""}, []
    for revision in obj.revisions.select_related("user").order_by("-pk")[:LOOKED_THROUGH]:
        before = _passages(obj, revision.content, latest)
        value = next((each.values[code] for each in before if each.place == place), "")
        if (text := as_read(value)) in seen:
            continue
        seen.add(text)
        if passage.is_rich:
            value = ContentstateConverter(rich_text.FEATURES).from_database_format(rich_text.clean(value))
        found.append({"revision": revision, "html": changes(now, text), "value": value})
        if len(found) == MOST_SHOWN:
            break
    return found


def put_back(latest, older, code):
    """Return the latest draft of an object with the texts that an older one had in a language.

    Only texts: the other languages, pictures, addresses and the order of blocks stay as they are, and so does
    a text that was empty then.

    :param older: the content of the revision that has them
    :return: the object, and the names of the older texts that have no place any more
    """
    content = latest.serializable_data()
    then = {each.place: each for each in _passages(latest, older, content) if is_there(each.values[code])}
    bodies = {}
    for passage in _passages(latest, content, content):
        if was := then.pop(passage.place, None):
            _write(content, bodies, passage, code, was.values[code])
    content |= {name: json.dumps(body) for name, body in bodies.items()}
    return latest.with_content_json(content), [passage.name for passage in then.values()]


def _write(content, bodies, passage, code, value):
    """Set one text in the content of a revision; ``bodies`` are its streams as far as they were read."""
    name, *steps = passage.path
    if passage.is_block:
        part = bodies.setdefault(name, json.loads(content[name]))
        for step in steps:
            part = _part(part, step)
        part[code] = value
    elif steps:
        child, last = steps
        content[name][child.number][column(last, code)] = value
    else:
        content[column(name, code)] = value


def _part(value, step):
    """Return a part of a block's raw value, made if it lacks; an old list holds its values bare."""
    if isinstance(step, str):
        if value.get(step) is None:
            value[step] = {}
        return value[step]
    item = value[step.number]
    return item["value"] if isinstance(item, dict) and {"type", "value"} <= set(item) else item


def _passages(obj, content, latest):
    """Return the passages of a revision; a child that is still there has its place in the latest one.

    Blocks without an id are left out: nothing tells which is which.
    """
    content = content | {
        name: _like(relation.related_model, content.get(name) or [], latest[name])
        for name, relation in child_relations(type(obj)).items()
    }
    return [each for each in passages(obj, content) if ":+" not in each.place]


def _like(model, children, latest):
    """Return children with the keys of those in the latest revision that they are.

    A child has no key until it is published; until then it is known by a text or an address that it shares.
    """
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]
    free = {child["pk"] or f"new-{number}": child for number, child in enumerate(latest)}
    taken = {child["pk"] for child in children}
    found = []
    for number, child in enumerate(children):
        key = child["pk"]
        if key not in free:
            alike = (
                other
                for other, text in free.items()
                if other not in taken and any(child.get(name) and child[name] == text[name] for name in names)
            )
            key = next(alike, f"old-{number}")
            taken.add(key)
        found.append(child | {"pk": key})
    return found


class PutsBackOneLanguage:
    """A form of the editor that shows earlier texts, unsaved: ``?put_back=<revision>&language=<code>``."""

    def get_object(self, *args):
        latest = super().get_object(*args)
        self.is_put_back = self.request.method == "GET" and "put_back" in self.request.GET
        if not self.is_put_back:
            return latest
        number, code = self.request.GET["put_back"], self.request.GET.get("language")
        revision = revision_named(latest, number)
        if revision is None or code not in languages.codes():
            raise Http404
        may_change = translators.languages_of(self.request.user, latest)
        if may_change is not None and code not in may_change:
            raise PermissionDenied
        obj, left = put_back(latest, revision.content, code)
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
