"""What is remembered of texts, and what that costs."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import languages
from portal.models import TranslationMemory
from portal.parity.following import MOST_EARLIER
from portal.parity.judging import judge_all
from portal.parity.memory import recall
from tests.changing import change


@pytest.mark.long
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


def test_a_page_is_judged_by_one_query(text):
    text = change(text, introduction="Autre texte", code=languages.default())

    with CaptureQueriesContext(connection) as queries:
        judged = judge_all(text, recall([text])[text.pk])

    assert len(queries) == 1
    assert any(each.unsettled for each in judged)


def test_a_publication_costs_no_more_queries_after_many_drafts(text):
    def cost(drafts):
        for number in range(drafts):
            change(text, publish=False, introduction=f"Brouillon {number}", code=languages.default())
        revision = text.get_latest_revision()
        with CaptureQueriesContext(connection) as queries:
            revision.publish()
        return len(queries)

    cost(1)
    assert cost(1) == cost(13)
