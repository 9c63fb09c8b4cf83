"""Dates in words, for languages that write the day before its month and the month before its year."""

from dataclasses import dataclass


def listed(words):
    """Return the words of a text as a set."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Dates:
    """The date forms of one language: its twelve months and its form of the first day of one."""

    months: tuple
    first: str

    def date(self, year, month=None, day=None):
        """Return ``1992``, ``avril 1998`` or ``1er mars 1992``."""
        return " ".join(part for part in (self._day(day), self._month(month), str(year)) if part)

    def span(self, start, end):
        """Return a closed span, saying once what both ends share: ``3–5 mai 2006``."""
        if start == end:
            return self.date(*start)
        if len(start) == len(end) and start[:-1] == end[:-1]:
            own = {1: str, 2: self._month, 3: self._day}[len(start)](start[-1])
            return f"{own}–{self.date(*end)}"
        if len(start) == len(end) == 3 and start[0] == end[0]:
            return f"{self._day(start[2])} {self._month(start[1])} – {self.date(*end)}"
        return f"{self.date(*start)} – {self.date(*end)}"

    def _month(self, month):
        return self.months[month - 1] if month else ""

    def _day(self, day):
        return "" if not day else self.first if day == 1 else str(day)
