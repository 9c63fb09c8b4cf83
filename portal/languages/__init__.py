"""What differs from language to language: one module per code, :mod:`.neutral` where there is none.

A language module may define any of the names that :mod:`.neutral` defines; what it leaves out is
taken from there. Nothing else in the portal's code names a language.
"""

import re
import unicodedata
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info, to_locale

from portal.languages import neutral


def codes():
    """Return the portal's language codes, the default one first."""
    return [code for code, _name in settings.LANGUAGES]


def default():
    """Return the default language's code."""
    return settings.LANGUAGES[0][0]


def name_of(code):
    """Return a language's name in that language: ``"Français"``."""
    return dict(settings.LANGUAGES)[code]


def name_for_reader(code):
    """Return a language's name for a sentence in the active language: ``"anglais"``."""
    return rules(current()).language_name(str(get_language_info(code)["name_translated"]))


def current():
    """Return the active language's code, the default one when none of the portal's is active."""
    return _of_the_portal(get_language())


@cache
def _of_the_portal(code):
    if code in codes():
        return code
    base = (code or "").partition("-")[0]
    return base if base in codes() else default()


@cache
def rules(code=None):
    """Return the rules of one language as a namespace (see :mod:`.neutral` for the names)."""
    known = {key: value for key, value in vars(neutral).items() if not key.startswith("_")}
    if re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", code or "") and find_spec(f"{__name__}.{code}"):
        known |= vars(import_module(f"{__name__}.{code}"))
    return SimpleNamespace(
        **{
            key: value
            for key, value in known.items()
            if not key.startswith("_") and not isinstance(value, ModuleType)
        }
    )


def locale_of(code):
    """Return a language as social networks name it: ``"fr_FR"``."""
    return rules(code).LOCALE or to_locale(code)


def slug_of(text, code):
    """Return the address part made from a text: ``"Œuvre de l’État"`` gives ``"oeuvre-de-l-etat"``.

    The admin's JavaScript applies the same ``SLUG_FOLDS`` before it makes a slug.
    """
    for pattern, replacement in rules(code).SLUG_FOLDS:
        text = re.sub(pattern, replacement, text)
    return slugify(text)


def fold(text):
    """Return a text as it is compared: without capitals, accents or ligatures (``"Œuvré"``: ``"oeuvre"``)."""
    for pattern, replacement in neutral.SLUG_FOLDS:
        text = re.sub(pattern, replacement, text)
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
