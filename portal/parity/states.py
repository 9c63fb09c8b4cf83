"""How a text stands in each language."""

import re
import unicodedata
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal import languages
from portal.parity.rules import Rule
from portal.texts import is_visible, plain

FEWEST_WORDS = 4
LONGEST_LINK = 4  # letters of “from”, “avec”, “the”: words that join those of a name
LONGEST_NAME = 10  # words
_beside_punctuation = re.compile(r"\s+(?=[:;?!%»])|(?<=«)\s+")


class State(TextChoices):
    """How a text stands in one language."""

    MISSING = "missing", _("Missing")
    OUTDATED = "outdated", _("Out of date")
    COPIED = "copied", _("Copied")
    FINE = "fine", _("Fine")


def judge(passage, published_in=None, copies=frozenset(), behind=(), is_suggestion=lambda _text: False):
    """Return the :class:`State` of a text in each language that has to do with it: by code.

    Of two languages that say the same, the later one counts as the copy.

    :param published_in: codes of the languages that the object is meant for, all by default
    :param copies: :func:`fingerprint` of the texts that editors left the same on purpose
    :param behind: codes of the languages that a change in another one has left behind
    :param is_suggestion: tells whether nobody wrote a text, however short
    """
    codes = languages.codes() if published_in is None else published_in
    said = {code: plain(value) for code, value in passage.values.items()}
    there = {code for code, text in said.items() if is_visible(text)}
    if not there and not passage.is_required:
        return {}
    states, seen = {}, set()
    for code in codes:
        if code in there:
            text = said[code]
            is_doubtful = text in seen and (may_be_untranslated(text) or is_suggestion(text))
            is_copy = is_doubtful and fingerprint(text) not in copies
            states[code] = State.COPIED if is_copy else State.OUTDATED if code in behind else State.FINE
            seen.add(text)
        elif passage.rule is Rule.BOTH:
            states[code] = State.MISSING
    return states


def may_be_untranslated(text):
    """Tell whether a text that two languages share looks like one that nobody translated.

    It does with four words or more; names, figures and addresses may well be the same. A name is known
    by its capitals: two at least, and on half of its longer words; no sentence is a name.
    """
    words = [word for word in text.split() if _is_word(word)]
    if len(words) < FEWEST_WORDS:
        return False
    if len(words) > LONGEST_NAME or text.endswith((".", "!", "?", "…")):
        return True
    bare = [re.sub(r"^\W*(?:\w{1,2}['’])?", "", word) for word in words]
    long = [word for word in bare if len(re.sub(r"\W", "", word)) > LONGEST_LINK]
    capitals = [word for word in bare if word[:1].isupper()]
    return len(capitals) < 2 or sum(word[:1].isupper() for word in long) < len(long) / 2


def _is_word(word):
    is_address = "@" in word or "://" in word or re.search(r"\w\.\w{2,}", word)
    return not is_address and any(sign.isalpha() for sign in word) and not any(map(str.isdigit, word))


def as_read(text):
    """Return the words of a text, however they were typed: without soft hyphens, accents as one sign."""
    text = unicodedata.normalize("NFC", plain(text))
    if text.isascii():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def fingerprint(text):
    """Return a short hash of what there is to read of a text, whatever spaces stand at its punctuation."""
    words = _beside_punctuation.sub("", as_read(text))
    return sha256(words.encode(errors="ignore")).hexdigest()[:16]
