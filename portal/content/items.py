"""The objects of content files, and which objects of the site they mean."""

from dataclasses import dataclass, field

from django.apps import apps
from django.utils.translation import gettext as _

from portal.content import files
from portal.content.families import FAMILIES
from portal.content.names import GONE, unknown_model
from portal.content.problems import Place
from portal.content.three_way import Action

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
    def former_name(self):
        """The name under which it was loaded, where the file tells it; else ``None``."""
        return self.family.former_name(self.row.fields)

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


def named(rows, names, noted):
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


def find(items, names, noted):
    """Find the object of the site that each item means, or see that it is new or deleted."""
    known, claimed = {}, set()
    # those that tell their former name first: another may have the address since
    for item in sorted(items, key=lambda item: item.former_name is None):
        found = names.remembered(item)
        if found is not None and (item.family, found) not in claimed:
            known[item] = found
            if found is not GONE:
                claimed.add((item.family, found))
    for item in items:
        found = known[item] if item in known else names.standing(item, claimed)
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
    pk = names.declare(item.family, item.former_name or item.name)
    item.family.check_new(item, pk, place / "fields")
    return pk
