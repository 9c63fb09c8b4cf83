"""What has changed in a text, in words that were deleted and inserted."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import mark_safe

AROUND = 60  # signs shown of what is alike beside a change
LONGEST = 6000  # words and signs that are compared one by one
_words = re.compile(r"\w+|\s+|[^\w\s]+")


def changes(before, after):
    """Return two plain texts as HTML: ``<del>`` words of the first only, ``<ins>`` words of the second only.

    Of what is alike only the words beside a change are shown.
    """
    old, new = _words.findall(before), _words.findall(after)
    steps = [(kind, "".join(old[a:b]), "".join(new[c:d])) for kind, a, b, c, d in _steps(old, new)]
    parts = []
    for number, (kind, gone, come) in enumerate(steps):
        if kind == "equal":
            text = _shortened(gone, is_first=number == 0, is_last=number == len(steps) - 1)
            parts.append(format_html("{}", text))
            continue
        if gone:
            parts.append(format_html("<del>{}</del>", gone))
        if come:
            parts.append(format_html("<ins>{}</ins>", come))
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)


def _steps(old, new):
    """Return the steps from one list of words to another: how much is alike, deleted, inserted, replaced."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    until, new_until = len(old) - end, len(new) - end
    middle = [("replace", 0, until - start, 0, new_until - start)]
    if until + new_until - 2 * start <= LONGEST:
        matcher = SequenceMatcher(str.isspace, old[start:until], new[start:new_until])
        middle = matcher.get_opcodes()
    steps = [("equal", 0, start, 0, start)] if start else []
    steps += [(kind, a + start, b + start, c + start, d + start) for kind, a, b, c, d in middle]
    return steps + ([("equal", until, len(old), new_until, len(new))] if end else [])


def _alike(old, new):
    """Return how many words two lists begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )


def _shortened(text, is_first, is_last):
    start = "" if is_first else text[:AROUND].rpartition(" ")[0] + " "
    end = "" if is_last else " " + text[-AROUND:].partition(" ")[2]
    return text if len(text) <= 2 * AROUND else f"{start}…{end}"
