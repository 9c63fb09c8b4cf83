"""From what a file says to what a model or a block holds."""

import re

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Site

from portal import languages
from portal.bilingual import column
from portal.blocks import BodyField
from portal.children import repeated
from portal.content.media import find_by_file
from portal.keys import Keyed
from portal.models import BasePage


def page_at(address):
    """Return the page at an address of the default language: ``/deminage/``, ``/`` for the front page.

    :raises ValidationError: there is none
    """
    front = Site.objects.get(is_default_site=True).root_page
    path = front.in_language("url_path", languages.default()) + address.strip("/") + "/"
    name = column("url_path", languages.default())
    page = BasePage.objects.filter(**{name: re.sub("/+$", "/", path)}).first()
    if page is None:
        raise ValidationError(_("There is no page at %s.") % address)
    return page


# what a page or a file has of itself
DERIVED = {"path", "depth", "numchild", "url_path", "alias_of", "file_hash", "revisions", "workflow_states"}


def lines_of(error):
    """Return what a validation error says, a line each, after the name of the field where there is one."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]


class Reader:
    """Reads values that may name files beside the one they stand in."""

    def __init__(self, folder):
        self.folder = folder

    def per_language(self, value):
        """Check a mapping of language code to text.

        :raises ValidationError: not a mapping, or a code that is none of the portal's
        """
        if not isinstance(value, dict):
            raise ValidationError(
                _("Write a text per language, such as {%(code)s: …}, not %(value)r.")
                % {"code": languages.default(), "value": value}
            )
        if unknown := set(value) - set(languages.codes()):
            raise ValidationError(_("No language of the portal: %s.") % ", ".join(sorted(map(str, unknown))))
        if any(not isinstance(text, str | None) for text in value.values()):
            raise ValidationError(_("Write a text per language, not %r.") % value)
        return {code: text or "" for code, text in value.items()}

    def set_fields(self, obj, fields):
        """Set the fields of an object, and its children, from a mapping of a file.

        :raises ValidationError: by field name
        """
        errors = {}
        for name, value in fields.items():
            try:
                self._set_field(obj, name, value)
            except ValidationError as error:
                errors[name] = error.messages
            except (AttributeError, KeyError, OSError, TypeError, ValueError):
                errors[name] = [_("This does not fit here: %s") % Truncator(repr(value)).chars(60)]
        if errors:
            raise ValidationError(errors)

    def _set_field(self, obj, name, value):
        if name in obj.translated_fields():
            for code, text in self.per_language(value).items():
                setattr(obj, column(name, code), text)
            return
        try:
            field = obj._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise ValidationError(_("There is no such field.")) from error
        if name in DERIVED or hasattr(field, "translated_field"):
            raise ValidationError(_("This follows from the other fields: leave it out."))
        if field.one_to_many:
            self._set_children(obj, name, self._children(field.related_model, value))
        elif field.many_to_many:
            self._set_links(obj, field, value)
        elif isinstance(field, BodyField):
            setattr(obj, name, field.stream_block.to_python(self._stream(field.stream_block, value)))
        elif field.is_relation:
            setattr(obj, name, self._object(field.related_model, value))
        else:
            setattr(obj, name, field.to_python(value))

    def _children(self, model, rows):
        children, errors = [], []
        for number, row in enumerate(rows, start=1):
            try:
                children.append(self._child(model, row))
            except ValidationError as error:
                errors += [f"{number}, {line}" for line in lines_of(error)]
        if errors:
            raise ValidationError(errors)
        return children

    def _child(self, model, row):
        child = model()
        self.set_fields(child, row)
        child.full_clean(exclude=[field.name for field in model._meta.fields if field.name not in row])
        return child

    def _set_children(self, obj, name, children):
        for child in repeated(children):
            raise ValidationError(f"{child}: {child.repeated_message}")
        for place, child in enumerate(children):
            if isinstance(child, Orderable):
                child.sort_order = place
        setattr(obj, name, children)

    def _set_links(self, obj, field, values):
        """Set the children that link an object with others, which the file lists under one field."""
        through = field.remote_field.through
        [name] = [
            relation.name for relation in obj._meta.related_objects if relation.related_model is through
        ]
        far_end = field.m2m_reverse_field_name()
        if not isinstance(values, list):
            raise TypeError(values)
        linked = [self._object(field.related_model, value) for value in values]
        self._set_children(obj, name, [through(**{far_end: each}) for each in linked])

    def _object(self, model, value):
        """Return what a text names: a page by address, an object by key, an image or document by path."""
        if issubclass(model, BasePage):
            return page_at(value)
        if issubclass(model, Keyed):
            return self._keyed(model, value)
        return self._file(model, value)

    def _keyed(self, model, key):
        found = model.objects.filter(key=key).first()
        if found is None:
            raise ValidationError(
                _("There is no %(kind)s %(key)s.") % {"kind": model._meta.verbose_name, "key": key}
            )
        return found

    def _file(self, model, path):
        return find_by_file(model, self.folder, path)

    def _stream(self, stream, value):
        raw = []
        for item in value:
            [(name, content)] = item.items()
            if name not in stream.child_blocks:
                raise ValidationError(_("There is no block %s.") % name)
            raw.append({"type": name, "value": self._block(stream.child_blocks[name], content)})
        return raw

    def _block(self, block, value):
        """Return a block's value in the raw form that Wagtail stores."""
        if isinstance(block, blocks.StreamBlock):
            return self._stream(block, value)
        if isinstance(block, blocks.StructBlock):
            if unknown := set(value) - set(block.child_blocks):
                raise ValidationError(_("There is no part %s.") % ", ".join(sorted(unknown)))
            return {name: self._block(block.child_blocks[name], content) for name, content in value.items()}
        if isinstance(block, blocks.ListBlock):
            return [self._block(block.child_block, item) for item in value]
        if isinstance(block, ImageChooserBlock):
            return self._file(get_image_model(), value).pk
        if isinstance(block, DocumentChooserBlock):
            return self._file(get_document_model(), value).pk
        if isinstance(block, blocks.PageChooserBlock):
            return page_at(value).pk
        if isinstance(block, blocks.RichTextBlock):
            return self._rich_text(value or "")
        return value

    def _rich_text(self, html):
        """Turn ``<a page="/address/">`` and ``<a document="path">`` into Wagtail's own links."""

        def link(match):
            kind, target = match.groups()
            if kind == "page":
                return f'<a linktype="page" id="{page_at(target).pk}"'
            return f'<a linktype="document" id="{self._file(get_document_model(), target).pk}"'

        return re.sub(r'<a (page|document)="([^"]*)"', link, html)
