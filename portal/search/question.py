"""What somebody typed, as what must be found and what must not."""

import re
from dataclasses import dataclass

from portal.search.words import tidy, words

LONGEST = 200  # signs that are read of a question
MOST = 12  # words, or phrases, that are asked for

_part = re.compile(r'(?:(?<=\s)|^)(-?)(?:"([^"]*)"|([^\s"]+))|([^\s"]+)')


@dataclass(frozen=True)
class Question:
    """Phrases of terms (see :mod:`.words`); a word is a phrase of one.

    ``typed`` is what was typed, ``wanted`` what must be found, all of it, ``unwanted`` what must not be.
    """

    typed: str
    wanted: tuple = ()
    unwanted: tuple = ()

    def __bool__(self):
        return bool(self.wanted)

    @classmethod
    def read(cls, typed, code):
        """Read what was typed, in a language; there is nothing that cannot be read."""
        typed = tidy(typed[: LONGEST * 10].replace("\0", " "))[:LONGEST].strip()
        wanted, unwanted = [], []
        for minus, quoted, plain, within in _part.findall(typed):
            terms = tuple(word.term for word in words(quoted or plain or within, code))
            if not terms:
                continue
            phrases = [terms] if quoted or minus else [(term,) for term in terms]
            (unwanted if minus else wanted).extend(phrases)
        return cls(typed, tuple(dict.fromkeys(wanted))[:MOST], tuple(dict.fromkeys(unwanted))[:MOST])

    @property
    def terms(self):
        """Every term that is wanted."""
        return {term for phrase in self.wanted for term in phrase}
