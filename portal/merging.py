"""Versions of one object brought together, part by part: nobody's text is written over unseen.

A version is plain data, as a revision keeps it, with bodies as lists of blocks. Blocks are known by their id,
children by their key, so that a part which moved is still the same part.
"""

import json
import re
from dataclasses import dataclass, field
from itertools import count

from wagtail.fields import StreamField

from portal.children import child_relations
from portal.parity.rules import Rule, rule_of
from portal.texts import column

ABSENT = object()
_block_key = re.compile(r' data-block-key="[^"]*"')
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


@dataclass
class Merged:
    """What two people made of the same version.

    ``taken`` are paths to what only the other one changed, ``contested`` to what both did, where mine stands:
    ``("body", "1f…", "text", "en")``.
    """

    version: dict = None
    theirs: dict = None
    taken: list = field(default_factory=list)
    contested: list = field(default_factory=list)


def merge(base, mine, theirs, names):
    """Return mine and theirs as one.

    :param base: the version that both began with; ``None`` if it is no more, and all that differs contested
    :param names: the fields and relations to children that are looked at; the rest is theirs
    """
    found = Merged(theirs=theirs)
    merging = _Merging(found)
    found.version = dict(theirs)
    for name in names:
        before = ABSENT if base is None else base.get(name)
        found.version[name] = merging.one((name,), before, mine.get(name), theirs.get(name))
    return found


class _Merging:
    def __init__(self, found):
        self.found = found

    def one(self, path, base, mine, theirs):
        if _same(mine, theirs) or _same(theirs, base):
            return mine
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self._parts(path, base if isinstance(base, dict) else {}, mine, theirs)
        if _are_items(mine) and _are_items(theirs):
            return self._items(path, base if isinstance(base, list) else [], mine, theirs)
        if _same(mine, base):
            self.found.taken.append(path)
            return theirs
        self.found.contested.append(path)
        return mine

    def _parts(self, path, base, mine, theirs):
        merged = {
            name: self.one(
                _step(path, name, mine), *(each.get(name, ABSENT) for each in (base, mine, theirs))
            )
            for name in {**theirs, **mine}
        }
        return {name: value for name, value in merged.items() if value is not ABSENT}

    def _items(self, path, base, mine, theirs):
        """Return the items of both, in the order of whoever changed it.

        What one deleted and the other changed stays.
        """
        base, mine, theirs = _by_key(base), _by_key(mine), _by_key(theirs)
        if list(mine) == list(base):
            order = _woven(list(theirs), list(mine))
            if [key for key in order if key in mine] != list(mine):
                self.found.taken.append(path)
        else:
            order = _woven(list(mine), list(theirs))
            if [key for key in order if key in theirs] != list(theirs):
                self.found.contested.append(path)
        merged = [
            self._item((*path, key), *(each.get(key, ABSENT) for each in (base, mine, theirs)))
            for key in order
        ]
        return [item for item in merged if item is not ABSENT]

    def _item(self, path, base, mine, theirs):
        is_there = ABSENT not in (mine, theirs)
        if is_there or base is ABSENT or _same(base, mine) or _same(base, theirs):
            return self.one(path, base, mine, theirs)
        self.found.contested.append(path)
        return theirs if mine is ABSENT else mine


def _same(value, other):
    """Tell whether two values say the same; the editor gives each paragraph of a rich text a new key."""
    return value == other or _bare(value) == _bare(other)


def _bare(value):
    if isinstance(value, str):
        return _block_key.sub("", value)
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return "" if value is None else value  # what a form makes of a text that was never written


def _woven(order, others):
    """Return keys in their order, with those that only others have after the one they follow there."""
    for number, key in enumerate(others):
        if key not in order:
            before = next((each for each in reversed(others[:number]) if each in order), None)
            order.insert(0 if before is None else order.index(before) + 1, key)
    return order


def _are_items(value):
    if not isinstance(value, list):
        return False
    return all(isinstance(item, dict) and item.keys() & set(KEYS) for item in value)


def _by_key(items):
    """Return blocks by their id, children by their key, what has none yet by its number among such."""
    new = count()
    return {
        next((item[name] for name in KEYS if item.get(name)), None) or f"new-{next(new)}": item
        for item in items
    }


def _step(path, name, parent):
    """Return the path to a part; what a block holds stands where the block does."""
    return path if name == "value" and "type" in parent else (*path, name)


def part(whole, path):
    """Return the part of a version that a path leads to; ``None`` if there is none."""
    for step in path:
        if isinstance(whole, list):
            whole = _by_key(whole).get(step)
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
    if _are_items(stored) and _are_items(posted):
        found = _by_key(posted)
        return [with_texts(item, found.get(key), names) for key, item in _by_key(stored).items()]
    return stored


def differences(version, other, names):
    """Return the paths to what is otherwise in a version than in another, in some fields."""
    found = merge(other, other, version, names)
    return found.taken + found.contested
