"""Which object of the site a content file means by a name, and how a file names an object.

A page is named by its address in the default language, other objects by a key, a path or a name:
never by a primary key. The names of what was loaded are remembered, so that a page which an editor
renamed or moved is still the one that the file means.
"""

from functools import cached_property

from django.apps import apps
from django.utils.translation import gettext as _

from portal.content.families import family_for
from portal.content.families.pages import FRONT
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
        self._families = {}
        self._new = {}
        self._new_names = {}
        self.asked = set()

    @cached_property
    def memory(self):
        """What was loaded: mapping of ``(kind, name)`` to :class:`~portal.models.LoadedObject`.

        Where the front page was deleted, the site starts afresh: pages are made again.
        """
        rows = {(each.kind, each.name): each for each in LoadedObject.objects.iterator(chunk_size=2000)}
        pages = self.family(BasePage)
        front = rows.get((pages.kind, FRONT))
        if front and int(front.object_id) not in pages.pks:
            rows = {at: each for at, each in rows.items() if at[0] != pages.kind}
        return rows

    @cached_property
    def names_in_memory(self):
        """The same the other way round: mapping of ``(kind, object id)`` to name."""
        return {(each.kind, each.object_id): each.name for each in self.memory.values()}

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

    def declare(self, family, name):
        """Give an object that the files bring a provisional primary key, below 0."""
        return self.settle(family, name, -len(self._new) - 1)

    def settle(self, family, name, pk):
        """Give a declared object the primary key that it has now."""
        self._new[family.kind, name] = pk
        self._new_names[family.kind, pk] = name
        return pk

    def bury(self, family, name):
        """Let an object count as deleted, like that to which it belonged."""
        self._new[family.kind, name] = GONE
        return GONE

    def knows(self, item):
        """Tell whether an item was loaded before."""
        return (item.family.kind, item.name) in self.memory

    def is_new(self, family, name):
        """Tell whether the files of this run bring an object."""
        return self._new.get((family.kind, name), GONE) is not GONE

    def find(self, family, name, row=None):
        """Return the primary key of what is so named: ``GONE`` if deleted, ``None`` if there is none."""
        name = family.normal(name)
        if (family.kind, name) in self._new:
            return self._new[family.kind, name]
        if known := self.memory.get((family.kind, name)):
            pk = int(known.object_id)
            return pk if pk in family.pks else GONE
        return family.find(name, row)

    def pk(self, model, name, place):
        """Return the primary key of what a file refers to; ``None`` if an editor deleted it.

        Note at ``place`` if there is no such.
        """
        family = self.family(model)
        if not isinstance(name, str):
            place.wrong(family.no_name(str(name)[:60]))
            return None
        found = self.find(family, name, place.row)
        if found is None:
            place.wrong(family.no_such(name[:60]))
        return None if found in {None, GONE} else found

    # From an object to its name

    def name(self, model, pk):
        """Return how a file names an object, ``None`` if it is no more."""
        family = self.family(model)
        self.asked.add((family.kind, pk))
        if (family.kind, pk) in self._new_names:
            return self._new_names[family.kind, pk]
        known = self.names_in_memory.get((family.kind, str(pk)))
        if known and (self.by_memory or family.keeps_name) and pk in family.pks:
            return known
        name = family.names.get(pk)
        if name and self.by_memory and known is None and (family.kind, name) in self.memory:
            return f"{name}#{pk}"  # the name is another's, who had it when it was loaded
        return name


def unknown_model(label):
    """Return what to say of a model that content files do not carry."""
    try:
        apps.get_model(label)
    except (LookupError, ValueError):
        return _("There is no model %s.") % label
    return _("Content files do not carry %s.") % label
