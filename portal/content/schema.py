"""A JSON Schema of content files, from the models: an editor program completes and checks with it."""

from functools import singledispatch

from django.apps import apps
from django.db import models
from wagtail import blocks

from portal import languages
from portal.blocks import BodyBlock, TranslatedBlock
from portal.content.families import Files, family_for
from portal.content.families.files import Content
from portal.content.families.groups import Permissions, PermissionsAt
from portal.content.families.pages import ParentField
from portal.content.families.privacy import PUBLIC, SIGNED_IN, Privacy
from portal.content.families.workflows import NamesField
from portal.content.fields.base import FEW
from portal.content.fields.blocks import chosen_model
from portal.content.fields.children import ChildrenField, LinksField
from portal.content.fields.kinds import LanguagesField, ReferenceField, StreamField, TagsField, TextField
from portal.models import BasePage

# other YAML programs take 1998 for a number
WORD = {"type": ["string", "number"]}
TEXT = {"type": ["string", "number", "null"]}
NAMES = {"type": "array", "items": {"type": "string"}}


def schema():
    """Return the schema as plain data."""
    models_ = sorted(
        (model for model in apps.get_models() if family_for(model) and not _is_bare(model)),
        key=lambda model: model._meta.label_lower,
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Content of a portal",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["model", "fields"],
            "additionalProperties": False,
            "properties": {
                "model": {"enum": [model._meta.label_lower for model in models_]},
                "fields": {"type": "object"},
                "draft": {"type": "object"},
            },
            "allOf": [_of_model(model) for model in models_],
        },
        "$defs": {
            "text": _mapping(dict.fromkeys(languages.codes(), TEXT)),
            "languages": _mapping(dict.fromkeys(languages.codes(), {"type": "boolean"})),
            "body": of_block(BodyBlock(), named=False),
            **{model._meta.label_lower: _fields(model) for model in models_},
        },
    }


def _is_bare(model):
    return not getattr(model, "is_creatable", True)


def _of_model(model):
    label = model._meta.label_lower
    fields = {"$ref": f"#/$defs/{label}"}
    required = {BasePage: ["slug"], Files: ["file", "sha256"]}
    base, family = family_for(model)
    required = required.get(base) or required.get(family) or list(family.identity)
    return {
        "if": {"properties": {"model": {"const": label}}},
        "then": {"properties": {"fields": fields | {"required": required}, "draft": fields}},
    }


def _fields(model):
    base, family = family_for(model)
    family = family(base, None)
    named = {name: {"type": "string"} for name in family.identity}
    return _mapping(named | {name: of_field(field) for name, field in family.fields(model).items()})


def _mapping(properties):
    return {"type": "object", "properties": properties, "additionalProperties": False}


@singledispatch
def of_field(field):
    """Return the schema of a field's value."""
    kind = WORD
    if isinstance(field.field, models.BooleanField):
        kind = {"type": "boolean"}
    elif isinstance(field.field, models.IntegerField):
        kind = {"type": "integer"}
    elif 0 < len(choices := [value for value, _label in field.field.choices or [] if value]) <= FEW:
        kind = {"enum": [*choices, *([""] if field.field.blank else [])]}
    return {"anyOf": [kind, {"type": "null"}]} if field.field.blank or field.field.null else kind


@of_field.register
def _(field: TextField):
    return {"$ref": "#/$defs/text"}


@of_field.register
def _(field: LanguagesField):
    return {"$ref": "#/$defs/languages"}


@of_field.register
def _(field: ParentField):
    return {"type": "string"}


@of_field.register
def _(field: ReferenceField):
    return {"type": ["string", "null"] if field.field.blank else "string"}


@of_field.register
def _(field: StreamField):
    return of_block(field.field.stream_block)


@of_field.register
def _(field: ChildrenField):
    return {"type": "array", "items": _mapping({name: of_field(each) for name, each in field.fields.items()})}


@of_field.register(LinksField)
@of_field.register(TagsField)
@of_field.register(Permissions)
@of_field.register(NamesField)
def _(field):
    return NAMES


@of_field.register
def _(field: PermissionsAt):
    return {"type": "object", "additionalProperties": NAMES}


@of_field.register
def _(field: Privacy):
    return {"anyOf": [{"enum": [PUBLIC, SIGNED_IN]}, NAMES]}


@of_field.register
def _(field: Content):
    return {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def of_block(block, named=True):
    """Return the schema of a block's value; that of a body stands once, under its name."""
    if named and isinstance(block, BodyBlock):
        return {"$ref": "#/$defs/body"}
    if isinstance(block, blocks.StreamBlock):
        items = [
            _mapping({name: of_block(child)}) | {"required": [name]}
            for name, child in block.child_blocks.items()
        ]
        return {"type": "array", "items": {"anyOf": items}}
    if isinstance(block, blocks.ListBlock):
        return {"type": "array", "items": of_block(block.child_block)}
    if isinstance(block, TranslatedBlock):
        return {"$ref": "#/$defs/text"}
    if isinstance(block, blocks.StructBlock):
        return _mapping({name: of_block(child) for name, child in block.child_blocks.items()})
    if chosen_model(block):
        return {"type": "string" if block.required else ["string", "null"]}
    return {"type": ["string", "number", "boolean", "null"]}
