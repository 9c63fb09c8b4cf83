"""What loading content files would do, object by object and text by text; nothing is written here."""

from dataclasses import dataclass, field
from itertools import groupby

from django.apps import apps
from django.utils.translation import gettext as _

from portal.content import files
from portal.content.atoms import atoms, fingerprint, key, split
from portal.content.families import FAMILIES
from portal.content.fields.objects import check_texts, checked, put_fields, written_fields
from portal.content.names import GONE, Names, unknown_model
from portal.content.problems import ContentError, Place, described
from portal.content.three_way import Action, Change, three_way

BATCH = 250
DRAFT = "draft"


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
        """The fields of the object beside those that only name it."""
        return self.family.fields(self.model)

    @property
    def given(self):
        """What the file says of them: mapping of name to value."""
        return {name: value for name, value in self.row.fields.items() if name not in self.family.identity}

    @property
    def changed(self):
        """The names of the fields that change."""
        changed = (change.path[0] for change in self.changes if change.action is Action.CHANGE)
        return [name for name in dict.fromkeys(changed) if name != DRAFT]

    @property
    def takes_draft(self):
        """Whether the file brings a draft that is to be made."""
        if self.action is Action.CREATE:
            return self.row.draft is not None
        return any(change.path == (DRAFT,) and change.action is Action.CHANGE for change in self.changes)


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
    renamed = [item for item in items if item.family.former_name(item.row.fields)]
    claimed = {(item.family, names.match(item, set())) for item in renamed} - {
        (item.family, None) for item in renamed
    }
    for item in items:
        found = names.match(item, set() if item in renamed else claimed)
        place = Place(item.row, noted)
        if found is None:
            found = _as_new(item, names, place)
        if found is GONE:
            item.action = Action.GONE
            names.bury(item.family, item.name)
        elif found and found > 0 and not item.family.is_of(item.model, found):
            place.wrong(_("A page of another type stands there."))
        elif found is not None:
            item.pk = found
            names.settle(item.family, item.name, found)
            claimed.add((item.family, found))


def _as_new(item, names, place):
    """Return a provisional primary key for a new object, ``GONE`` if what it belongs to was deleted."""
    found = item.family.check_parent(item.row.fields, place / "fields")
    if found is None or found is GONE:
        return found
    item.action = Action.CREATE
    pk = names.declare(item.family, item.family.former_name(item.row.fields) or item.name)
    item.family.check_new(item, pk, place / "fields")
    return pk


# What of them


def _plan_new(item, names, noted):
    place = Place(item.row, noted) / "fields"
    obj, fields, given = item.model(), item.fields, item.given
    before = len(noted)
    put_fields(obj, fields, given, place, names)
    checked(obj, fields, given, place, before)
    draft = _draft(item, obj, names, noted)
    if len(noted) > before:
        return
    for name in given:
        for (path, code), said in _said(fields[name], item, place, names).items():
            item.hashes[key(path, code)] = fingerprint(said)
            item.changes.append(Change(path, code or "", Action.CREATE, None, said))
    if draft:
        item.hashes[DRAFT] = fingerprint(draft)
        item.changes.append(Change((DRAFT,), "", Action.CREATE, None, draft))


def _said(field, item, place, names):
    """Return the atoms of a field as the file has them, without texts that it does not give."""
    value = item.row.fields[field.name]
    given = split(value, (field.name,))[1]
    found = atoms(field.name, field.written(field.read(value, place / field.name, names), names))
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
        said = _said(fields[name], item, place, names)
        if len(noted) > wrong:
            continue
        site = atoms(name, fields[name].written(fields[name].taken(obj), names))
        if known is None and item.family.is_untouched(item.pk):
            base = {key(*at): fingerprint(value) for at, value in site.items()}
        else:
            base = of_field(known.hashes, name) if known else {}
        changes, item.kept[name] = three_way(name, said, site, base, prefer)
        item.changes += changes
        item.hashes |= {key(*at): fingerprint(value) for at, value in said.items()}
    _compare_draft(item, obj, known, names, noted)
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
    return {name: fields[name].written(fields[name].taken(draft), names) for name in item.row.draft}


def _compare_draft(item, obj, known, names, noted):
    """A newer draft is taken where none is in progress."""
    draft = _draft(item, obj, names, noted)
    if not draft:
        return
    item.hashes[DRAFT] = fingerprint(draft)
    if known and known.hashes.get(DRAFT) == item.hashes[DRAFT]:
        return
    is_free = obj.live and not obj.has_unpublished_changes
    if not is_free:
        latest = obj.get_latest_revision_as_object()
        written = written_fields(latest, {name: item.fields[name] for name in draft}, names)
        if written == draft:
            return
    action = Action.CHANGE if is_free else Action.KEEP
    item.changes.append(Change((DRAFT,), "", action, None, draft))


def field_of(remembered):
    """Return the name of the field to which a remembered hash belongs."""
    return remembered.partition(":")[0].partition("/")[0]


def of_field(hashes, name):
    """Return the hashes of one field."""
    return {at: value for at, value in hashes.items() if field_of(at) == name}
