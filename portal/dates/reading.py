"""What people write instead of EDTF: ``avril 1998``, ``c. 1998``, ``4/1998``, ``3–5 mai 2006``.

Words of every language of the portal are understood, whichever is active, so that an address or a
form means the same in each of them.
"""

import re

from portal import languages
from portal.dates.period import APPROXIMATE, OPEN, Point

_EDTF = re.compile(r"[\d.~-]+(/[\d.~-]+)?", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_TWO_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?", re.ASCII)
_BETWEEN = re.compile(r"\s*[–—/]\s*|\s+-\s+")


def to_edtf(text):
    """Return the EDTF text for what a person wrote, or the text itself when it is not understood."""
    text = str(text).strip()
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return f"{match[2]}-{int(match[1]):02}"
    if match := _TWO_YEARS.fullmatch(text):
        return f"{match[1]}/{match[2]}"
    if _EDTF.fullmatch(text):
        return text
    ends = _BETWEEN.split(text)
    try:
        if len(ends) == 1:
            return _one(_Words(text))
        if len(ends) == 2:
            last = _Words(ends[1])
            return f"{_one(_Words(ends[0], completed_by=last))}/{_one(last)}"
    except ValueError:
        pass
    return text


def _one(words):
    edtf = Point(words.parts, words.is_approximate).edtf if words.parts else OPEN
    if words.is_start:
        return f"{edtf}/{OPEN}"
    return f"{OPEN}/{edtf}" if words.is_end else edtf


class _Words:
    """The words of one date.

    :param completed_by: the other end of a span, which may say the month and year of both
    :raises ValueError: a word that no language knows, or one too many
    """

    def __init__(self, text, completed_by=None):
        self.year = self.month = self.day = None
        self.is_approximate = self.is_start = self.is_end = False
        if text.strip() != OPEN:
            words = re.findall(r"\w+|[^\w\s,.'’-]", languages.fold(text))
            for word in words:
                self._take(word)
            if completed_by and words:
                self._complete(completed_by)
            if not self.year or self.day and not self.month:
                raise ValueError(text)

    @property
    def parts(self):
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def _take(self, word):
        known = [languages.rules(code) for code in languages.codes()]
        if word == APPROXIMATE or any(word in rules.ABOUT for rules in known):
            self.is_approximate = True
        elif any(word in rules.SINCE for rules in known):
            self.is_start = True
        elif any(word in rules.UNTIL for rules in known):
            self.is_end = True
        elif re.fullmatch(r"\d{4}", word, re.ASCII):
            self._set("year", int(word))
        elif match := _DAY.fullmatch(word):
            self._set("day", int(match[1]))
        elif months := [rules.MONTHS for rules in known if word in map(languages.fold, rules.MONTHS)]:
            self._set("month", [languages.fold(month) for month in months[0]].index(word) + 1)
        elif not any(word in rules.FILLERS for rules in known):
            raise ValueError(word)

    def _set(self, name, value):
        if getattr(self, name) is not None:
            raise ValueError(name)
        setattr(self, name, value)

    def _complete(self, last):
        if self.year is None:
            self.year = last.year
            if self.month is None:
                self.month = last.month
