"""A text in each language: where it is kept, whether it is there, which one to show."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from django.utils.html import conditional_escape, format_html
from wagtail.search import index

from portal import languages
from portal.typography import typeset

# what shows nothing: controls, joiners and soft hyphens, spaces of any width, blanks of other scripts
INVISIBLE = {"Cc", "Cf", "Cn", "Zl", "Zp", "Zs"}
KNOWN = 5000  # texts of which it is remembered whether they are there
BLANKS = "\u2800\u3164\u115f\u1160\uffa0"
_tag = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_break = re.compile(r"</?(?:br|p|li)\b", re.IGNORECASE)


def plain(value):
    """Return what there is to read of a text or rich text: without markup, spaces made one."""
    text = getattr(value, "source", value) or ""  # of rich text, without expanding its links
    if "<" in text:
        text = _tag.sub(lambda tag: " " if _break.match(tag[0]) else "", text)
    return " ".join(unescape(text).split())


def is_there(value):
    """Tell whether a text holds anything to read once markup and spaces are taken away."""
    return _is_there(getattr(value, "source", value) or "")


@lru_cache(maxsize=KNOWN)
def _is_there(text):
    return is_visible(plain(text))


def is_visible(text):
    """Tell whether a :func:`plain` text shows anything."""
    return any(sign not in BLANKS and unicodedata.category(sign) not in INVISIBLE for sign in text)


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

    @property
    def shown(self):
        """The bare text as it is set for readers, for attributes and what breaks it into lines."""
        return typeset(self.value, self.language)

    def __bool__(self):
        return bool(self.value)

    def __html__(self):
        """Return markup, safe to print; :attr:`value` is the bare text as it was typed."""
        if not self.foreign:
            return conditional_escape(self.shown)
        if hasattr(self.value, "__html__"):  # rich text, which stands in paragraphs
            return format_html('<div lang="{}">{}</div>', self.foreign, self.shown)
        return format_html('<span lang="{}">{}</span>', self.foreign, self.shown)

    __str__ = __html__  # templates ask for the string first


@lru_cache(maxsize=KNOWN)
def column(field_name, code):
    """Return the name of the field that holds one language: ``title_fr``."""
    return f"{field_name}_{code.replace('-', '_')}"


def columns(*field_names):
    """Return the names of the fields that hold texts, one a language each."""
    return [column(name, code) for name in field_names for code in languages.codes()]


def sortable(field_name):
    """Return the search fields by which the editor sorts what it found, one a language."""
    return [index.FilterField(column(field_name, code)) for code in languages.codes()]
