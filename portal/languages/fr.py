"""French: « 1er mars 1992 », « depuis 2001 », « 16 h 24 »."""

from portal.languages.written import Dates

LOCALE = "fr_FR"
# what people write besides a date; compared without accents or capitals
ABOUT = {"vers", "environ"}
SINCE = {"depuis", "des"}
UNTIL = {"jusque", "jusqu"}
FILLERS = {"a", "au", "du", "en", "l", "le"}
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_dates = Dates(MONTHS, first="1er")
date = _dates.date
span = _dates.span


def language_name(name):
    return name.lower()


def about(*parts):
    return f"vers {_article(parts)}{date(*parts)}"


def since(parts, is_approximate):
    return f"depuis {_article(parts)}{date(*parts)}{' environ' if is_approximate else ''}"


def until(parts, is_approximate):
    if is_approximate:
        return f"jusque {about(*parts)}"
    return f"jusqu’{'au' if len(parts) == 3 else 'en'} {date(*parts)}"


def time(hour, minute):
    return f"{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute:02}"


def _article(parts):
    return "le " if len(parts) == 3 else ""
