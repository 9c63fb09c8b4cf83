"""The fields of an object as a content file has them: one class for each sort of field.

Each sort reads a file's value (:meth:`Field.read`), writes an object's (:meth:`Field.written`) and
sets it (:meth:`Field.put`); what it reads stands in the model's own terms, with primary keys.
"""

from functools import cache

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.managers import TaggableManager
from wagtail.models import DraftStateMixin

from portal.blocks import BodyField
from portal.children import child_relations
from portal.content.fields.base import Field
from portal.content.fields.children import ChildrenField, LinksField
from portal.content.fields.kinds import (
    LanguagesField,
    LiveField,
    ReferenceField,
    StreamField,
    TagsField,
    TextField,
)

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
            is_choice = isinstance(field, models.BooleanField)
            found[name] = (LanguagesField if is_choice else TextField)(name, model)
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
    for name, relation in child_relations(model).items():
        if field := links.get(relation.related_model):
            found[field.name] = LinksField(field.name, field, name)
        else:
            found[name] = ChildrenField(name, relation.related_model, content_fields(relation.related_model))
    return found
