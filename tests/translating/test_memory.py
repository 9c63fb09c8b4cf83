"""What is remembered of texts, and what that costs."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import languages
from portal.models import TranslationMemory
from portal.parity.pairs import MOST_EARLIER
from tests.changing import change


def test_what_is_remembered_stays_bounded(text):
    def size():
        [row] = TranslationMemory.objects.filter(object_id=str(text.pk)).values()
        return len(json.dumps([row["right"], row["behind"], row["was_behind"], row["words"]]))

    for number in range(MOST_EARLIER + 30):
        text = change(text, introduction=f"Texte {number:04}")

    after = size()
    for number in range(30, 60):
        text = change(text, introduction=f"Texte {number:04}")
    assert size() == after


def test_a_deleted_page_and_milestone_are_forgotten(text, make_milestone):
    make_milestone().delete()
    text.delete()

    assert not TranslationMemory.objects.filter(object_id=str(text.pk)).exists()
    assert TranslationMemory.objects.count() == 1  # the overview's


def test_judging_a_page_costs_one_query_more_than_reading_it(text):
    from portal.parity.survey import standings

    text = change(text, introduction="Autre texte", code=languages.default())
    page = type(text).objects.get(pk=text.pk)

    with CaptureQueriesContext(connection) as queries:
        standings([page])

    assert sum("translationmemory" in query["sql"] for query in queries) == 1
