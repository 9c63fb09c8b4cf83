"""Blocks in content files: ``{paragraph: {fr: …, en: …}}`` for what Wagtail stores with type and id."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from portal import languages
from portal.blocks import TranslatedBlock
from portal.content.fields import rich_text
from portal.content.fields.base import a_list
from portal.models import BasePage


def read(block, value, place, names):
    """Return a value in the raw form that Wagtail stores, each block with a new id.

    What a file leaves out of a block is empty, as in a new block; what is wrong is noted at ``place``.
    """
    if isinstance(block, blocks.StreamBlock):
        return _read_stream(block, value, place, names)
    if isinstance(block, blocks.ListBlock):
        items = a_list(value, place)
        return [
            {
                "type": "item",
                "value": read(block.child_block, item, place / number, names),
                "id": str(uuid4()),
            }
            for number, item in enumerate(items)
        ]
    if isinstance(block, blocks.StructBlock):
        return _read_struct(block, value, place, names)
    if model := chosen_model(block):
        return None if value is None else names.pk(model, value, place)  # None: deleted since
    if isinstance(block, blocks.RichTextBlock):
        text = _text(value, place)
        return rich_text.read(text, block.features or [], place, names)
    try:
        return block.get_prep_value(block.clean(block.to_python("" if value is None else value)))
    except ValidationError as error:
        place.wrong_by(error)
    except (TypeError, ValueError, AttributeError):
        place.wrong(_("This does not fit here."))
    return None


def _read_stream(stream, value, place, names):
    raw = []
    for number, item in enumerate(a_list(value, place)):
        here = place / number
        if not isinstance(item, dict) or len(item) != 1:
            here.wrong(_("Write one block: its name, “:”, and what is in it."))
            continue
        [(name, content)] = item.items()
        child = stream.child_blocks.get(name)
        if child is None:
            here.wrong(
                _("There is no block %(name)s; there is: %(names)s.")
                % {"name": name, "names": ", ".join(stream.child_blocks)}
            )
            continue
        raw.append({"type": name, "value": read(child, content, here / name, names), "id": str(uuid4())})
    return raw


def _read_struct(struct, value, place, names):
    if value is None:
        value = {}
    if not isinstance(value, dict):
        is_text = isinstance(struct, TranslatedBlock)
        place.wrong(not_a_text(value) if is_text else _("Write what is in it, each with its name."))
        return {}
    for name in value:
        if name not in struct.child_blocks:
            is_text = isinstance(struct, TranslatedBlock)
            unknown = _("No language of the portal: %s.") if is_text else _("There is no part %s.")
            (place / name).wrong(unknown % name)
    if isinstance(struct, TranslatedBlock):
        for code, text in value.items():
            if not isinstance(text, str | None):
                (place / code).wrong(not_a_text(text))
                value = value | {code: ""}
    for name, child in struct.child_blocks.items():
        if chosen_model(child) and child.required and name not in value:
            (place / name).wrong(_("This is missing."))
    raw = {
        name: read(child, value.get(name, _default(child)), place / name, names)
        for name, child in struct.child_blocks.items()
    }
    if check := getattr(struct, "check_value", None):
        try:
            check(_plain(raw))
        except ValidationError as error:
            for name, message in getattr(error, "block_errors", {}).items():
                (place / name).wrong_by(message)
    return raw


def _plain(raw):
    """Return a raw value without types and ids of items."""
    if isinstance(raw, dict):
        return {name: _plain(part) for name, part in raw.items()}
    return [_plain(_item(item)) for item in raw] if isinstance(raw, list) else raw


def _default(block):
    """Return what stands in a block that was left out, in raw form."""
    if isinstance(block, blocks.FieldBlock):
        return block.get_prep_value(block.get_default())
    return None


def chosen_model(block):
    """Return the model that a block chooses from, ``None`` for another sort of block."""
    if isinstance(block, ImageChooserBlock):
        return get_image_model()
    if isinstance(block, DocumentChooserBlock):
        return get_document_model()
    return BasePage if isinstance(block, blocks.PageChooserBlock) else None


def not_a_text(value):
    """Return what to say where texts per language are meant and something else stands."""
    return _("Write a text per language, such as {%(code)s: …}, not %(value)s.") % {
        "code": languages.default(),
        "value": str(value)[:60],
    }


def _text(value, place):
    if isinstance(value, str | None):
        return value or ""
    place.wrong(not_a_text(value))
    return ""


def written(block, raw, names):
    """Return a raw value as a file has it, without ids; what was deleted since is empty."""
    if isinstance(block, blocks.StreamBlock):
        items = []
        for item in raw or []:
            if child := block.child_blocks.get(item["type"]):
                items.append({item["type"]: written(child, item["value"], names)})
        return [item for item in items if None not in item.values()]  # what was deleted is left out
    if isinstance(block, blocks.ListBlock):
        items = [written(block.child_block, _item(item), names) for item in raw or []]
        return [item for item in items if item is not None]
    if isinstance(block, blocks.StructBlock):
        raw = raw or {}
        return {
            name: written(child, raw.get(name, _default(child)), names)
            for name, child in block.child_blocks.items()
        }
    if model := chosen_model(block):
        return names.name(model, raw) if raw else None
    if isinstance(block, blocks.RichTextBlock):
        return rich_text.written(raw or "", names)
    return raw.strip() if isinstance(raw, str) else raw


def _item(item):
    return item["value"] if isinstance(item, dict) and {"type", "value"} <= set(item) else item


def grafted(block, old, new, kept, names, path=()):
    """Return the new raw value with all of the old one that says the same, ids and all.

    :param kept: set of ``(path, language)`` whose old text stays, though the new one is another
    """
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        return _graft_items(block, old or [], new, kept, names, path)
    if isinstance(block, TranslatedBlock):
        old = old or {}
        return {
            code: old.get(code, "")
            if (path, code) in kept or _same(child, old.get(code, ""), new[code], names)
            else new[code]
            for code, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.StructBlock):
        return {
            name: grafted(child, (old or {}).get(name), new[name], kept, names, (*path, name))
            for name, child in block.child_blocks.items()
        }
    return old if _same(block, old, new, names) else new


def _same(block, old, new, names):
    return written(block, old, names) == written(block, new, names)


def _graft_items(block, old, new, kept, names, path):
    """Pair items that say the same, then those of one type in order; each pair keeps its id."""

    def child(item):
        return block.child_blocks.get(item["type"]) if hasattr(block, "child_blocks") else block.child_block

    old = [item for item in old if isinstance(item, dict) and "id" in item and child(item)]
    if not kept or len(old) != len(new):
        old = _paired(old, new, lambda item: (item["type"], written(child(item), item["value"], names)))
    items = []
    for number, (before, item) in enumerate(zip(old, new, strict=True)):
        if before:
            here = (*path, number, item["type"]) if hasattr(block, "child_blocks") else (*path, number)
            value = grafted(child(item), before["value"], item["value"], kept, names, here)
            item = item | {"id": before["id"], "value": value}
        items.append(item)
    return items


def _paired(old, new, content):
    """Return the old item for each new one: what says the same, else the next of its type, or ``None``."""
    left = [(content(item), item) for item in old]
    pairs = [None] * len(new)
    for same in (lambda one, other: one == other, lambda one, other: one[0] == other[0]):
        for number, item in enumerate(new):
            if pairs[number] is None:
                said = content(item)
                found = next((pair for pair in left if same(pair[0], said)), None)
                if found:
                    left.remove(found)
                    pairs[number] = found[1]
    return pairs
