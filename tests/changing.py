"""Texts that are changed and published in one language, and what is out of date then."""

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from portal import languages
from portal.texts import column

codes = pytest.mark.parametrize("code", languages.codes())


def others(code):
    return set(languages.codes()) - {code}


def parity():
    """Return the rows of ``manage.py parity`` that tell what is out of date."""
    out = StringIO()
    call_command("parity", "--json", stdout=out)
    return [row for row in json.loads(out.getvalue()) if row["state"] == "outdated"]


def outdated():
    """Return what is out of date: (field, code of language) each."""
    return {(row["field"], row["language"]) for row in parity()}


def behind(field, code):
    """Return what is out of date after a field changed in one language."""
    return {(field, other) for other in others(code)}


def change(obj, publish=True, code=None, **texts):
    """Save new texts in a language, or in each; publish them unless it is a draft."""
    obj = type(obj).objects.get(pk=obj.pk).get_latest_revision_as_object()
    for name, text in texts.items():
        for each in [code] if code else languages.codes():
            setattr(obj, column(name, each), text and f"{text} {each}")
    revision = obj.save_revision(clean=False, log_action=True)
    if publish:
        revision.publish()
    return type(obj).objects.get(pk=obj.pk)


def paragraph(text, key=None):
    return {
        "type": "paragraph",
        "id": key or str(uuid4()),
        "value": {code: f"<p>{text} {code}</p>" for code in languages.codes()},
    }


def put(obj, *blocks, publish=True):
    """Save a body; publish it unless it is a draft."""
    obj = type(obj).objects.get(pk=obj.pk).get_latest_revision_as_object()
    obj.body = json.dumps(blocks)
    revision = obj.save_revision(log_action=True)
    if publish:
        revision.publish()
    return type(obj).objects.get(pk=obj.pk)


def write(obj, publish=True, **fields):
    """Save fields as they are given; publish them unless it is a draft."""
    obj = type(obj).objects.get(pk=obj.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(obj, name, value)
    revision = obj.save_revision(clean=False, log_action=True)
    if publish:
        revision.publish()
    return type(obj).objects.get(pk=obj.pk)


def in_each(text, **own):
    """Return a text for every language, those of some given: ``in_each("A", en="B")``."""
    return dict.fromkeys(languages.codes(), text) | own


def texts(name, by_language):
    """Return the fields of a text: ``{"title_fr": …}``."""
    return {column(name, code): text for code, text in by_language.items()}
