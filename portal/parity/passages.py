"""The texts of an object, one by one: in its own fields, in blocks, in children."""

import json
from dataclasses import dataclass
from hashlib import md5

from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField

from portal import languages
from portal.blocks import TranslatedBlock
from portal.children import child_relations
from portal.parity.rules import Rule, rule_of
from portal.texts import column


@dataclass(frozen=True)
class Item:
    """A step to one of several: a child, which has a ``key`` once it was saved, or a block, which has an id.

    In a stream a block has a type too.
    """

    number: int
    type: str = ""
    id: str | None = None
    key: int | None = None

    @property
    def place(self):
        """What names it whatever the order, if it has a name, after its type."""
        return f"{self.type}:{self.id or self.key or f'+{self.number}'}"


@dataclass(frozen=True)
class Passage:
    """One text in every language, and where it stands.

    ``path`` leads to it by names of fields, parts of blocks and :class:`Item`; ``labels`` says the same
    to people; ``values`` maps codes of languages to the text or its HTML source.
    """

    path: tuple
    labels: tuple
    rule: Rule
    values: dict
    is_required: bool = False
    is_block: bool = False
    is_rich: bool = False

    @property
    def name(self):
        """Where it stands, as people say it: “Body › 2 › Quote › Source”."""
        return " › ".join(str(label) for label in self.labels)

    @property
    def field(self):
        """Where it stands, as content files and programs say it: “body › 2 › quote › source”."""
        return as_counted(self.file_path)

    @property
    def place(self):
        """What names it among the texts of its object, whatever the order of blocks and children."""
        return "/".join(step if isinstance(step, str) else step.place for step in self.path)

    @property
    def seen(self):
        """What is different once any language of it has changed."""
        return md5("\0".join(self.values.values()).encode(errors="ignore"), usedforsecurity=False).hexdigest()

    @property
    def is_child(self):
        """Whether it belongs to a child of the object, with a form of its own."""
        return len(self.path) > 1 and not self.is_block

    @property
    def file_path(self):
        """The steps to it in a content file: ``("body", 1, "quote", "source")``."""
        steps = []
        for step in self.path:
            if isinstance(step, Item):
                steps += [step.number, *([step.type] if step.type else [])]
            else:
                steps.append(step)
        return tuple(steps)

    def input_path(self, code):
        """The steps to its input in the editor, where blocks have ids: ``("body", "1f…", "text", "en")``."""
        *steps, last = [step if isinstance(step, str) else step.id or str(step.number) for step in self.path]
        return (*steps, last, code) if self.is_block else (*steps, column(last, code))


def as_counted(steps):
    """Return steps as people count: ``("body", 0, "paragraph")`` is ``"body › 1 › paragraph"``."""
    return " › ".join(str(step + 1) if isinstance(step, int) else step for step in steps)


def at_input(found, path):
    """Return the passage, and the code of language, whose input a path leads to, or ``(None, None)``.

    :param path: the steps, joined: ``"body/1f…/text/en"``
    """
    steps = tuple(path.split("/"))
    inputs = ((passage, code) for passage in found for code in passage.values)
    return next((each for each in inputs if each[0].input_path(each[1]) == steps), (None, None))


def passages(obj, content=None):
    """Return the texts of an object, in the order of its model.

    :param content: the content of a revision; ``None`` for the object as it is
    """
    source = _Object(obj) if content is None else _Content(content)
    return list(_of_model(type(obj), source, (), ()))


class _Object:
    """Reads the fields of an object."""

    def __init__(self, obj):
        self.obj = obj

    def text(self, name):
        return getattr(self.obj, name)

    def stream(self, name):
        return getattr(self.obj, name).raw_data

    def children(self, name):
        return [_Object(child) for child in getattr(self.obj, name).all()]

    @property
    def key(self):
        return self.obj.pk


class _Content:
    """Reads the fields of an object from the content of a revision."""

    def __init__(self, content):
        self.content = content

    def text(self, name):
        return self.content.get(name)

    def stream(self, name):
        return json.loads(self.content.get(name) or "[]")

    def children(self, name):
        return [_Content(child) for child in self.content.get(name) or []]

    @property
    def key(self):
        return self.content.get("pk")


def _of_model(model, source, path, labels):
    for field in model._meta.concrete_fields:
        if hasattr(field, "translated_field") or (rule := rule_of(model, field.name)) is Rule.SHARED:
            continue
        if (unless := model.parity_unless.get(field.name)) and source.text(unless):
            continue
        here = (*path, field.name), (*labels, capfirst(field.verbose_name))
        if isinstance(field, StreamField):
            yield from _of_block(field.stream_block, source.stream(field.name), *here)
        else:
            values = {code: source.text(column(field.name, code)) or "" for code in languages.codes()}
            is_required = rule is Rule.BOTH and not field.blank
            yield Passage(*here, rule, values, is_required)
    for name, relation in child_relations(model).items():
        if hasattr(relation.related_model, "translated_fields"):
            label = capfirst(relation.related_model._meta.verbose_name)
            for number, child in enumerate(source.children(name)):
                here = (*path, name, Item(number, key=child.key)), (*labels, label, number + 1)
                yield from _of_model(relation.related_model, child, *here)


def _of_block(block, raw, path, labels):
    if isinstance(block, TranslatedBlock):
        values = {code: (raw or {}).get(code) or "" for code in block.child_blocks}
        is_rich = issubclass(block.child_block_class, blocks.RichTextBlock)
        yield Passage(path, labels, Rule.BOTH, values, is_block=True, is_rich=is_rich)
    elif isinstance(block, blocks.StreamBlock):
        for number, item in enumerate(raw or []):
            if child := block.child_blocks.get(item["type"]):
                here = (*path, Item(number, item["type"], item.get("id"))), (*labels, number + 1, child.label)
                yield from _of_block(child, item["value"], *here)
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(raw or []):
            is_named = isinstance(item, dict) and {"type", "value"} <= set(item)
            value, key = (item["value"], item.get("id")) if is_named else (item, None)
            here = (*path, Item(number, id=key)), (*labels, number + 1)
            yield from _of_block(block.child_block, value, *here)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, (raw or {}).get(name), (*path, name), (*labels, child.label))
