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
    # whether a field is taken or kept as one: old and new are its atoms
    is_whole: bool = False


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
            action = decide(is_untouched, known == fingerprint(value), prefer)
            changes.append(Change(at[0], at[1] or "", action, there, value))
    taken = {(change.path, change.language) for change in changes if change.action is Action.CHANGE}
    return changes, {(path[1:], code) for path, code in site if code and (path, code) not in taken}


def _as_one(name, said, site, base, prefer):
    hashes = {key(*at): fingerprint(value) for at, value in site.items()}
    if base:
        new = {key(*at) for at, value in site.items() if value and key(*at) not in base}
        is_untouched = not new and all(hashes.get(at) == value for at, value in base.items())
    else:
        is_untouched = not any(site.values())
    said_is_base = all(base.get(key(*at)) == fingerprint(value) for at, value in said.items())
    action = decide(is_untouched and not _would_vanish(said, site), said_is_base, prefer)
    if set(site) == set(said) == {((name,), None)}:  # one value, no texts
        [site], [said] = site.values(), said.values()
        return Change((name,), "", action, site, said)
    return Change((name,), "", action, site, said, is_whole=True)


def _would_vanish(said, site):
    """Tell whether the site has a text in a language that the file leaves out somewhere."""
    codes = {code for _path, code in site if code}
    left_out = {code for path, each in said if each for code in codes if (path, code) not in said}
    given = {(code, text) for (_path, code), text in said.items() if code}
    return any(
        code in left_out and text and (code, text) not in given for (_path, code), text in site.items()
    )


def _is_reordered(atoms, base):
    """Tell whether a text stands where another stood when it was loaded, and left its own place."""
    known = {}
    for at, value in base.items():
        known.setdefault((at.rpartition(":")[2], value), []).append(at)
    now = {key(*at): fingerprint(text) for at, text in atoms.items()}
    for (path, code), text in atoms.items():
        at = key(path, code)
        if code and text and any(isinstance(step, int) for step in path) and base.get(at) != now[at]:
            places = known.get((code, now[at]), [])
            if len(places) == 1 and now.get(places[0]) != now[at]:
                return True
    return False


def decide(is_untouched, said_is_base, prefer):
    """Return what happens where the file and the site differ."""
    if is_untouched:
        return Action.CHANGE
    if said_is_base or prefer == "site":
        return Action.KEEP
    return Action.CHANGE if prefer == "file" else Action.CONFLICT
