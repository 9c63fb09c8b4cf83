"""What loading content files would do, object by object and text by text; nothing is written here.

Three versions of each text decide: what the file says, what the site says, and what the file said
when it was last loaded (:class:`~portal.models.LoadedObject`). Edited on the site only: kept.
Changed in the file only: taken. Both: a conflict.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from django.apps import apps
from django.utils.translation import gettext as _

from portal.content import files
from portal.content.atoms import atoms, fingerprint, key, split
from portal.content.families import FAMILIES
from portal.content.fields.objects import checked, put_fields
from portal.content.names import GONE, Names, unknown_model
from portal.content.problems import ContentError, Place, described

BATCH = 250


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
        """Whether a field of another structure is taken or kept as one: ``old`` and ``new`` are atoms."""
        return self.action is not Action.CREATE and isinstance(self.new, dict) and isinstance(self.old, dict)


@dataclass(eq=False, slots=True)
class Item:
    """One object of the files, and what loading does to it."""

    row: files.Row
    family: object
    model: type
    pk: int | None = None
    action: Action = Action.SAME
    changes: list = field(default_factory=list)
    # what the file says, to be remembered: a hash for each text and value
    hashes: dict = field(default_factory=dict)
    # the texts of the site that stay in a field that changes, by field: set of (path in it, language)
    kept: dict = field(default_factory=dict)

    @property
    def name(self):
        return self.row.name

    @property
    def fields(self):
        """The fields of the object beside those that name it."""
        return self.family.fields(self.model)

    @property
    def given(self):
        """What the file says of them: mapping of name to value."""
        return {name: value for name, value in self.row.fields.items() if name not in self.family.identity}

    @property
    def changed(self):
        """The names of the fields that change."""
        changed = (change.path[0] for change in self.changes if change.action is Action.CHANGE)
        return list(dict.fromkeys(changed))


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
    items = _named(rows, names, noted)
    _find(items, names, noted)
    for item in items:
        if item.action is Action.CREATE:
            _plan_new(item, names, noted)
    _plan_existing([item for item in items if item.pk and item.pk > 0], names, noted, prefer)
    if problems or noted:
        problems += described(noted)
        raise ContentError(sorted(problems, key=lambda each: (paths.index(each.file), each.line or 0)))
    return Plan(items, names)


# Which objects


def _named(rows, names, noted):
    """Return an item for each row that names an object, in the order in which they are made."""
    items, first_of = [], {}
    for row in rows:
        place = Place(row, noted)
        family = names.family(row.label)
        if family is None:
            (place / "model").wrong(unknown_model(row.label))
            continue
        name = family.name_in(row.fields, place / "fields")
        if name is None:
            continue
        row.name = family.normal(name)
        first = first_of.setdefault((family.kind, row.name), row)
        if first is not row:
            where = {"file": first.file.name, "line": first.line}
            place.wrong(_("This stands in %(file)s, line %(line)s, already.") % where)
            continue
        items.append(Item(row, family, apps.get_model(row.label)))
    order = list(FAMILIES.values())
    return sorted(items, key=lambda item: (order.index(type(item.family)), item.name.count("/")))


def _find(items, names, noted):
    """Find the object of the site that each item means, or see that it is new or deleted."""
    claimed = {
        (item.family, names.find(item.family, item.name, item.row)) for item in items if names.knows(item)
    }
    for item in items:
        found = names.find(item.family, item.name, item.row)
        if not names.knows(item) and (item.family, found) in claimed:
            found = None  # another object of the files, which an editor moved here
        place = Place(item.row, noted)
        if found is None:
            found = _as_new(item, names, place)
        if found is GONE:
            item.action = Action.GONE
        elif (
            found is not None
            and item.action is not Action.CREATE
            and not item.family.is_of(item.model, found)
        ):
            place.wrong(_("A page of another type stands there."))
        else:
            item.pk = found
            claimed.add((item.family, found))


def _as_new(item, names, place):
    """Declare a new object; return its provisional key, ``GONE`` if what it belongs to was deleted."""
    found = item.family.check_parent(item.row.fields, place / "fields")
    if found is GONE:
        return names.bury(item.family, item.name)
    if found is None:
        return None
    item.action = Action.CREATE
    pk = names.declare(item.family, item.name)
    item.family.check_new(item, place / "fields")
    return pk


# What of them


def _plan_new(item, names, noted):
    place = Place(item.row, noted) / "fields"
    obj, fields, given = item.model(), item.fields, item.given
    before = len(noted)
    put_fields(obj, fields, given, place, names)
    checked(obj, fields, given, place, before)
    if item.row.draft:
        put_fields(item.model(), fields, item.row.draft, Place(item.row, noted) / "draft", names)
    if len(noted) > before:
        return
    for name in given:
        for (path, code), said in _said(fields[name], item, place, names).items():
            item.hashes[key(path, code)] = fingerprint(said)
            item.changes.append(Change(path, code or "", Action.CREATE, None, said))


def _said(field, item, place, names):
    """Return the atoms of a field as the file has them, without texts that it does not give."""
    value = item.row.fields[field.name]
    given = split(value, (field.name,))[1]
    found = atoms(field.name, field.written(field.read(value, place / field.name, names), names))
    return {at: said for at, said in found.items() if at[1] is None or at in given}


def batches(items):
    """Yield the items of each family together, some at a time: pairs of family and list."""
    for family, group in groupby(items, key=lambda item: item.family):
        group = list(group)
        for start in range(0, len(group), BATCH):
            yield family, group[start : start + BATCH]


def _plan_existing(items, names, noted, prefer):
    for family, batch in batches(items):
        objects = family.objects([item.pk for item in batch])
        for item in batch:
            _plan_one(item, objects[item.pk], names, noted, prefer)


def _plan_one(item, obj, names, noted, prefer):
    place = Place(item.row, noted) / "fields"
    fields = item.fields
    known = names.memory.get((item.family.kind, item.name))
    for name in item.given:
        if name not in fields:
            put_fields(item.model(), fields, {name: None}, place, names)
            continue
        before = len(noted)
        said = _said(fields[name], item, place, names)
        if len(noted) > before:
            continue
        site = atoms(name, fields[name].written(fields[name].taken(obj), names))
        base = of_field(known.hashes, name) if known else {}
        changes, kept = three_way(name, said, site, base, prefer)
        item.changes += changes
        item.kept[name] = kept
        item.hashes |= {key(*at): fingerprint(value) for at, value in said.items()}
    actions = {change.action for change in item.changes}
    order = (Action.CONFLICT, Action.CHANGE, Action.KEEP)
    item.action = next((action for action in order if action in actions), Action.SAME)


def _field_of(remembered):
    return remembered.partition(":")[0].partition("/")[0]


def of_field(hashes, name):
    """Return the hashes of one field."""
    return {at: value for at, value in hashes.items() if _field_of(at) == name}


def without_fields(hashes, names):
    """Return the hashes of all fields but some."""
    return {at: value for at, value in hashes.items() if _field_of(at) not in names}


def three_way(name, said, site, base, prefer):
    """Return the changes of a field, and the texts of the site that stay in it.

    Where the structure differs, the field is one whole: its texts have no place of their own.

    :param said: atoms of the file
    :param site: atoms of the site
    :param base: hashes of what the file said when it was last loaded, by key
    """
    whole = ((name,), None)
    if whole in said and said[whole] != site.get(whole):
        known = {key(*at): fingerprint(value) for at, value in site.items()}
        unknown = [at for at, value in site.items() if value and key(*at) not in base]
        site_is_base = (
            bool(base) and not unknown and all(base[at] == value for at, value in known.items() if at in base)
        )
        said_is_base = all(base.get(key(*at)) == fingerprint(value) for at, value in said.items())
        action = _decide(site_is_base or not (base or any(site.values())), said_is_base, prefer)
        if set(site) == set(said) == {whole}:
            site, said = site[whole], said[whole]
        return [Change((name,), "", action, site, said)], set()
    changes = []
    for at, value in said.items():
        there = site.get(at)
        if there != value:
            known = base.get(key(*at))
            untouched = not there if known is None else known == fingerprint(there)
            action = _decide(untouched, known == fingerprint(value), prefer)
            changes.append(Change(at[0], at[1] or "", action, there, value))
    taken = {(change.path, change.language) for change in changes if change.action is Action.CHANGE}
    return changes, {(path[1:], code) for path, code in site if code and (path, code) not in taken}


def _decide(site_is_base, said_is_base, prefer):
    if site_is_base:
        return Action.CHANGE
    if said_is_base or prefer == "site":
        return Action.KEEP
    return Action.CHANGE if prefer == "file" else Action.CONFLICT
