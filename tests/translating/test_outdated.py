"""A change in one language leaves the others behind, until they follow or an editor says they are right."""

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.images.tests.utils import get_test_image_file

from cooperation.models import Participant
from portal import languages
from portal.models import PortalImage, TranslationMemory
from portal.parity.pairs import MOST
from portal.texts import column
from tests.conftest import in_every_language
from tests.editing.test_edit_page import edit_url, posted
from timeline.models import Source

codes = pytest.mark.parametrize("code", languages.codes())


def others(code):
    return set(languages.codes()) - {code}


def outdated():
    """Return what ``manage.py parity`` tells to be out of date: (field, code of language) each."""
    out = StringIO()
    call_command("parity", "--json", stdout=out)
    return {
        (row["field"], row["language"]) for row in json.loads(out.getvalue()) if row["state"] == "outdated"
    }


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


@pytest.fixture
def text(area):
    """An area with an introduction and two paragraphs in every language, all right."""
    change(area, publish=False, introduction="Premier texte")
    return put(area, paragraph("Un", "one"), paragraph("Deux", "two"))


# What falls behind, and how it is settled


@codes
def test_a_text_that_changes_leaves_the_same_in_the_other_languages_behind(text, code):
    change(text, introduction="Autre texte", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_so_does_a_block(text, code):
    changed = paragraph("Deux", "two")
    changed["value"][code] = "<p>Trois</p>"
    put(text, paragraph("Un", "one"), changed)

    assert outdated() == behind("body › 2 › paragraph", code)


@codes
def test_so_does_a_milestone_and_its_source(make_milestone, code):
    milestone = make_milestone(**in_every_language(title="Jalon", description="Texte"))
    milestone.sources = [Source(url="https://example.org/", **in_every_language(label="Source"))]
    milestone.save_revision().publish()
    assert outdated() == set()

    milestone = change(milestone, title="Autre", code=code)
    source = milestone.sources.get()
    setattr(source, column("label", code), "Ailleurs")
    milestone.sources = [source]
    milestone.save_revision().publish()

    assert outdated() == behind("title", code) | behind("sources › 1 › label", code)


@codes
def test_the_form_publishes_and_tells(admin_client, text, code):
    data = posted(text, **{column("introduction", code): "Autre texte", "action-publish": "1"})

    admin_client.post(edit_url(text), data)

    assert behind("introduction", code) <= outdated()


@codes
def test_following_settles_it(text, code):
    text = change(text, introduction="Autre texte", code=code)
    for other in others(code):
        text = change(text, introduction="Autre texte", code=other)

    assert outdated() == set()


def test_both_at_once_leave_nothing_behind(text):
    change(text, introduction="Autre texte")

    assert outdated() == set()


@codes
def test_another_change_before_they_follow_leaves_them_behind_still(text, code):
    text = change(text, introduction="Autre texte", code=code)
    text = change(text, introduction="Encore autre", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_a_second_change_after_they_followed_leaves_them_behind_again(text, code):
    text = change(text, introduction="Autre texte", code=code)
    for other in others(code):
        text = change(text, introduction="Autre texte", code=other)
    change(text, introduction="Encore autre", code=code)

    assert outdated() == behind("introduction", code)


# No false alarm


@codes
def test_a_draft_leaves_nothing_behind(text, code):
    change(text, publish=False, introduction="Autre texte", code=code)

    assert outdated() == set()


@codes
def test_a_draft_that_follows_settles_it(text, code):
    text = change(text, introduction="Autre texte", code=code)
    for other in others(code):
        change(text, publish=False, introduction="Autre texte", code=other)

    assert outdated() == set()


@codes
def test_a_text_translated_in_drafts_is_right(text, code):
    change(text, publish=False, introduction="Autre texte", code=code)
    for other in others(code):
        change(text, publish=False, introduction="Début", code=other)
        change(text, publish=False, introduction="Autre texte", code=other)
    change(text)

    assert outdated() == set()


def test_a_page_written_in_one_language_and_then_in_the_others_is_right(make_area):
    first, *rest = languages.codes()
    page = make_area(live=False)
    change(page, publish=False, introduction="Texte", code=first)
    for code in rest:
        change(page, publish=False, introduction="Un début", code=code)
        change(page, publish=False, introduction="Une suite", code=code)
    change(page)

    assert outdated() == set()


@codes
def test_a_move_leaves_nothing_behind(text, make_area, code):
    below = make_area()
    MovePageAction(text, below, pos="left").execute()

    assert outdated() == set()


def test_blocks_in_another_order_are_right(text):
    put(text, paragraph("Deux", "two"), paragraph("Un", "one"))

    assert outdated() == set()


def test_children_in_another_order_are_right(make_project):
    project = make_project()
    project.participants = [
        Participant(role="lead", **in_every_language(name=name), sort_order=number)
        for number, name in enumerate(["Un", "Deux"])
    ]
    project.save_revision().publish()
    first, second = project.participants.all()
    first.sort_order, second.sort_order = 1, 0
    project.participants = [second, first]
    project.save_revision().publish()

    assert outdated() == set()


@codes
@pytest.mark.parametrize("name", ["slug", "seo_title", "search_description"])
def test_an_address_or_words_for_search_engines_leave_nothing_behind(text, name, code):
    for word in ("mots", "autres"):
        setattr(text, column(name, code), word)
        text.save_revision().publish()

    assert outdated() == set()


def test_a_picture_leaves_nothing_behind(text):
    text.picture = PortalImage.objects.create(file=get_test_image_file(), **in_every_language(title="Image"))
    text.save_revision().publish()

    assert outdated() == set()


@codes
@pytest.mark.parametrize(
    "noise",
    [
        "<p><b>Deux</b>  {code}</p>",
        '<p data-block-key="abcde">Deux {code}</p>',
        "<p>Deux\N{NO-BREAK SPACE}{code}</p>",
        "<p>De\N{SOFT HYPHEN}ux {code}</p>",
        "<p>Deux</p><p>{code}</p>",
    ],
)
def test_spaces_and_markup_leave_nothing_behind(text, noise, code):
    changed = paragraph("Deux", "two")
    changed["value"][code] = noise.format(code=code)
    put(text, paragraph("Un", "one"), changed)

    assert outdated() == set()


def test_accents_written_as_two_signs_leave_nothing_behind(text):
    text = change(text, introduction="Déminé")

    change(text, introduction="De\u0301mine\u0301", code=languages.default())

    assert outdated() == set()


@codes
def test_a_duplicated_block_that_changes_leaves_its_other_half_right(text, code):
    text = put(text, paragraph("Un", "one"), paragraph("Deux", "two"), paragraph("Deux", "copy"))
    assert outdated() == set()

    put(text, paragraph("Un", "one"), paragraph("Deux", "two"), paragraph("Trois", "copy"))

    assert outdated() == set()


@codes
def test_a_duplicated_block_that_changes_in_one_language_is_behind_alone(text, code):
    copy = paragraph("Deux", "copy")
    copy["value"][code] = "<p>Trois</p>"
    put(text, paragraph("Un", "one"), paragraph("Deux", "two"), copy)

    assert outdated() == behind("body › 3 › paragraph", code)


def test_a_block_that_is_split_is_right(text):
    text = put(text, paragraph("Un. Deux", "one"))

    put(text, paragraph("Un.", "one"), paragraph("Deux", "two"))

    assert outdated() == set()


def test_publishing_again_leaves_nothing_behind(text):
    text.save_revision().publish()
    text.unpublish()
    text.get_latest_revision().publish()

    assert outdated() == set()


@codes
def test_going_back_to_the_old_text_is_right(text, code):
    text = change(text, introduction="Autre texte", code=code)
    assert outdated()

    change(text, introduction="Premier texte", code=code)

    assert outdated() == set()


def test_an_older_revision_whose_texts_were_right_is_right(text):
    older = text.get_latest_revision()
    text = change(text, introduction="Autre texte")

    older.publish()

    assert outdated() == set()


@codes
def test_a_text_that_was_left_out_and_is_written_anew_is_right(text, code):
    setattr(text, column("published_in", code), False)
    setattr(text, column("introduction", code), "")
    text.save_revision().publish()
    text.refresh_from_db()

    setattr(text, column("introduction", code), "Tout autrement")
    setattr(text, column("published_in", code), True)
    text.save_revision().publish()

    assert outdated() == set()


def test_a_copy_that_is_translated_leaves_the_original_right(text):
    sentence = "Le projet a détruit des stocks"
    first, *rest = languages.codes()
    for each in languages.codes():
        setattr(text, column("introduction", each), sentence)
    text.save_revision().publish()
    for each in rest:
        text = change(text, introduction="Une traduction", code=each)

    assert outdated() == set()


# No miss


@codes
def test_a_draft_translation_of_what_changed_again_before_it_was_published_is_behind(text, code):
    change(text, publish=False, introduction="Autre texte", code=code)
    for other in others(code):
        change(text, publish=False, introduction="Autre texte", code=other)
    change(text, introduction="Encore autre", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_so_is_that_of_a_page_which_was_never_public(make_area, code):
    page = make_area(live=False)
    change(page, publish=False, introduction="Texte")

    change(page, introduction="Autre texte", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_what_a_language_was_given_while_it_was_left_out_is_behind(text, code):
    other = next(iter(others(code)))
    setattr(text, column("published_in", other), False)
    text.save_revision().publish()
    text = change(text, introduction="Autre texte", code=code)
    assert ("introduction", other) not in outdated()

    setattr(text, column("published_in", other), True)
    text.save_revision().publish()

    assert ("introduction", other) in outdated()


@codes
def test_a_revision_older_than_a_field_does_not_hide_a_change(text, code):
    for revision in text.revisions.all():
        content = {
            key: value for key, value in revision.content.items() if not key.startswith("introduction")
        }
        type(revision).objects.filter(pk=revision.pk).update(content=content)
    TranslationMemory.objects.all().delete()  # nor does what was never learnt
    setattr(text, column("introduction", code), "Autre texte")

    text.save_revision().publish()

    assert outdated() == behind("introduction", code)


@codes
def test_a_clock_that_jumps_changes_nothing(text, code, monkeypatch):
    change(text, publish=False, introduction="Autre texte", code=code)
    long_ago = timezone.now() - timezone.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: long_ago)
    for other in others(code):
        change(text, publish=False, introduction="Autre texte", code=other)
    text = change(text)
    assert outdated() == set()

    change(text, introduction="Encore autre", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_children_that_change_places_and_one_a_text_are_not_taken_for_each_other(make_milestone, code):
    milestone = make_milestone()
    milestone.sources = [
        Source(url="https://example.org/", sort_order=number, **in_every_language(label=name))
        for number, name in enumerate(["Un", "Deux"])
    ]
    milestone.save_revision().publish()
    milestone.refresh_from_db()
    first, second = milestone.sources.all()
    setattr(second, column("label", code), "Trois")
    first.sort_order, second.sort_order = 1, 0
    milestone.sources = [second, first]
    milestone.save_revision().publish()

    assert outdated() == behind("sources › 1 › label", code)


@codes
def test_a_save_without_a_revision_counts_too(text, code):
    setattr(text, column("introduction", code), "Autre texte")

    text.save()

    assert outdated() == behind("introduction", code)


@codes
def test_many_texts_that_fall_behind_at_once_are_all_known(area, code):
    number = MOST + 20
    text = put(area, *[paragraph(f"Texte {each}", f"p{each}") for each in range(number)])
    changed = [paragraph(f"Texte {each}", f"p{each}") for each in range(number)]
    for each, block in enumerate(changed):
        block["value"][code] = f"<p>Autre {each}</p>"

    text = put(text, *changed)
    assert len(outdated()) == number * len(others(code))
    text = change(text, title="Titre")

    assert len(outdated()) == number * len(others(code))


@codes
def test_an_alias_and_a_copy_are_behind_as_the_page_is(text, overview, code):
    text = change(text, introduction="Autre texte", code=code)
    text.create_alias(parent=overview)
    CopyPageAction(text, to=overview, keep_live=True).execute()

    out = StringIO()
    call_command("parity", "--json", stdout=out)

    rows = [row for row in json.loads(out.getvalue()) if row["state"] == "outdated"]
    assert len({row["object"] for row in rows}) == 3
    assert len(rows) == 3 * len(others(code))


# What is remembered


def test_what_is_remembered_stays_bounded(text):
    for number in range(MOST + 30):
        text = change(text, introduction=f"Texte {number}")

    memory = TranslationMemory.objects.get(object_id=str(text.pk))
    pairs_of_one_text = len(languages.codes()) * (len(languages.codes()) - 1) // 2
    assert len(memory.pairs) == MOST + 4 * pairs_of_one_text
    used = {text for _place, *sides in memory.pairs for _code, text in sides}
    assert set(memory.texts) == used


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
