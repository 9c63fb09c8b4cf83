"""What leaves no language behind."""

import pytest
from wagtail.actions.move_page import MovePageAction
from wagtail.images.tests.utils import get_test_image_file

from cooperation.models import Participant
from portal import languages
from portal.models import PortalImage
from portal.texts import column
from tests.changing import behind, change, codes, in_each, others, outdated, paragraph, put, texts, write
from tests.conftest import in_every_language


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


def test_a_move_leaves_nothing_behind(text, make_area):
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


def test_a_duplicated_block_that_changes_leaves_its_other_half_right(text):
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


# a copy that is translated: whether with a draft between or not, and however short


@pytest.mark.parametrize("words", ["Stocks détruits", "Le projet a détruit des stocks"])
@codes
def test_a_copy_in_a_draft_that_is_translated_leaves_the_original_right(text, code, words):
    write(text, publish=False, **{column("introduction", code): words})
    for other in others(code):
        write(text, publish=False, **{column("introduction", other): words})
    for other in others(code):
        write(text, publish=False, **{column("introduction", other): f"Traduction {other}"})
    change(text)

    assert outdated() == set()


@pytest.mark.parametrize("words", ["Stocks détruits", "Le projet a détruit des stocks"])
@codes
def test_a_copy_that_was_published_and_is_translated_leaves_the_original_right(text, code, words):
    text = write(text, **{column("introduction", code): words})
    for other in others(code):
        text = write(text, **{column("introduction", other): words})
    for other in others(code):
        text = write(text, **{column("introduction", other): f"Traduction {other}"})

    assert ("introduction", code) not in outdated()


def test_a_copy_that_was_made_with_its_original_and_is_translated_leaves_that_right(make_area):
    original, *rest = languages.codes()
    page = make_area(live=False)
    write(page, publish=False, **texts("introduction", in_each("Déminage")))
    for code in rest:
        write(page, publish=False, **{column("introduction", code): f"Traduction {code}"})

    change(page)

    assert ("introduction", original) not in outdated()


@codes
def test_a_new_block_that_says_what_the_title_says_is_right(text, code):
    block = paragraph("Bloc", "three")
    block["value"][code] = f"<p>{text.in_language('title', code)}</p>"
    put(text, paragraph("Un", "one"), paragraph("Deux", "two"), block)

    assert outdated() == set()


@codes
def test_blocks_that_change_in_both_languages_and_share_a_text_with_others_are_right(text, code):
    first, second = paragraph("Neuf", "one"), paragraph("Autre", "two")
    first["value"][code] = f"<p>Deux {code}</p>"  # what the second said before
    put(text, first, second)

    assert outdated() == set()


@codes
def test_another_draft_after_a_text_has_become_right_leaves_nothing_behind(text, code):
    text = change(text, introduction="Autre texte", code=code)
    text = change(text, introduction="Encore autre", code=code)
    text = change(text, introduction="Premier texte", code=code)

    change(text, publish=False, introduction="Tout autre", code=code)

    assert outdated() == set()


def test_a_space_at_punctuation_leaves_nothing_behind(text):
    code = languages.default()
    write(text, **texts("introduction", in_each("Bonjour: le monde")))

    write(text, **{column("introduction", code): "Bonjour\N{NO-BREAK SPACE}: le monde"})

    assert outdated() == set()
