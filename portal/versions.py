"""Versions of one object: plain data, as a revision keeps it, with bodies as lists of blocks.

Blocks are known by their id, children by their key, so that a part which moved is still the same part.
"""

import json
from itertools import count

from wagtail.fields import StreamField

from portal.children import child_relations
from portal.parity.rules import Rule, rule_of
from portal.texts import column

KEYS = ("id", "pk")  # what names a block, and a child


def version_of(obj):
    """Return an object as plain data, as if it had been read from a revision."""
    return version(type(obj), json.loads(obj.to_json()))


def version(model, content):
    """Return the content of a revision with its bodies as lists of blocks."""
    return content | {name: json.loads(content.get(name) or "[]") for name in _bodies(model)}


def revision_named(obj, number):
    """Return the revision of an object that a form names, ``None`` if there is none."""
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return obj.revisions.filter(pk=number).first() if is_number and hasattr(obj, "revisions") else None


def as_object(obj, merged):
    """Return an object as a version has it."""
    bodies = {name: json.dumps(merged[name]) for name in _bodies(type(obj))}
    # settings have no revisions
    read = getattr(obj, "with_content_json", type(obj).from_serializable_data)
    return read(merged | bodies)


def put_into(obj, merged):
    """Make an object what a version has; comments, which no version holds, stay as they are."""
    made = as_object(obj, merged)
    for each in obj._meta.concrete_fields:
        if each.attname in merged or each.name in merged:
            setattr(obj, each.attname, getattr(made, each.attname))
    for name in child_relations(type(obj)):
        getattr(obj, name).set(getattr(made, name).all())


def _bodies(model):
    return [each.name for each in model._meta.concrete_fields if isinstance(each, StreamField)]


def part(whole, path):
    """Return the part of a version that a path leads to; ``None`` if there is none."""
    for step in path:
        if isinstance(whole, list):
            whole = by_key(whole).get(step)
            whole = whole["value"] if isinstance(whole, dict) and {"type", "value"} <= set(whole) else whole
        else:
            whole = whole.get(step) if isinstance(whole, dict) else None
    return whole


def texts_of(model, codes):
    """Return the names under which versions of a model hold the texts of some languages.

    :return: set of columns, and of the codes that name texts in blocks
    """
    columns = {
        column(name, code)
        for each in (model, *(relation.related_model for relation in child_relations(model).values()))
        if hasattr(each, "translated_fields")
        for name in each.translated_fields()
        if name == "slug" or rule_of(each, name) is not Rule.SHARED
        for code in codes
    }
    return columns | set(codes)


def with_texts(stored, posted, names):
    """Return a version with some of its texts as another has them; all else stays as it was.

    :param stored: the version that stays, with its structure
    :param posted: the version that the texts are taken from
    :param names: those under which they stand, see :func:`texts_of`
    """
    if isinstance(stored, dict) and isinstance(posted, dict):
        return {
            name: posted[name]
            if name in names and name in posted
            else with_texts(value, posted.get(name), names)
            for name, value in stored.items()
        }
    if are_items(stored) and are_items(posted):
        found = by_key(posted)
        return [with_texts(item, found.get(key), names) for key, item in by_key(stored).items()]
    return stored


def are_items(value):
    """Tell whether a part of a version is blocks or children."""
    if not isinstance(value, list):
        return False
    return all(isinstance(item, dict) and item.keys() & set(KEYS) for item in value)


def by_key(items):
    """Return blocks by their id, children by their key, what has none yet by its number among such."""
    new = count()
    return {
        next((item[name] for name in KEYS if item.get(name)), None) or f"new-{next(new)}": item
        for item in items
    }
