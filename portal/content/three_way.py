"""Three versions of a field decide: what the file says, what the site says, and what was loaded last.

Edited on the site only: kept. Changed in the file only: taken. Both: a conflict.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.content.atoms import fingerprint, key


class Action(StrEnum):
    """What happens to an object, or to a text of it."""

    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"
    CONFLICT = "conflict"
    SAME = "same"
    GONE = "gone"


@dataclass(slots=True)
class Change:
    """One text, or one value for all languages (``language`` empty), old → new."""

    path: tuple
    language: str
    action: Action
    old: object
    new: object

    @property
    def is_whole(self):
        """Whether a field is taken or kept as one: ``old`` and ``new`` are atoms."""
        return self.action is not Action.CREATE and isinstance(self.new, dict) and isinstance(self.old, dict)


def three_way(name, said, site, base, prefer=None):
    """Return the changes of a field, and the texts of the site that stay in it.

    A field is judged text by text while both sides have its structure and order; else as one, for its
    texts have no place of their own then.

    :param said: atoms of the file
    :param site: atoms of the site
    :param base: hashes of what was loaded last, by key; empty if nothing was
    :param prefer: ``"site"`` or ``"file"`` to settle conflicts
    :return: list of :class:`Change`, and a set of ``(path in the field, language)``
    """
    if all(site.get(at) == value for at, value in said.items()):
        return [], set()
    whole = ((name,), None)
    if said.get(whole) != site.get(whole) or _is_reordered(said, base) or _is_reordered(site, base):
        return [_as_one(name, said, site, base, prefer)], set()
    changes = []
    for at, value in said.items():
        there = site.get(at)
        if there != value:
            known = base.get(key(*at))
            is_untouched = not there if known is None else known == fingerprint(there)
            action = _decide(is_untouched, known == fingerprint(value), prefer)
            changes.append(Change(at[0], at[1] or "", action, there, value))
    taken = {(change.path, change.language) for change in changes if change.action is Action.CHANGE}
    return changes, {(path[1:], code) for path, code in site if code and (path, code) not in taken}


def _as_one(name, said, site, base, prefer):
    if base:
        known = {at: value for at, value in site.items() if value or key(*at) in base}
        is_untouched = all(base.get(key(*at)) == fingerprint(value) for at, value in known.items())
    else:
        is_untouched = not any(site.values())
    said_is_base = all(base.get(key(*at)) == fingerprint(value) for at, value in said.items())
    action = _decide(is_untouched, said_is_base, prefer)
    if set(site) == set(said) == {((name,), None)}:
        [site], [said] = site.values(), said.values()
    return Change((name,), "", action, site, said)


def _is_reordered(atoms, base):
    """Tell whether a text stands where another stood when it was loaded."""
    known = {}
    for at, value in base.items():
        known.setdefault(at.rpartition(":")[2], set()).add(value)
    for (path, code), text in atoms.items():
        if code and text and any(isinstance(step, int) for step in path):
            value = fingerprint(text)
            if base.get(key(path, code)) != value and value in known.get(code, ()):
                return True
    return False


def _decide(is_untouched, said_is_base, prefer):
    if is_untouched:
        return Action.CHANGE
    if said_is_base or prefer == "site":
        return Action.KEEP
    return Action.CHANGE if prefer == "file" else Action.CONFLICT
