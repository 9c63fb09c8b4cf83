"""French: « 1er mars 1992 », « depuis 2001 », « 16 h 24 »; « 700 000 » and « : » stand on one line."""

import re

from portal.languages.written import Dates, listed

LOCALE = "fr_FR"
# what people write besides a date; compared without accents or capitals
ABOUT = {"vers", "environ"}
SINCE = {"depuis", "des"}
UNTIL = {"jusque", "jusqu"}
FILLERS = {"a", "au", "du", "en", "l", "le"}
STEMMER = "french"
STOP_WORDS = listed(
    """
    a ai au aux avec c ce ces cet cette d dans de des du elle elles en est et eu eux il ils j je l la le
    les leur leurs lui m ma mais me mes n ne nos notre nous on ou par pas pour qu que qui s sa se ses
    son sont sur t ta te tes toi ton tu un une vos votre vous y
    """
)
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

_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
# what is written with spaces or an apostrophe that want another sign, and addresses, which keep theirs
_passages = re.compile(
    rf"""
    (?P<address> https?://\S+ | (?<![\w.+'’-])[\w.+'’-]+@[\w.-]+ )
    | (?<=[^\W\d_]) ' (?=[\w«])                              # l'État, l'« État »
    | (?<!\d) \d{{1,2}} {_SPACE} h (?:{_SPACE}\d\d)? \b      # 16 h 24
    | (?<![\d.,]) \d{{1,3}} (?:{_SPACE}\d{{3}})+ (?!\d)       # 700 000
    | (?<=\d) [ ] (?=[%‰€$£°])
    | (?<=«) [ ] (?=\S)
    | (?<=\S) [ ] (?=» | [:;](?:[\s«»“”’…]|$) | [?!]+(?:[^\w/=?!-]|$))  # not before “::”, “:)”, “!=”
    """,
    re.VERBOSE,
)
_SIGNS = str.maketrans(" '", "\N{NO-BREAK SPACE}’")


def typeset(text):
    return _passages.sub(lambda found: found["address"] or found[0].translate(_SIGNS), text)


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
