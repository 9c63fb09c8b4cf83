"""French: « 1er mars 1992 », « depuis 2001 », « 16 h 24 »."""

from portal.languages.written import Dates

_dates = Dates(
    months=(
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
    ),
    first="1er",
)
date = _dates.date
span = _dates.span


def since(start):
    return f"depuis {'le ' if len(start) == 3 else ''}{date(*start)}"


def until(end):
    prefix = {1: "en ", 2: "en ", 3: "au "}[len(end)]
    return f"jusqu’{prefix}{date(*end)}"


def time(hour, minute):
    return f"{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute:02}"
