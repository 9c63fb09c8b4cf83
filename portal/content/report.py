"""A plan in words, and for programs."""

from collections import Counter

from django.utils.translation import gettext as _

from portal import languages
from portal.content.plan import Action
from portal.content.problems import field_path

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
        yield f"{words[item.action]}: {item.row.title} ({item.row.file.name}:{item.row.line})"
        for change in item.changes:
            yield from _lines_of_change(change, words)


def _lines_of_change(change, words):
    if change.is_whole:
        yield f"    {words[change.action]}: {change.path[0]}"
        for sign, path, code, text in _differences(change):
            yield f"      {sign} {_where(path, code)}: {_short(text)}"
        return
    where = f"    {words[change.action]}: {_where(change.path, change.language)}: "
    if change.action is Action.CREATE:
        if isinstance(change.new, str | bool | int) and change.new != "":
            yield where + _short(change.new)
        elif isinstance(change.new, list) and all(isinstance(part, str) for part in change.new):
            yield where + ", ".join(change.new)
        return
    old, new = _excerpts(change.old, change.new)
    yield f"{where}{old} → {new}"


def _where(path, code):
    field = field_path(path)
    return f"{field} ({languages.name_of(code)})" if code else field


def _differences(change):
    """Yield the texts that a field of another structure loses and gains."""
    old = Counter((path[2:], code, text) for (path, code), text in change.old.items() if code and text)
    new = Counter((path[2:], code, text) for (path, code), text in change.new.items() if code and text)
    for sign, atoms, others in (("-", change.old, new), ("+", change.new, old)):
        for (path, code), text in atoms.items():
            if code and text and (path[2:], code, text) not in others:
                yield sign, path, code, text


def _short(value):
    if isinstance(value, str):
        return f"“{value if len(value) <= LONGEST else value[:LONGEST] + '…'}”"
    if value in (None, []):
        return "–"
    return value if isinstance(value, str) else _flat(value)


def _flat(value):
    if isinstance(value, list):
        return ", ".join(_flat(part) for part in value)
    if isinstance(value, dict):
        said = {name: part for name, part in value.items() if part not in ("text", "", None)}
        return ", ".join(f"{name} {_flat(part)}" for name, part in said.items())
    return str(value)


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
                "changes": [_change_data(change) for change in item.changes],
            }
            for item in plan.items
        ],
        "summary": Counter(item.action for item in plan.items),
    }


def _change_data(change):
    return {
        "field": "/".join(map(str, change.path)),
        "language": change.language or None,
        "action": change.action,
        "old": _plain(change.old, change.is_whole),
        "new": _plain(change.new, change.is_whole),
    }


def _plain(value, is_whole):
    if is_whole:
        return [
            {"field": "/".join(map(str, path)), "language": code, "value": text}
            for (path, code), text in value.items()
        ]
    return value
