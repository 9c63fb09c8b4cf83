"""How a text stands in each language."""

import re
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal import languages
from portal.parity.rules import Rule
from portal.texts import is_there, plain

FEWEST_WORDS = 4
LONGEST_LINK = 4  # letters of “from”, “avec”, “the”: words that join those of a name


class State(TextChoices):
    """How a text stands in one language."""

    MISSING = "missing", _("Missing")
    COPIED = "copied", _("Copied")
    FINE = "fine", _("Fine")


def judge(passage, published_in=None, accepted=frozenset()):
    """Return the :class:`State` of a text in each language that has to do with it: by code.

    Of two languages that say the same, the later one counts as the copy.

    :param published_in: codes of the languages that the object is meant for, all by default
    :param accepted: :func:`fingerprint` of the texts that editors left the same on purpose
    """
    codes = languages.codes() if published_in is None else published_in
    there = [code for code in codes if is_there(passage.values.get(code))]
    if not there and not passage.is_required:
        return {}
    states, seen = {}, set()
    for code in codes:
        if code not in there:
            if passage.rule is Rule.BOTH:
                states[code] = State.MISSING
            continue
        text = plain(passage.values[code])
        is_copy = text in seen and may_be_untranslated(text) and fingerprint(text) not in accepted
        states[code] = State.COPIED if is_copy else State.FINE
        seen.add(text)
    return states


def may_be_untranslated(text):
    """Tell whether a text that two languages share looks like one that nobody translated.

    It does with four words or more; names, figures and addresses may well be the same. A name is known
    by its capitals: every word has one, but for short ones that join them.
    """
    words = [word for word in text.split() if _is_word(word)]
    if len(words) < FEWEST_WORDS:
        return False
    bare = [re.sub(r"^\W*(?:\w{1,2}['’])?", "", word) for word in words]
    named = [word for word in bare if word[:1].isupper()]
    joining = [
        word for word in bare if not word[:1].isupper() and len(re.sub(r"\W", "", word)) <= LONGEST_LINK
    ]
    return len(named) < 2 or len(named) + len(joining) < len(words)


def _is_word(word):
    is_address = "@" in word or "://" in word or re.search(r"\w\.\w{2,}", word)
    return not is_address and any(sign.isalpha() for sign in word) and not any(map(str.isdigit, word))


def fingerprint(text):
    """Return a short hash of what there is to read of a text."""
    return sha256(plain(text).encode()).hexdigest()[:16]
