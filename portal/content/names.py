"""Which object of the site a content file means by a name, and how a file names an object.

A page is named by its address in the default language, other objects by a key, a path or a name:
never by a primary key. The names of what was loaded are remembered, so that a page which an editor
renamed or moved is still the one that the file means.
"""

from functools import cached_property

from django.apps import apps
from django.utils.translation import gettext as _

from portal.content.families import family_for
from portal.content.families.tree_rules import FRONT
from portal.models import BasePage, LoadedObject

GONE = object()


class Names:
    """Names of objects in content files, both ways, as they are at one moment.

    :param remembered: name a page by its address when it was loaded; without, by where it is now
    :param drafts: count in what was never published
    """

    def __init__(self, remembered=True, drafts=True):
        self.by_memory = remembered
        self.drafts = drafts
        # whether what was deleted is left out; a plan tells it as the file does
        self.is_writing = False
        self.asked = set()
        self._families = {}
        self._in_files = {}
        self._new_names = {}
        self._buried = set()

    @cached_property
    def memory(self):
        """What was loaded: mapping of ``(kind, name)`` to :class:`~portal.models.LoadedObject`.

        Where the front page was deleted, the site starts afresh: pages are made again.
        """
        rows = {(each.kind, each.name): each for each in LoadedObject.objects.order_by("pk")}
        pages = self.family(BasePage)
        front = rows.get((pages.kind, FRONT))
        if front and int(front.object_id) not in pages.pks:
            rows = {at: each for at, each in rows.items() if at[0] != pages.kind}
        return rows

    @cached_property
    def _by_object(self):
        """The first name under which each object was loaded: by ``(kind, primary key)``."""
        first = {}
        for each in self.memory.values():
            first.setdefault((each.kind, int(each.object_id)), each)
        return first

    def known(self, family, pk):
        """Return what is remembered of an object, ``None`` if it was never loaded."""
        return self._by_object.get((family.kind, pk))

    def family(self, model):
        """Return the :class:`~portal.content.families.Family` of a model, ``None`` if files carry no such."""
        if isinstance(model, str):
            try:
                model = apps.get_model(model)
            except (LookupError, ValueError):
                return None
        made = family_for(model)
        if made is None:
            return None
        base, family = made
        if base not in self._families:
            self._families[base] = family(base, self)
        return self._families[base]

    # From a name to an object

    def remembered(self, item):
        """Return the primary key of what was loaded as an item, ``GONE`` if it was deleted since."""
        for name in _names_of(item):
            if known := self.memory.get((item.family.kind, name)):
                pk = int(known.object_id)
                return pk if pk in item.family.pks else GONE
        return None

    def standing(self, item, claimed):
        """Return the primary key of what has an item's name now, but for what other items mean.

        :param claimed: pairs of family and primary key
        """
        for name in _names_of(item):
            found = item.family.find(name, item.row)
            if found is not None and (item.family, found) not in claimed:
                return found
        return None

    def declare(self, family, name):
        """Give an object that the files bring a provisional primary key, below 0."""
        pk = -len(self._new_names) - 1
        self._new_names[family.kind, pk] = name
        return pk

    def settle(self, family, name, pk, provisional=None):
        """Let a name in the files mean an object; what was provisional is not any more."""
        self._in_files[family.kind, name] = pk
        if provisional:
            self._new_names[family.kind, pk] = self._new_names[family.kind, provisional]
        return pk

    def bury(self, family, name):
        """Let an object of the files count as deleted."""
        known = self.memory.get((family.kind, name))
        pk = int(known.object_id) if known else self.declare(family, name)
        self._buried.add((family.kind, pk))
        self.settle(family, name, pk)

    def is_free(self, family, name):
        """Tell whether a name may lead to another object: it leads to none that is there."""
        known = self.memory.get((family.kind, name))
        return known is None or int(known.object_id) not in family.pks

    def is_new(self, family, name):
        """Tell whether the files of this run bring an object."""
        return self._in_files.get((family.kind, name), 1) < 0

    def find(self, family, name, row=None):
        """Return the primary key of what is so named: ``GONE`` if deleted, ``None`` if there is none."""
        pk = self._pk(family, family.normal(name), row)
        return GONE if self._is_gone(family, pk) else pk

    def _pk(self, family, name, row):
        if (family.kind, name) in self._in_files:
            return self._in_files[family.kind, name]
        known = self.memory.get((family.kind, name))
        if known and int(known.object_id) in family.pks:
            return int(known.object_id)
        standing = family.find(name, row)  # what editors made anew counts as what they deleted
        return int(known.object_id) if known and standing is None else standing

    def _is_gone(self, family, pk):
        return (family.kind, pk) in self._buried or (
            pk is not None
            and pk > 0
            and (family.kind, pk) in self._by_object
            and pk not in family.pks
            and (family.kind, pk) not in self._new_names
        )

    def pk(self, model, name, place):
        """Return the primary key of what a file refers to; note at ``place`` if there is no such.

        What was deleted has the one it had; ``None`` while writing.
        """
        family = self.family(model)
        if not isinstance(name, str):
            place.wrong(family.no_name(str(name)[:60]))
            return None
        pk = self._pk(family, family.normal(name), place.row)
        if pk is None:
            place.wrong(family.no_such(name[:60]))
        return None if self.is_writing and self._is_gone(family, pk) else pk

    # From an object to its name

    def name(self, model, pk):
        """Return how a file names an object, ``None`` if it is no more and was never loaded."""
        family = self.family(model)
        self.asked.add((family.kind, pk))
        if (family.kind, pk) in self._new_names:
            return self._new_names[family.kind, pk]
        known = self.known(family, pk)
        if known and (self.by_memory or family.keeps_name and pk in family.pks):
            return known.name
        name = family.names.get(pk)
        if name and self.by_memory and (family.kind, name) in self.memory:
            return f"{name}#{pk}"  # the name is another's, who had it when it was loaded
        return name


def _names_of(item):
    return [item.name] if item.former_name is None else [item.former_name, item.name]


def unknown_model(label):
    """Return what to say of a model that content files do not carry."""
    try:
        apps.get_model(label)
    except (LookupError, ValueError):
        return _("There is no model %s.") % label
    return _("Content files do not carry %s.") % label
