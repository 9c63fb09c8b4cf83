"""What is compared: one value for all languages, or one text of one language.

The fields of an object fall into atoms, by ``(path, language)``: ``(("title",), "fr")`` is a title,
``(("body",), None)`` the structure of a body without its texts, ``(("body", 2, "paragraph"), "en")``
a paragraph.
"""

import json
import unicodedata
from hashlib import blake2s

from portal import languages


def nfc(value):
    """Return a value with each sign written in one way, as files have it; forms end lines in another."""
    if isinstance(value, dict):
        return {name: nfc(part) for name, part in value.items()}
    if isinstance(value, list):
        return [nfc(part) for part in value]
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())


def split(value, path=()):
    """Return the structure of a value, and its texts: mapping of ``(path, language)`` to text."""
    if isinstance(value, dict):
        if value and set(value) <= set(languages.codes()):
            return "text", {(path, code): nfc(text or "") for code, text in value.items()}
        parts = {name: split(part, (*path, name)) for name, part in value.items()}
        structure = {name: part for name, (part, _texts) in parts.items()}
    elif isinstance(value, list):
        parts = {number: split(part, (*path, number)) for number, part in enumerate(value)}
        structure = [part for part, _texts in parts.values()]
    else:
        return nfc(value), {}
    return structure, {key: text for _part, texts in parts.values() for key, text in texts.items()}


def atoms(name, value):
    """Return the atoms of a field."""
    structure, texts = split(value, (name,))
    return texts if structure == "text" else {((name,), None): structure, **texts}


def fingerprint(value):
    """Return a short hash of an atom, alike on every machine."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return blake2s(text.encode(), digest_size=9).hexdigest()


def key(path, code):
    """Return how an atom is remembered: ``"body/2/paragraph:fr"``."""
    return "/".join(map(str, path)) + (f":{code}" if code else "")
