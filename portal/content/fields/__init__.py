"""The fields of an object as a content file has them: one class for each sort of field.

Each sort reads a file's value (:meth:`Field.read`), writes an object's (:meth:`Field.written`) and
sets it (:meth:`Field.put`); what it reads stands in the model's own terms, with primary keys.
"""

from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from taggit.managers import TaggableManager
from wagtail.models import COMMENTS_RELATION_NAME, Collection, DraftStateMixin, Orderable

from portal import languages
from portal.bilingual import column
from portal.blocks import BodyField
from portal.children import repeated
from portal.content.fields import blocks
from portal.content.fields.blocks import not_a_text

FEW = 12  # choices that a message names

# places in a tree, people, and what a file is named by: no content, or said in another way
NOT_CONTENT = {
    "path",
    "depth",
    "numchild",
    "owner",
    "content_type",
    "file",
    "sort_order",
    "first_published_at",
}


class Field:
    """A field that holds one value for every language."""

    def __init__(self, name, field=None):
        self.name = name
        self.field = field

    def read(self, value, place, names):
        """Return what a file's value means; note at ``place`` what is wrong with it."""
        try:
            if not isinstance(value, str | bool | None):
                raise TypeError(value)
            if isinstance(self.field, models.BooleanField) and not isinstance(value, bool):
                raise ValidationError(_("Write true or false."))
            value = self.field.clean(value, None)
            return make_aware(value) if isinstance(value, datetime) and is_naive(value) else value
        except ValidationError as error:
            choices = [choice for choice, _label in self.field.choices or [] if choice]
            if 0 < len(choices) <= FEW and value not in choices:
                place.wrong(_("Write one of: %s.") % ", ".join(choices))
            else:
                place.wrong_by(error)
        except (TypeError, ValueError, AttributeError):
            place.wrong(_("This does not fit here."))
        return None

    def written(self, value, names):
        """Return a value as a file has it."""
        if isinstance(value, bool | None):
            return value
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat()
        value = self.field.get_prep_value(value)
        return value if isinstance(value, int) else str(value)

    def taken(self, obj):
        """Return the value of an object, in the terms of :meth:`read`."""
        return self.field.value_from_object(obj)

    def put(self, obj, value):
        setattr(obj, self.field.attname, value)

    def grafted(self, old, new, kept, names):
        """Return the new value with what may stay of the old one.

        :param kept: set of ``(path in the field, language)``: texts of the old one that stay
        """
        return new

    def left_out(self, value):
        """Tell whether a dump leaves a value out, as every object has it unless somebody chose otherwise."""
        return value is None

    def check_default(self, obj, place):
        """Note at ``place`` that a file must say this, where it left it out and the model has no default."""
        if self.field and not self.field.blank and self.taken(obj) in self.field.empty_values:
            place.wrong(_("This is missing."))


class LaterField(Field):
    """A value in tables of its own, written once the object has its primary key."""

    def put(self, obj, value):
        obj.__dict__.setdefault("content_later", {})[self.name] = (self, value)

    def save(self, obj, value):
        """Write the value of an object that is saved."""
        raise NotImplementedError


class TextField(Field):
    """A text per language, each in its own column: ``{fr: …, en: …}``."""

    def __init__(self, name, model):
        super().__init__(name)
        self.columns = {code: model._meta.get_field(column(name, code)) for code in languages.codes()}

    def read(self, value, place, names):
        if not isinstance(value, dict):
            place.wrong(not_a_text(value))
            return {}
        texts = {}
        for code, text in value.items():
            here = place / code
            if code not in self.columns:
                here.wrong(_("No language of the portal: %s.") % code)
            elif not isinstance(text, str | None):
                here.wrong(not_a_text(text))
            else:
                texts[code] = self._clean(code, text or "", here)
        return texts

    def _clean(self, code, text, place):
        try:
            return self.columns[code].clean(text, None) if text else text
        except ValidationError as error:
            place.wrong_by(error)
            return ""

    def written(self, value, names):
        return {code: text or "" for code, text in value.items()}

    def taken(self, obj):
        return {code: getattr(obj, field.attname) or "" for code, field in self.columns.items()}

    def put(self, obj, value):
        for code, text in value.items():
            setattr(obj, self.columns[code].attname, text)

    def grafted(self, old, new, kept, names):
        return {code: text for code, text in new.items() if ((), code) not in kept}

    def check_default(self, obj, place):
        """Say nothing: which texts must be there is the object's to check."""


class ReferenceField(Field):
    """Another object, by its name: an address, a key, a path."""

    def read(self, value, place, names):
        if value is None:
            if not self.field.blank:
                place.wrong(_("This is missing."))
            return None
        return names.pk(self.field.related_model, value, place)

    def written(self, value, names):
        return value and names.name(self.field.related_model, value)

    def left_out(self, value):
        return value == "/" and issubclass(self.field.related_model, Collection)


