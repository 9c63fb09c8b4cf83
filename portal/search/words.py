"""Words as they are compared: folded, stemmed, without those that say nothing."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from portal import languages

_word = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")  # with accents that stand by themselves
_here = threading.local()  # a stemmer keeps what it works on


@dataclass(frozen=True)
class Word:
    """A word of a text: what it is compared by, and where it stands."""

    term: str
    start: int
    end: int


def words(text, code):
    """Return the words of a text that say something, in order.

    :param code: the language that the text is in
    """
    found = (Word(_term(each[0], code), each.start(), each.end()) for each in _word.finditer(text))
    return [word for word in found if word.term]


def tidy(text):
    """Return a text as words are looked for in it: composed, without what is not seen."""
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Cs"}).split())


@lru_cache(maxsize=20_000)
def _term(word, code):
    """Return what a word is compared by, in letters that any database takes; empty for a stop word."""
    rules, folded = languages.rules(code), languages.fold(word)
    if folded in rules.STOP_WORDS:
        return ""
    term = _stemmer(rules.STEMMER).stemWord(folded) if rules.STEMMER else folded
    term = term if re.fullmatch("[a-z0-9]+", term) else "x" + term.encode().hex()
    return f"{code.replace('-', '')}0{term}"  # so that no word of one language begins like those of another


def _stemmer(name):
    stemmers = vars(_here)
    if name not in stemmers:
        stemmers[name] = snowballstemmer.stemmer(name)
    return stemmers[name]
