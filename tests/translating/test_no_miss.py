"""What leaves a language behind, though it is easily overlooked."""

import pytest
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction

from portal.models import TranslationMemory
from portal.parity.following import MOST_EARLIER
from portal.texts import column
from tests.changing import behind, change, codes, in_each, others, outdated, paragraph, parity, put, write
from tests.conftest import in_every_language
from timeline.models import Source


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
    number = MOST_EARLIER + 20
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

    rows = parity()
    assert len({row["object"] for row in rows}) == 3
    assert len(rows) == 3 * len(others(code))


@codes
def test_a_text_that_a_draft_empties_and_the_next_writes_anew(text, code):
    write(text, publish=False, **{column("introduction", code): ""})

    write(text, **{column("introduction", code): "Tout autre"})

    assert outdated() == behind("introduction", code)


@codes
def test_an_old_text_that_was_left_out_and_comes_back(text, code):
    other = next(iter(others(code)))
    old = text.in_language("introduction", other)
    left_out = column("published_in", other)
    text = write(text, **{left_out: False, column("introduction", other): ""})
    text = change(text, introduction="Autre texte", code=code)

    write(text, **{left_out: True, column("introduction", other): old})

    assert ("introduction", other) in outdated()


@codes
def test_an_old_text_that_a_draft_emptied_and_another_brings_back(text, code):
    other = next(iter(others(code)))
    old = text.in_language("introduction", other)
    write(text, publish=False, **{column("introduction", other): ""})
    change(text, publish=False, introduction="Autre texte", code=code)

    write(text, **{column("introduction", other): old})

    assert ("introduction", other) in outdated()


@codes
def test_a_restored_revision_of_which_a_text_was_behind(text, code):
    wrong = change(text, introduction="Autre texte", code=code).latest_revision
    text = change(text, introduction="Encore autre")
    assert outdated() == set()

    wrong.as_object().save_revision().publish()

    assert outdated() == behind("introduction", code)


@codes
def test_it_is_the_same_language_that_is_behind_when_that_revision_comes_back(text, code):
    wrong = change(text, introduction="Autre texte", code=code).latest_revision
    for other in others(code):
        text = change(text, introduction="Autre texte", code=other)

    wrong.as_object().save_revision().publish()

    assert outdated() == behind("introduction", code)


@codes
def test_there_and_back_in_drafts_and_then_the_others(text, code):
    TranslationMemory.objects.all().delete()  # as before anything was learnt
    old = text.in_language("introduction", code)
    change(text, publish=False, introduction="Autre texte", code=code)
    write(text, publish=False, **{column("introduction", code): old})
    for other in others(code):
        text = change(text, introduction="Autre texte", code=other)

    assert ("introduction", code) in outdated()


@codes
def test_a_page_that_was_taken_down(text, code):
    text = change(text, introduction="Autre texte", code=code)

    text.unpublish()

    assert outdated() == behind("introduction", code)


@codes
def test_an_alias_that_becomes_a_page_and_one_whose_source_is_deleted(text, overview, code):
    text = change(text, introduction="Autre texte", code=code)
    first, second = (text.create_alias(parent=overview, update_slug=f"alias-{n}") for n in "ab")
    ConvertAliasPageAction(type(text).objects.get(pk=first.pk)).execute()
    text.delete()

    found = parity()

    assert len({row["object"] for row in found}) == 2
    assert len(found) == 2 * len(others(code))


@codes
def test_a_figure_that_was_alike_and_changes(text, code):
    cells = [{"type": "heading", "id": "figure", "value": in_each("2003")}]
    text = put(text, *cells)

    put(text, {"type": "heading", "id": "figure", "value": in_each("2003", **{code: "2007"})})

    assert outdated() == behind("body › 1 › heading", code)


@pytest.mark.names_languages  # of three, two would still be copies of each other
@codes
def test_a_copy_of_which_the_original_changes(text, code):
    words = "Le projet a détruit des stocks"
    text = write(text, **{column("introduction", code): words})
    for other in others(code):
        text = write(text, **{column("introduction", other): words})

    change(text, introduction="Le projet a tout détruit", code=code)

    assert outdated() == behind("introduction", code)
