"""The ``period``: a date or a span of dates, never more precise than known.

Stored and exported in a subset of EDTF (Extended Date/Time Format, ISO 8601-2:2019, level 0, with
open ends and approximation of level 1): ``1992``, ``1998-04``, ``1998-04-16``, ``1998~`` (about),
``1998/2001``, ``1998-04~/1998-06``, ``2001/..`` (no end), ``../2001`` (no start). Years run from 1 to
9999, written with four digits.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal import languages

OPEN = ".."
APPROXIMATE = "~"
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~)?", re.ASCII)


class Point(NamedTuple):
    """One date: ``parts`` is (year[, month[, day]])."""

    parts: tuple
    is_approximate: bool = False

    @classmethod
    def parse(cls, text):
        """Return the point that one EDTF date stands for.

        :raises ValidationError: saying what is wrong, in the active language
        """
        match = _POINT.fullmatch(text)
        if not match:
            raise ValidationError(
                _(
                    "“%(text)s” is not a date. Write 1998, 1998-04 or April 1998, 1998-04-16, c. 1998, "
                    "1998/2001 or 1998/.."
                ),
                code="invalid",
                params={"text": Truncator(text).chars(40)},
            )
        *numbers, tilde = match.groups()
        point = cls(tuple(int(number) for number in numbers if number), bool(tilde))
        year, month, day = point.parts + (1, 1)[len(point.parts) - 1 :]
        if year == 0:
            raise ValidationError(_("The year must lie between 1 and 9999."), code="year")
        if not 1 <= month <= 12:
            raise ValidationError(
                _("“%(text)s”: there is no month %(month)s."),
                code="month",
                params={"text": text, "month": f"{month:02}"},
            )
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise ValidationError(
                _("“%(text)s”: that month has no day %(day)s."),
                code="day",
                params={"text": text, "day": day},
            )
        return point

    @property
    def iso(self):
        """The date as ``1998-04``, without saying whether it is approximate."""
        return "-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(self.parts))

    @property
    def edtf(self):
        """The date as stored: ``1998-04~``."""
        return self.iso + APPROXIMATE * self.is_approximate

    @property
    def first_day(self):
        """The earliest day that the date may mean."""
        return date(*(*self.parts, 1, 1)[:3])

    @property
    def last_day(self):
        """The latest day that the date may mean."""
        year, month, *day = (*self.parts, 12)[: max(len(self.parts), 2)]
        return date(year, month, *(day or [calendar.monthrange(year, month)[1]]))

    def in_words(self, rules):
        """Return the date as readers of a language write it (see :mod:`portal.languages.neutral`)."""
        return (rules.about if self.is_approximate else rules.date)(*self.parts)


@dataclass(frozen=True)
class Period:
    """A date or span; ``start`` and ``end`` are points, ``None`` when open.

    A single date has ``end`` equal to ``start``.
    """

    start: Point | None
    end: Point | None

    @classmethod
    def parse(cls, text):
        """Return the period that an EDTF text stands for.

        :raises ValidationError: saying what is wrong, in the active language
        """
        ends = [end.strip() for end in str(text).strip().split("/", 1)]
        start, end = (
            None if each == OPEN else Point.parse(each or str(text)) for each in (ends[0], ends[-1])
        )
        if start is None and end is None:
            raise ValidationError(_("A period needs a start or an end."), code="empty")
        if start and end and end.last_day < start.first_day:
            raise ValidationError(_("The end lies before the start."), code="order")
        return cls(start, end)

    @property
    def is_span(self):
        return self.start != self.end

    @property
    def known(self):
        """The start, or the end of a period whose start is open: where it stands on a timeline."""
        return self.start or self.end

    @property
    def edtf(self):
        """The period as stored and exported."""
        ends = [end.edtf if end else OPEN for end in (self.start, self.end)]
        return "/".join(ends) if self.is_span else ends[0]

    @property
    def iso(self):
        """The text for ``<time datetime>``, which knows no spans: where the period begins, else ends."""
        return self.known.iso

    def in_words(self, code=None):
        """Return the period as readers of a language write it, of the active one by default."""
        rules = languages.rules(code or languages.current())
        if self.start is None:
            return rules.until(*self.end)
        if self.end is None:
            return rules.since(*self.start)
        if not self.is_span:
            return self.start.in_words(rules)
        if self.start.is_approximate or self.end.is_approximate:
            return rules.between(self.start.in_words(rules), self.end.in_words(rules))
        return rules.span(self.start.parts, self.end.parts)

    def __str__(self):
        return self.edtf
