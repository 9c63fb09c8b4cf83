"""English: “1 March 1992”, “since 2001”, “16:24”."""

from portal.languages.written import Dates

_dates = Dates(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    first="1",
)
date = _dates.date
span = _dates.span


def since(start):
    return f"since {date(*start)}"


def until(end):
    return f"until {date(*end)}"
