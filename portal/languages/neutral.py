"""The rules of a language that has none of its own: ISO dates, Unicode signs, no words."""

# letters and signs that a slug needs replaced before accents are dropped: (regular expression, replacement)
SLUG_FOLDS = [
    ("[œŒ]", "oe"),
    ("[æÆ]", "ae"),
    ("ß", "ss"),
    ("[øØ]", "o"),
    ("[łŁ]", "l"),
    ("['’]", "-"),
]


def date(year, month=None, day=None):
    """Return a date of year, month or day precision as readers of the language write it."""
    parts = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part]
    return "-".join(parts)


def time(hour, minute):
    """Return a time of day as readers of the language write it."""
    return f"{hour:02}:{minute:02}"


def span(start, end):
    """Return a closed span; ``start`` and ``end`` are tuples of one to three numbers."""
    return f"{date(*start)}–{date(*end)}"


def since(start):
    """Return a span without end."""
    return f"{date(*start)}–"


def until(end):
    """Return a span without start."""
    return f"–{date(*end)}"
