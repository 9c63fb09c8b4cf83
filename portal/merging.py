"""Two versions of one object brought together, part by part: nobody's text is written over unseen."""

import re
from dataclasses import dataclass, field

from portal.versions import are_items, by_key

ABSENT = object()
_block_key = re.compile(r' data-block-key="[^"]*"')


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
        if are_items(mine) and are_items(theirs):
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
        base, mine, theirs = by_key(base), by_key(mine), by_key(theirs)
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


def _step(path, name, parent):
    """Return the path to a part; what a block holds stands where the block does."""
    return path if name == "value" and "type" in parent else (*path, name)


def differences(version, other, names):
    """Return the paths to what is otherwise in a version than in another, in some fields."""
    found = merge(other, other, version, names)
    return found.taken + found.contested
