"""What every sort of object in content files has."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.content.fields import content_fields


def as_edited(obj):
    """Return an object as its editors see it: what is not public is only in its latest revision."""
    if getattr(obj, "live", True) or not obj.latest_revision_id:
        return obj
    return obj.latest_revision.as_object()


class Family:
    """Objects of one model that content files carry.

    :param model: the one that gives the kind: ``BasePage`` for every page
    :param names: the :class:`~portal.content.names.Names` of this run
    """

    # names of the fields by which a file names an object; it must give them
    identity = ()
    # whether a dump names an object as it was when it was loaded
    keeps_name = False

    def __init__(self, model, names):
        self.model = model
        self.kind = model._meta.label_lower
        self.all_names = names

    # Names

    @cached_property
    def names(self):
        """What is there now: mapping of primary key to name."""
        return {}

    @cached_property
    def pks(self):
        """The primary keys of what is there now."""
        return set(self.model._default_manager.values_list("pk", flat=True))

    @cached_property
    def _by_name(self):
        return {name: pk for pk, name in self.names.items()}

    def normal(self, name):
        """Return a name in the one way it is written."""
        return name

    def name_in(self, fields, place):
        """Return the name of an object, from its fields in a file; note at ``place`` if there is none."""
        [field] = self.identity
        name = fields.get(field)
        if not name or not isinstance(name, str):
            (place / field).wrong(_("This is missing.") if not name else self.no_name(str(name)[:60]))
            return None
        place.row.name = name
        return name

    def cleaned(self, name, place):
        """Return a name as its model field takes it; note at ``place`` what is wrong with it."""
        [field] = self.identity
        try:
            return name and self.model._meta.get_field(field).clean(name, None)
        except ValidationError as error:
            (place / field).wrong_by(error)
            return None

    def former_name(self, fields):
        """Return the name under which an object was loaded, where a file tells it; else ``None``."""

    def find(self, name, row=None):
        """Return the primary key of what has a name now, ``None`` if nothing has."""
        return self._by_name.get(name)

    def no_name(self, value):
        return _("Write a word here, not “%s”.") % value

    def no_such(self, name):
        kind = self.model._meta.verbose_name
        return _("There is no %(kind)s “%(name)s”.") % {"kind": kind, "name": name}

    # Content

    def fields(self, model):
        """Return the fields of an object beside those that name it: mapping of name to field."""
        fields = content_fields(model)
        return {name: field for name, field in fields.items() if name not in self.identity}

    def objects(self, pks):
        """Return objects as they are edited, by primary key."""
        return {obj.pk: obj for obj in self.model._default_manager.filter(pk__in=pks)}

    def all(self):
        """Return the primary keys of all that a dump writes, in its order."""
        return sorted(self.names, key=self.names.get)

    def identity_of(self, obj):
        """Return the fields that name an object in a file."""
        [field] = self.identity
        return {field: self.all_names.name(self.model, obj.pk)}

    def is_of(self, model, pk):
        """Tell whether an object is of a model."""
        return True

    def check_parent(self, fields, place):
        """Return the primary key of what a new object belongs to, ``GONE`` if that was deleted.

        ``None`` if there is no such; it is noted at ``place`` then. An object that stands alone belongs to 0.
        """
        return 0

    def check_new(self, item, pk, place):
        """Note at ``place`` why a new object may not be made, if it may not."""

    def check_together(self, items, noted):
        """Note what is wrong with objects of the files only together."""

    # Writing

    @property
    def needs_pages(self):
        """Whether a new object can only be made once every page has its place."""
        return False

    def make(self, item, obj, storing):
        """Save a new object, and return it."""
        obj.save()
        return obj

    def prepare(self, items):
        """Do what is needed before any of some objects changes."""

    def change(self, obj, storing):
        """Do what a changed object needs before it is saved."""
