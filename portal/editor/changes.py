"""What has changed in a text, in words that were deleted and inserted."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import mark_safe

AROUND = 60  # signs shown of what is alike beside a change
LONG = 2000  # words and spaces, from which on to be quick matters more than to be exact
_words = re.compile(r"\w+|\s+|[^\w\s]")


def changes(before, after):
    """Return two plain texts as HTML: ``<del>`` words of the first only, ``<ins>`` words of the second only.

    Of what is alike only the words beside a change are shown.
    """
    old, new = _words.findall(before), _words.findall(after)
    is_long = len(old) + len(new) > LONG
    parts = []
    for kind, *limits in SequenceMatcher(str.isspace, old, new, autojunk=is_long).get_opcodes():
        start, end, new_start, new_end = limits
        gone, come = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal":
            is_last = (end, new_end) == (len(old), len(new))
            parts.append(format_html("{}", _shortened(gone, is_first=start == 0, is_last=is_last)))
            continue
        if gone:
            parts.append(format_html("<del>{}</del>", gone))
        if come:
            parts.append(format_html("<ins>{}</ins>", come))
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)


def _shortened(text, is_first, is_last):
    start = "" if is_first else text[:AROUND].rpartition(" ")[0] + " "
    end = "" if is_last else " " + text[-AROUND:].partition(" ")[2]
    return text if len(text) <= 2 * AROUND else f"{start}…{end}"
