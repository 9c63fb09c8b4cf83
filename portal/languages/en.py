"""English: “1 March 1992”, “since 2001”, “16:24”."""

from portal.languages.written import Dates, listed

LOCALE = "en_GB"
# what people write besides a date; compared without accents or capitals
ABOUT = {"c", "ca", "circa", "about", "around"}
SINCE = {"since", "from"}
UNTIL = {"until", "till"}
FILLERS = {"the", "of", "in", "on"}
STEMMER = "english"
STOP_WORDS = listed(
    """
    a an and are as at be but by for from had has have he her his i in is it its me my not of on or our
    s she so t that the their them they this to us was we were which who will with you your
    """
)
MONTHS = (
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
)
_dates = Dates(MONTHS, first="1")
date = _dates.date
span = _dates.span


def about(*parts):
    return f"c. {date(*parts)}"


def since(parts, is_approximate):
    return f"since {(about if is_approximate else date)(*parts)}"


def until(parts, is_approximate):
    return f"until {(about if is_approximate else date)(*parts)}"
