"""A change in one language leaves the others behind, until they follow or an editor says they are right."""

from portal.texts import column
from tests.changing import behind, change, codes, others, outdated, paragraph, put
from tests.conftest import in_every_language
from tests.editing.test_edit_page import edit_url, posted
from timeline.models import Source


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
