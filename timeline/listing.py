"""The milestones that a reader asked for, by decade; a decade at a time when there are many."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from timeline.filters import TimelineFilter
from timeline.strip import Strip

MOST_ON_A_PAGE = 150


@dataclass(frozen=True)
class Decade:
    """Ten years, of which some milestones are asked for."""

    first: int
    count: int
    address: str

    @property
    def years(self):
        return f"{max(self.first, 1)}–{self.first + 9}"

    @property
    def anchor(self):
        return f"d{self.first}"


class Listing:
    """What the timeline shows for a query.

    :param query: ``QueryDict`` of filters as in an address (see :class:`.TimelineFilter`)
    """

    def __init__(self, query):
        self.filter = TimelineFilter(query)
        self.milestones, periods = self.filter.found()
        self._years = [period.known.parts[0] for period in periods]
        self.count = len(self._years)
        self.is_paged = self.count > MOST_ON_A_PAGE
        self._check_decade()

    def _check_decade(self):
        asked = self.filter.cleaned_data.get("decade")
        if asked is not None and asked not in self._counts:
            self.filter.add_error("decade", _("There is nothing in that decade."))

    @cached_property
    def _counts(self):
        return Counter(year // 10 * 10 for year in self._years)

    @cached_property
    def decades(self):
        """The decades with milestones, in order, each with the address that leads there."""
        return [
            Decade(first, count, self.filter.address(decade=first) if self.is_paged else f"#d{first}")
            for first, count in sorted(self._counts.items())
        ]

    @cached_property
    def current(self):
        """The one decade to show, ``None`` when there is room for all."""
        if not self.is_paged:
            return None
        asked = self.filter.cleaned_data.get("decade")
        return next((each for each in self.decades if each.first == asked), self.decades[0])

    @property
    def is_turned(self):
        """Whether another decade than the first is shown alone."""
        return self.is_paged and self.current != self.decades[0]

    @cached_property
    def shown(self):
        """The milestones to show."""
        shown = self.milestones.with_all_shown()
        return list(shown.in_decade(self.current.first) if self.current else shown)

    @cached_property
    def groups(self):
        """The decades to show, each with its milestones."""
        by_first = {decade.first: decade for decade in self.decades}
        return [
            (by_first[first], list(milestones))
            for first, milestones in groupby(self.shown, key=lambda milestone: milestone.decade)
        ]

    @property
    def years(self):
        """First and last year, as ``1992–2013``."""
        first, last = min(self._years), max(self._years)
        return str(first) if first == last else f"{first}–{last}"

    @property
    def strip(self):
        """How dense the years are."""
        return Strip(self._years)