class StreamField(Field):
    """Blocks, each with its texts in every language."""

    def read(self, value, place, names):
        return blocks.read(self.field.stream_block, value, place, names)

    def written(self, value, names):
        return blocks.written(self.field.stream_block, value, names)

    def taken(self, obj):
        return list(getattr(obj, self.name).raw_data)

    def put(self, obj, value):
        setattr(obj, self.name, self.field.stream_block.to_python(value))

    def grafted(self, old, new, kept, names):
        return blocks.grafted(self.field.stream_block, old, new, kept, names)


class ChildrenField(Field):
    """Children that belong to the object alone, each a mapping of its own fields."""

    def __init__(self, name, relation):
        super().__init__(name)
        self.model = relation.related_model
        self.fields = content_fields(self.model)

    def read(self, value, place, names):
        if not isinstance(value, list | None):
            place.wrong(_("Write a list: each with “-” before it."))
            value = []
        children = [self._child(item, place / number, names) for number, item in enumerate(value or [])]
        for child in repeated(children):
            place.wrong(f"{child}: {child.repeated_message}")
        return children

    def _child(self, item, place, names):
        child = self.model()
        if not isinstance(item, dict):
            place.wrong(_("Write what is in it, each with its name."))
            return child
        before = len(place.problems)
        put_fields(child, self.fields, item, place, names)
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
        if not isinstance(value, list | None):
            place.wrong(_("Write a list: each with “-” before it."))
            return []
        found = []
        for number, name in enumerate(value or []):
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


class TagsField(LaterField):
    """Words by which editors find a picture or document."""

    def read(self, value, place, names):
        if not isinstance(value, list | None) or not all(isinstance(tag, str) for tag in value or []):
            place.wrong(_("Write a list of words: [a, b]."))
            return []
        return sorted(value or [])

    def written(self, value, names):
        return value

    def taken(self, obj):
        return sorted(obj.tags.names()) if has_row(obj) else []

    def left_out(self, value):
        return not value

    def save(self, obj, value):
        obj.tags.set(value)


class LiveField(Field):
    """Whether visitors may read it; what a file does not call otherwise is published."""

    def left_out(self, value):
        return value is True

    def put(self, obj, value):
        obj.content_live = value


def has_row(obj):
    """Tell whether an object is saved; a provisional primary key is below 0."""
    return bool(obj.pk and obj.pk > 0)


@cache
def content_fields(model):
    """Return the fields of a model that are content: mapping of name to :class:`Field`.

    Left out is what follows from other fields, what no editor writes, and who wrote it.
    """
    translated = model.translated_fields() if hasattr(model, "translated_fields") else []
    found = {}
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        name = field.name
        if (
            name in NOT_CONTENT
            or hasattr(field, "translated_field")
            or not field.editable
            or field.primary_key
        ):
            continue
        if isinstance(field, TaggableManager):
            found[name] = TagsField(name, field)
        elif name in translated:
            found[name] = TextField(name, model)
        elif isinstance(field, BodyField):
            found[name] = StreamField(name, field)
        elif isinstance(field, models.ForeignKey):
            if not isinstance(field, ParentalKey):
                found[name] = ReferenceField(name, field)
        elif not field.is_relation:
            found[name] = Field(name, field)
    if issubclass(model, DraftStateMixin):
        found["live"] = LiveField("live", model._meta.get_field("live"))
    links = {field.remote_field.through: field for field in model._meta.many_to_many}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if field := links.get(relation.related_model):
            found[field.name] = LinksField(field.name, field, name)
        elif name != COMMENTS_RELATION_NAME:
            found[name] = ChildrenField(name, relation)
    return found


def put_fields(obj, fields, values, place, names):
    """Set what a file says of an object; note what is wrong at ``place``."""
    for name, value in values.items():
        if name in fields:
            fields[name].put(obj, fields[name].read(value, place / name, names))
        else:
            (place / name).wrong(_unknown(obj, name, fields))


def _unknown(obj, name, fields):
    if any(field.name == name for field in obj._meta.get_fields()):
        return _("This follows from the other fields: leave it out.")
    near = get_close_matches(name, fields, 1)
    return _("There is no such field. Did you mean %s?") % near[0] if near else _("There is no such field.")


def written_fields(obj, fields, names):
    """Return an object's fields as a file has them: mapping of name to value."""
    return {name: field.written(field.taken(obj), names) for name, field in fields.items()}


def checked(obj, fields, given, place, before):
    """Note at ``place`` what a new object lacks, and what of it does not go together.

    :param given: names of the fields that were read
    :param before: number of problems before they were
    """
    for name, field in fields.items():
        if name not in given:
            field.check_default(obj, place / name)
    if len(place.problems) > before:
        return
    try:
        if hasattr(obj, "check_texts"):
            obj.check_texts()
        else:
            obj.clean()
    except ValidationError as error:
        _at_fields(error, fields, place)


def _at_fields(error, fields, place):
    """Note an error, once for a text that lacks in every language."""
    if not hasattr(error, "error_dict"):
        place.wrong_by(error)
        return
    bases = {
        each.attname: name
        for name, field in fields.items()
        if isinstance(field, TextField)
        for each in field.columns.values()
    }
    said = {
        (bases.get(name, name), message)
        for name, messages in error.message_dict.items()
        for message in messages
    }
    for name, message in sorted(said):
        (place / name if name in fields else place).wrong(message)
