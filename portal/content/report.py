"""A plan in words, and for programs."""

from collections import Counter

from django.utils.translation import gettext as _

from portal import languages
from portal.content.three_way import Action
from portal.parity.passages import as_counted

LONGEST = 160


def summary(plan):
    """Return in one line what a plan does."""
    counts = Counter(item.action for item in plan.items)
    line = _("Created: %(create)s; changed: %(change)s; kept as edited: %(keep)s; unchanged: %(same)s.") % {
        action: counts[action] for action in ("create", "change", "keep", "same")
    }
    if counts[Action.GONE]:
        line += " " + _("Deleted by editors, and left so: %s.") % counts[Action.GONE]
    if counts[Action.CONFLICT]:
        line += " " + _("Conflicts: %s.") % counts[Action.CONFLICT]
    return line


def lines_of(plan, actions=frozenset(Action) - {Action.SAME}):
    """Yield a plan line by line: each object, and below it each text that is made, changed or kept."""
    words = {
        Action.CREATE: _("create"),
        Action.CHANGE: _("change"),
        Action.KEEP: _("keep"),
        Action.CONFLICT: _("conflict"),
        Action.SAME: _("unchanged"),
        Action.GONE: _("deleted by editors"),
    }
    for item in plan.items:
        if item.action not in actions:
            continue
        yield f"{words[item.action]}  {item.row.title}  ({item.row.file.name}:{item.row.line})"
        for change in item.changes:
            for line in _lines_of_change(change):
                yield f"    {words[change.action]}  {line}"


def _lines_of_change(change):
    is_taken = change.action is Action.CHANGE
    if change.is_whole:
        signs = ("-", "+") if is_taken else (_("site:"), _("file:"))
        for sign, atoms, others in ((signs[0], change.old, change.new), (signs[1], change.new, change.old)):
            for path, code, said in _only_in(atoms, others):
                yield f"{_where(path, code)}  {sign} {_short(said)}"
        return
    where = _where(change.path, change.language)
    if change.path == ("sha256",):  # compared by another checksum, which says nothing to a reader
        yield where
    elif change.action is Action.CREATE:
        yield from _lines_of_new(change, where)
    else:
        old, new = _excerpts(change.old, change.new)
        yield f"{where}  {old} → {new}" if is_taken else f"{where}  {_('site:')} {old}  {_('file:')} {new}"


def _lines_of_new(change, where):
    """Yield a new value; of what has parts, what each says beside its texts."""
    if change.language or not _has_parts(change.new):
        if change.new not in ("", None, []):
            yield f"{where}  {_short(change.new)}"
    elif isinstance(change.new, list):
        for number, part in enumerate(change.new):
            if said := _flat(part):
                yield f"{where} › {number + 1}  {said}"
    elif said := _flat(change.new):
        yield f"{where}  {said}"


def _has_parts(value):
    """Tell whether a value has parts of its own, which a plan tells one by one."""
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) for item in items)


def _where(path, code):
    field = as_counted(path)
    return f"{field} ({languages.name_of(code)})" if code else field


def _only_in(atoms, others):
    """Yield the texts and parts of a field that only one side has, wherever they stand in it."""
    there = {_without_place(*at, said) for at, said in _parts(others)}
    for (path, code), said in _parts(atoms):
        if said and _without_place(path, code, said) not in there:
            yield path, code, said


def _parts(atoms):
    """Yield texts, and what a structure says beside them, item by item."""
    for (path, code), said in atoms.items():
        if code is None and isinstance(said, list):
            yield from ((((*path, number), None), _flat(part)) for number, part in enumerate(said))
        else:
            yield (path, code), said if code else _flat(said)


def _without_place(path, code, said):
    return tuple(step for step in path if isinstance(step, str)), code, said


def _short(value):
    if isinstance(value, str):
        text = value if len(value) <= LONGEST else value[:LONGEST] + "…"
        text = " ".join(text.split("\n"))
        return _("“%s”") % text if text else "–"
    return _flat(value) or "–"


def _flat(value):
    """Return what a value says beside its texts, in a line."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_flat, value)))
    if isinstance(value, dict):
        said = {name: text for name, part in value.items() if (text := _flat(part))}
        return ", ".join(f"{name} {text}" for name, text in said.items())
    return "" if value in ("text", None) else str(value)


def _excerpts(old, new):
    """Return two texts from a little before where they differ."""
    if not isinstance(old, str) or not isinstance(new, str):
        return _short(old), _short(new)
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    start = same - 40 if max(len(old), len(new)) > LONGEST and same > 60 else 0
    mark = "…" if start else ""
    return _short(mark + old[start:]), _short(mark + new[start:])


def as_data(plan):
    """Return a plan as plain data, for JSON; a field that changes as a whole lists its texts."""
    return {
        "objects": [
            {
                "model": item.row.label,
                "name": item.name,
                "file": str(item.row.file),
                "line": item.row.line,
                "action": item.action,
                "changes": [_change_data(change, item.row) for change in item.changes],
            }
            for item in plan.items
        ],
        "summary": Counter(item.action for item in plan.items),
    }


def _change_data(change, row):
    is_file = change.path == ("sha256",)  # compared by another checksum
    return {
        "field": "/".join(map(str, change.path)),
        "language": change.language or None,
        "action": change.action,
        "old": None if is_file else _plain(change.old, change.is_whole),
        "new": row.fields["sha256"] if is_file else _plain(change.new, change.is_whole),
    }


def _plain(value, is_whole):
    if is_whole:
        return [
            {"field": "/".join(map(str, path)), "language": code, "value": text}
            for (path, code), text in value.items()
        ]
    return value
