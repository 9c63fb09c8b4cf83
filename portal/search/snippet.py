"""The part of a text that answers a question, with its words marked."""

from django.utils.html import format_html, format_html_join

from portal.search.words import words
from portal.typography import typeset

LENGTH = 240  # signs


def marked(text, question, code, length=None):
    """Return a text as HTML with the words of a question marked, all else escaped.

    :param length: cut it to about so many signs, around the words
    """
    text = typeset(text, code)
    hits = [word for word in words(text, code) if word.term in question.terms]
    start, end = _window(text, hits, length) if length else (0, len(text))
    parts, place = [], start
    for word in hits:
        if start <= word.start and word.end <= end:
            parts += [("", text[place : word.start]), ("mark", text[word.start : word.end])]
            place = word.end
    parts.append(("", text[place:end]))
    return format_html(
        "{}{}{}",
        "… " if start else "",
        format_html_join("", "{}", ((_part(tag, part),) for tag, part in parts)),
        " …" if end < len(text) else "",
    )


def _part(tag, text):
    return format_html("<mark>{}</mark>", text) if tag else text


def _window(text, hits, length):
    """Return where to cut: from a little before where most words stand together, between words."""
    if len(text) <= length:
        return 0, len(text)
    best = max(
        hits,
        key=lambda first: (
            len({word.term for word in hits if first.start <= word.start < first.start + length - 40}),
            -first.start,
        ),
        default=None,
    )
    start = max(0, best.start - 40) if best else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), best.end if best else start)
    return start, end
