"""What loading content files would do, object by object and text by text; nothing is written here."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from portal.content import files
from portal.content.atoms import fingerprint, key, split
from portal.content.fields.objects import check_texts, checked, put_fields, written_fields
from portal.content.items import DRAFT, find, named
from portal.content.memory import of_field
from portal.content.names import Names
from portal.content.problems import ContentError, Place, described
from portal.content.three_way import Action, Change, decide, three_way

BATCH = 250


@dataclass
class Plan:
    """What loading files does to each object; ``names`` knows those that the files bring."""

    items: list
    names: Names

    @property
    def pending(self):
        """The objects that are made or changed."""
        return [item for item in self.items if item.action in {Action.CREATE, Action.CHANGE}]

    @property
    def conflicts(self):
        """The objects of which something was changed on both sides."""
        return [item for item in self.items if item.action is Action.CONFLICT]


def make_plan(paths, prefer=None):
    """Read content files, and compare them with the site.

    :param prefer: ``"site"`` or ``"file"`` to settle conflicts, ``None`` to list them
    :raises ContentError: with all that is wrong in the files
    """
    problems, noted, rows = [], [], []
    for path in paths:
        rows += files.read(path, problems)
    names = Names()
    items = named(rows, names, noted)
    find(items, names, noted)
    for item in items:
        if item.action is Action.CREATE:
            _plan_new(item, names, noted)
    for family, batch in batches([item for item in items if item.pk and item.pk > 0]):
        objects = family.objects([item.pk for item in batch])
        for item in batch:
            _plan_existing(item, objects[item.pk], names, noted, prefer)
    for family in dict.fromkeys(item.family for item in items):
        family.check_together([item for item in items if item.family is family], noted)
    if problems or noted:
        problems += described(noted)
        raise ContentError(sorted(problems, key=lambda each: (paths.index(each.file), each.line or 0)))
    return Plan(items, names)


def batches(items):
    """Yield the items of each family together, some at a time: pairs of family and list."""
    for family, group in groupby(items, key=lambda item: item.family):
        group = list(group)
        for start in range(0, len(group), BATCH):
            yield family, group[start : start + BATCH]


def _plan_new(item, names, noted):
    place = Place(item.row, noted) / "fields"
    obj, fields, given = item.model(), item.fields, item.given
    before = len(noted)
    values = put_fields(obj, fields, given, place, names)
    checked(obj, fields, given, place, before)
    draft = _draft(item, obj, names, noted)
    if len(noted) > before:
        return
    for name in given:
        for (path, code), said in _said(fields[name], item, values[name], names).items():
            item.hashes[key(path, code)] = fingerprint(said)
            item.changes.append(Change(path, code or "", Action.CREATE, None, said))
    if draft:
        item.hashes[DRAFT] = fingerprint(draft)
        item.changes.append(Change((DRAFT,), "", Action.CREATE, None, draft))


def _said(field, item, value, names):
    """Return the atoms of a field as the file has them, without texts that it does not give.

    :param value: what was read of it
    """
    given = split(item.row.fields[field.name], (field.name,))[1]
    found = field.atoms(value, names)
    return {at: said for at, said in found.items() if at[1] is None or at in given}


def _plan_existing(item, obj, names, noted, prefer):
    if getattr(obj, "alias_of_id", None):
        return  # it follows the page of which it is an alias
    place = Place(item.row, noted) / "fields"
    fields, known = item.fields, names.known(item.family, item.pk)
    before = len(noted)
    for name in item.given:
        if name not in fields:
            put_fields(obj, fields, {name: None}, place, names)
            continue
        wrong = len(noted)
        value = fields[name].read(item.row.fields[name], place / name, names)
        if len(noted) > wrong:
            continue
        said = _said(fields[name], item, value, names)
        site = fields[name].atoms(fields[name].taken(obj), names)
        base = of_field(known.hashes, name) if known else {}
        changes, item.kept[name] = three_way(name, said, site, base, prefer)
        item.changes += changes
        item.hashes |= {key(*at): fingerprint(value) for at, value in said.items()}
    _compare_draft(item, obj, known, names, noted, prefer)
    actions = {change.action for change in item.changes}
    order = (Action.CONFLICT, Action.CHANGE, Action.KEEP)
    item.action = next((action for action in order if action in actions), Action.SAME)
    if item.changed and len(noted) == before:
        put_changes(item, obj, item.kept, place, names)
        check_texts(obj, fields, place)


def put_changes(item, obj, kept, place, names):
    """Set the fields of an object that change, but for the texts that stay; ``kept`` names the fields."""
    for name in item.changed:
        if name in kept:
            field = item.fields[name]
            new = field.read(item.row.fields[name], place / name, names)
            field.put(obj, field.grafted(field.taken(obj), new, kept[name], names))


def _draft(item, obj, names, noted):
    """Return what the file's draft says, as plain data; note what is wrong with it."""
    place = Place(item.row, noted) / DRAFT
    if item.row.draft is None:
        return None
    if not hasattr(obj, "latest_revision_id") or item.row.fields.get("live") is False:
        place.wrong(_("Only what is public has a draft beside it."))
        return None
    fields = {name: each for name, each in item.fields.items() if each.is_drafted}
    before = len(noted)
    draft = item.model()
    put_fields(draft, fields, item.row.draft, place, names)
    if len(noted) > before:
        return None
    return {
        name: fields[name].written(fields[name].read(value, place / name, names), names)
        for name, value in item.row.draft.items()
    }


def _as_given(there, given):
    """Return the texts of a field in the languages that a file gives, any other value whole."""
    if isinstance(there, dict) and isinstance(given, dict):
        return {code: there[code] for code in given if code in there}
    return there


def _compare_draft(item, obj, known, names, noted, prefer):
    """Compare the draft of a file with that of the site, where there is one in progress."""
    draft = _draft(item, obj, names, noted)
    if not draft:
        return
    item.hashes[DRAFT] = fingerprint(draft)
    base = known.hashes.get(DRAFT) if known else None
    if base == item.hashes[DRAFT]:
        return
    is_untouched = obj.live and not obj.has_unpublished_changes
    if not is_untouched:
        latest = obj.get_latest_revision_as_object()
        there = written_fields(latest, {name: item.fields[name] for name in draft}, names)
        there = {name: _as_given(there[name], value) for name, value in draft.items()}
        if there == draft:
            return
        is_untouched = base == fingerprint(there)
    item.changes.append(Change((DRAFT,), "", decide(is_untouched, False, prefer), None, draft))
