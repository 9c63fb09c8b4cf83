"""What pages, snippets and blocks with a text in every language share."""

import re
from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import translator
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.search import index

from portal import languages


def is_there(value):
    """Tell whether a text holds anything to read once markup and spaces are taken away."""
    source = getattr(value, "source", value)  # of rich text, without expanding its links
    try:
        text = strip_tags(source or "")
    except SuspiciousOperation:  # too many “<” to be markup
        text = source
    return bool(re.sub(r"[\s\u200b]+", "", unescape(text)))


@dataclass(frozen=True)
class Text:
    """A text and the language it really is in; printed, it marks a language other than the page's."""

    value: str
    language: str

    @classmethod
    def choose(cls, values, code=None):
        """Return the text in a language (the active one by default), else in the first that has it.

        :param values: mapping of language code to text
        """
        code = code or languages.current()
        for candidate in (code, *languages.codes()):
            if is_there(values.get(candidate)):
                return cls(values[candidate], candidate)
        return cls("", code)

    @property
    def foreign(self):
        """The language to mark the text with, empty when it is the page's own."""
        return "" if not self.value or self.language == languages.current() else self.language

    def __bool__(self):
        return bool(self.value)

    def __html__(self):
        """Return markup, safe to print; :attr:`value` is the bare text."""
        if not self.foreign:
            return format_html("{}", self.value)
        if hasattr(self.value, "__html__"):  # rich text, which stands in paragraphs
            return format_html('<div lang="{}">{}</div>', self.foreign, self.value)
        return format_html('<span lang="{}">{}</span>', self.foreign, self.value)

    __str__ = __html__  # templates ask for the string first


def column(field_name, code):
    """Return the name of the field that holds one language: ``title_fr``."""
    return f"{field_name}_{code.replace('-', '_')}"


def sortable(field_name):
    """Return the search fields by which the editor sorts what it found, one a language."""
    return [index.FilterField(column(field_name, code)) for code in languages.codes()]


class Bilingual:
    """A page or snippet whose texts exist in every language of the portal."""

    @classmethod
    def translated_fields(cls):
        """Return the names of the fields that hold a text per language."""
        return sorted(translator.get_options_for_model(cls).all_fields)

    def in_language(self, field_name, code):
        """Return a field's own value in one language, without falling back."""
        return getattr(self, column(field_name, code))

    def text(self, field_name, code=None):
        """Return a field as a :class:`Text` in a language, else in one that has it."""
        return Text.choose({code: self.in_language(field_name, code) for code in languages.codes()}, code)

    def check_is_there(self, field_name):
        """Check that a text is there in some language.

        :raises ValidationError: at its field in each
        """
        if not self.text(field_name):
            message = _("Write this in at least one language.")
            raise ValidationError({column(field_name, code): message for code in languages.codes()})

    def save(self, *args, **kwargs):
        """Save; the columns without a language are the default language's, whoever saves."""
        self._drop_control_characters()
        with translation.override(languages.default()):
            return super().save(*args, **kwargs)

    def _drop_control_characters(self):
        """Drop signs that no page and no feed may hold; word processors leave some in what is pasted."""
        if type(self) not in translator.get_registered_models():
            return  # a model as a migration knows it
        for name in self.translated_fields():
            for code in languages.codes():
                text = self.in_language(name, code)
                if isinstance(text, str):
                    text = text.replace("\x0b", "\n")
                    setattr(self, column(name, code), re.sub(r"[\x00-\x08\x0c\x0e-\x1f]", "", text))


class BilingualDraft(Bilingual):
    """A page or snippet that is drafted, previewed and revised in every language at once."""

    @property
    def preview_modes(self):
        """One preview a language."""
        return list(settings.LANGUAGES)

    @property
    def default_preview_mode(self):
        return languages.current()

    def serve_preview(self, request, mode_name):
        if mode_name not in languages.codes():
            raise Http404
        with translation.override(mode_name):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response

    def with_content_json(self, content):
        """Return the object as a revision has it, a language that it did not know left empty.

        A child that was removed since is a new one; a form would not find it under its old number.
        """
        with translation.override(languages.default()):
            obj = super().with_content_json(content)
        for relation in get_all_child_relations(type(self)):
            name = relation.get_accessor_name()
            if name != COMMENTS_RELATION_NAME:
                children = relation.related_model.objects.filter(**{relation.field.name: self.pk})
                there = set(children.values_list("pk", flat=True))
                for child in getattr(obj, name).all():
                    if child.pk not in there:
                        child.pk = None
        return obj
