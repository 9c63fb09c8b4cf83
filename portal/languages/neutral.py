"""The rules of a language that has none of its own: ISO dates, Unicode signs, no words."""

# language and territory, where the code alone does not say which: "fr_FR"
LOCALE = ""
# letters and signs that a slug needs replaced before accents are dropped: (regular expression, replacement)
SLUG_FOLDS = [
    ("[œŒ]", "oe"),
    ("[æÆ]", "ae"),
    ("ß", "ss"),
    ("[øØ]", "o"),
    ("[łŁ]", "l"),
    ("['’]", "-"),
]


# what people write besides a date, folded: words for "about", "since", "until", and those that say nothing
ABOUT = SINCE = UNTIL = FILLERS = frozenset()
# the stemmer of snowballstemmer, empty where it has none; words that say nothing when one searches, folded
STEMMER = ""
STOP_WORDS = frozenset()
MONTHS = ()


def language_name(name):
    """Return a language's name as it stands in a sentence."""
    return name


def typeset(text):
    """Return a text as it is set for readers: signs replaced, one for one, nothing put in or left out."""
    return text


def date(year, month=None, day=None):
    """Return a date of year, month or day precision as readers of the language write it."""
    parts = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part]
    return "-".join(parts)


def time(hour, minute):
    """Return a time of day as readers of the language write it."""
    return f"{hour:02}:{minute:02}"


def about(*parts):
    """Return an approximate date."""
    return f"~{date(*parts)}"


def span(start, end):
    """Return a closed span of exact dates; each is a tuple of one to three numbers."""
    return f"{date(*start)}–{date(*end)}"


def between(start, end):
    """Return a closed span of two dates already in words."""
    return f"{start} – {end}"


def since(parts, is_approximate):
    """Return a span without end."""
    return f"{(about if is_approximate else date)(*parts)}–"


def until(parts, is_approximate):
    """Return a span without start."""
    return f"–{(about if is_approximate else date)(*parts)}"
