"""The density strip above the timeline: how many milestones a year, drawn without words of its own."""

from collections import Counter
from dataclasses import dataclass

HEIGHT = 40  # CSS pixels of the tallest bar
MOST_BARS = 120
MOST_LABELS = 8


@dataclass(frozen=True)
class Bar:
    """Lengths as SVG takes them: ``x`` and ``width`` in per cent, ``y`` and ``height`` in pixels."""

    x: str
    width: str
    y: int
    height: int


@dataclass(frozen=True)
class Label:
    """A year under the strip, at the left edge of its bar."""

    x: str
    year: int


class Strip:
    """One bar for each year of the decades concerned, or for each ten or hundred when they are many.

    :param years: the year of each milestone
    """

    height = HEIGHT

    def __init__(self, years):
        first, end = min(years) // 10 * 10, max(years) // 10 * 10 + 10
        step = next(step for step in (1, 10, 100) if (end - first) / step <= MOST_BARS)
        share = 100 * step / (end - first)
        counts = Counter((year - first) // step for year in years)
        most = max(counts.values())
        self.bars = [
            Bar(
                x=_percent(place * share),
                width=_percent(share * 0.8),
                y=HEIGHT - (height := round(HEIGHT * count / most)),
                height=height,
            )
            for place, count in sorted(counts.items())
        ]
        apart = next(
            each for each in (10, 20, 50, 100, 200, 500, 1000, 2000) if (end - first) / each <= MOST_LABELS
        )
        self.labels = [
            Label(_percent(100 * (year - first) / (end - first)), max(year, 1))
            for year in range(-(-first // apart) * apart, end, apart)
        ]


def _percent(number):
    return f"{number:.2f}%"
