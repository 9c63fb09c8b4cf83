"""Texts as they are set for readers, by the rules of the language they are in; they are stored as typed."""

import re
from functools import lru_cache
from itertools import zip_longest

from django.utils.safestring import mark_safe

from portal import languages

KNOWN = 5000  # texts of which it is remembered how they are set
_tags = re.compile("(<[^<>]*>)")  # rich text is stored clean: there are no such signs within an attribute
_within_lines = re.compile(r"</?(?:a|b|em|i|strong|sub|sup)\b", re.IGNORECASE)


def typeset(text, code):
    """Return a text, or rich text as markup, set by the rules of a language.

    Links in rich text stay as they are stored: what is around many texts finds their pages at once
    (:func:`portal.contents.linked`).
    """
    if not hasattr(text, "__html__"):
        return _as_text(text, code)
    html = text.source if hasattr(text, "source") else text.__html__()
    return mark_safe(_between_tags(html, code))  # noqa: S308 (as safe as it was)


@lru_cache(maxsize=KNOWN)
def _as_text(text, code):
    return languages.rules(code).typeset(text)


@lru_cache(maxsize=KNOWN)
def _between_tags(html, code):
    """Set what stands between tags as one text, so that a rule sees past them, but not past a line's end."""
    rule = languages.rules(code).typeset
    parts = _tags.split(html)
    texts, tags = parts[::2], parts[1::2]
    ends = ["" if _within_lines.match(tag) else "\n" for tag in tags]
    whole = rule("".join(text + end for text, end in zip_longest(texts, ends, fillvalue="")))
    made, place = [], 0
    for text, tag, end in zip_longest(texts, tags, ends, fillvalue=""):
        made += whole[place : place + len(text)], tag
        place += len(text) + len(end)
    return "".join(made)
