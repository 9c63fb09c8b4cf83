"""Fields that hold children: of their own, or links with other objects."""

from django.utils.translation import gettext as _
from wagtail.models import Orderable

from portal.children import repeated
from portal.content.fields.base import Field, a_list
from portal.content.fields.kinds import ReferenceField
from portal.content.fields.objects import checked, put_fields, written_fields


class ChildrenField(Field):
    """Children that belong to the object alone, each a mapping of its own fields."""

    def __init__(self, name, model, fields):
        super().__init__(name)
        self.model = model
        self.fields = fields

    def read(self, value, place, names):
        children = []
        for number, item in enumerate(a_list(value, place)):
            child = self._child(item, place / number, names)
            if not (names.is_writing and self._has_lost(child, item)):
                children.append(child)
        for child in repeated(children):
            place.wrong(f"{child}: {child.repeated_message}")
        return children

    def _has_lost(self, child, item):
        """Tell whether what a file's child refers to was deleted since: it goes with it."""
        references = (field for field in self.fields.values() if isinstance(field, ReferenceField))
        return any(item.get(field.name) and field.taken(child) is None for field in references)

    def _child(self, item, place, names):
        child = self.model()
        if not isinstance(item, dict):
            place.wrong(_("Write what is in it, each with its name."))
            return child
        before = len(place.problems)
        put_fields(child, self.fields, item, place, names)
        if not names.is_writing:  # the plan has done it, of all that there was
            checked(child, self.fields, item, place, before)
        return child

    def written(self, value, names):
        return [written_fields(child, self.fields, names) for child in value]

    def taken(self, obj):
        return list(getattr(obj, self.name).all())

    def put(self, obj, value):
        for number, child in enumerate(value):
            if isinstance(child, Orderable):
                child.sort_order = number
        setattr(obj, self.name, value)

    def grafted(self, old, new, kept, names):
        left = [(written_fields(child, self.fields, names), child) for child in old]
        children = []
        for number, child in enumerate(new):
            said = written_fields(child, self.fields, names)
            same = next((pair for pair in left if pair[0] == said), None)
            if same is None and len(old) == len(new):
                same = next((pair for pair in left if pair[1] is old[number]), None)
            if same:
                left.remove(same)
                self._keep(same[1], child, number, kept)
            children.append(child)
        return children

    def _keep(self, old, child, number, kept):
        """Give a child the number of the one that it follows, and the texts of it that stay."""
        child.pk = old.pk
        child._state.adding = False
        for path, code in kept:
            if path[0] == number:
                texts = self.fields[path[1]]
                texts.put(child, {code: texts.taken(old)[code]})


class LinksField(Field):
    """Other objects, linked through children: ``[/, /science/]``."""

    def __init__(self, name, field, relation):
        super().__init__(name, field)
        self.relation = relation
        self.far_end = self.field.remote_field.through._meta.get_field(self.field.m2m_reverse_field_name())

    def read(self, value, place, names):
        found = []
        for number, name in enumerate(a_list(value, place)):
            pk = names.pk(self.field.related_model, name, place / number)
            if pk in found and pk is not None:
                (place / number).wrong(_("“%s” stands here twice.") % name)
            if pk is not None:
                found.append(pk)
        return found

    def written(self, value, names):
        return [name for pk in value if (name := names.name(self.field.related_model, pk))]

    def taken(self, obj):
        return [getattr(child, self.far_end.attname) for child in getattr(obj, self.relation).all()]

    def put(self, obj, value):
        through = self.field.remote_field.through
        there = {getattr(child, self.far_end.attname): child for child in getattr(obj, self.relation).all()}
        children = [there.get(pk) or through(**{self.far_end.attname: pk}) for pk in value]
        for number, child in enumerate(children):
            if isinstance(child, Orderable):
                child.sort_order = number
        setattr(obj, self.relation, children)

    def check_default(self, obj, place):
        """Say nothing: it may be linked with none."""
