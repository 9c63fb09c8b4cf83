"""When a text is there, when it is missing, when it is a copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooperation.models import AreaPage, Participant, ProjectPage
from portal import languages
from portal.models import OverviewPage, PortalImage
from portal.parity.passages import Passage, passages
from portal.parity.rules import Rule, rule_of
from portal.parity.states import State, fingerprint, judge, may_be_untranslated
from portal.texts import is_there, plain
from timeline.models import Kind, Milestone, Source

pytestmark = pytest.mark.names_languages  # two, and no third one
FIRST, LAST = languages.codes()[0], languages.codes()[-1]


def text(first, last, rule=Rule.BOTH, is_required=False):
    return Passage(("title",), ("Title",), rule, {FIRST: first, LAST: last}, is_required)


@pytest.mark.parametrize(
    ("model", "field", "rule"),
    [
        (AreaPage, "title", Rule.BOTH),
        (AreaPage, "introduction", Rule.BOTH),
        (AreaPage, "body", Rule.BOTH),
        (AreaPage, "seo_title", Rule.EITHER),
        (AreaPage, "search_description", Rule.EITHER),
        (AreaPage, "slug", Rule.SHARED),
        (AreaPage, "picture", Rule.SHARED),
        (ProjectPage, "programme", Rule.BOTH),
        (ProjectPage, "period", Rule.SHARED),
        (OverviewPage, "key_points", Rule.BOTH),
        (Participant, "name", Rule.BOTH),
        (Milestone, "description", Rule.BOTH),
        (Milestone, "published_in", Rule.SHARED),
        (Source, "label", Rule.BOTH),
        (Source, "url", Rule.SHARED),
        (Kind, "name", Rule.BOTH),
        (PortalImage, "description", Rule.BOTH),
        (OverviewPage, "search_description", Rule.EITHER),
    ],
)
def test_each_field_is_under_one_rule(model, field, rule):
    assert rule_of(model, field) is rule


EMPTY = [
    "",
    None,
    "  ",
    "\xa0\u202f\u2009",
    "<p></p>",
    '<p data-block-key="x">&nbsp;</p>',
    "<p><br/></p>\n<p> </p>",
    "\u200b\u2060\ufeff\xad",
    "<b><i></i></b>",
    "\u2800\u3164",
]


@pytest.mark.parametrize("empty", EMPTY)
def test_markup_and_spaces_alone_are_missing(empty):
    assert judge(text("Texte", empty)) == {FIRST: State.FINE, LAST: State.MISSING}
    assert judge(text(empty, "Text")) == {FIRST: State.MISSING, LAST: State.FINE}


@pytest.mark.parametrize("empty", EMPTY)
def test_what_is_empty_in_each_language_is_missing_only_where_it_must_be_there(empty):
    assert judge(text(empty, empty)) == {}
    assert judge(text(empty, empty, is_required=True)) == {FIRST: State.MISSING, LAST: State.MISSING}


def test_a_text_in_another_language_than_the_one_that_is_meant_is_missing():
    assert judge(text("", "Text"), [FIRST]) == {FIRST: State.MISSING}


def test_one_language_is_enough_for_some_texts():
    assert judge(text("Texte", "", Rule.EITHER)) == {FIRST: State.FINE}


def test_only_the_languages_that_it_is_meant_for_are_judged():
    assert judge(text("Texte", "", is_required=True), [FIRST]) == {FIRST: State.FINE}


@pytest.mark.parametrize(
    "sentence",
    [
        "Détruire les stocks de mines",
        "Le feu est vif",
        "<p>Le Bélarus a <b>détruit</b> ses stocks.</p>",
        "Voir https://example.org/a pour en savoir davantage",
        "le bureau de la mission",
        "La France aide le Bélarus.",
        "Le Bélarus et la Lituanie ont cofinancé le projet, qui a pris fin en janvier",
    ],
)
def test_four_words_alike_are_a_copy_and_an_editor_can_say_that_they_should_be(sentence):
    alike = text(sentence, f" {sentence} ")

    assert judge(alike) == {FIRST: State.FINE, LAST: State.COPIED}
    assert judge(alike, copies={fingerprint(sentence)}) == {FIRST: State.FINE, LAST: State.FINE}
    assert judge(text(sentence, f"{sentence} too")) == {FIRST: State.FINE, LAST: State.FINE}


@pytest.mark.parametrize(
    "alike",
    [
        "OTAN / NATO",
        "PfP",
        "Science for Peace and Security Programme",
        "Université de Minsk et Polesie",
        "1 234 567 890 12",
        "700 000 € + 30 %",
        "https://example.org/un/deux/trois",
        "contact@example.org, press@example.org, www.example.org, example.org/x",
        "Boulevard Léopold III, 1110 Bruxelles",
        "rue de la Loi 200, 1049 Bruxelles",
        "Maria I. Petrova, Minsk",
        "Programme des Nations unies pour le développement",
        "Ministère de l’Europe et des Affaires étrangères",
        "Organisation du traité de l'Atlantique Nord",
        "14 boulevard Victor Hugo, 75008 Paris",
    ],
)
def test_names_figures_and_addresses_may_be_alike(alike):
    assert judge(text(alike, alike)) == {FIRST: State.FINE, LAST: State.FINE}


@given(st.text(), st.text())
def test_every_text_is_judged_and_a_copy_is_there_in_both(one, other):
    states = judge(text(one, other))

    assert set(states) in ({FIRST, LAST}, set())
    for code, value in ((FIRST, one), (LAST, other)):
        assert (states.get(code) is State.MISSING) == (bool(states) and not is_there(value))
    if State.COPIED in states.values():
        assert plain(one) == plain(other)
        assert may_be_untranslated(plain(one))


# Where texts stand

CELL = {"type": "item", "value": {LAST: "E"}, "id": "x"}
BODY = [
    {"type": "paragraph", "value": {FIRST: "<p>A</p>", LAST: "<p>B</p>"}, "id": "one"},
    {
        "type": "list",
        "value": [{"type": "item", "value": {FIRST: "C"}, "id": "two"}],
        "id": "three",
    },
    {
        "type": "table",
        "value": {
            "caption": {},
            "headings": [{FIRST: "D"}],
            "rows": [
                {"type": "item", "value": [{"type": "item", "value": {LAST: "E"}, "id": "x"}], "id": "y"}
            ],
        },
        "id": "four",
    },
    {"type": "unknown", "value": "?", "id": "five"},
]


def test_texts_are_found_in_fields_blocks_and_children(make_project):
    project = make_project(live=False, body=BODY)
    project.participants = [Participant(role="lead", **{f"name_{FIRST}": "F"})]

    found = {each.field: each for each in passages(project)}

    assert found["body › 1 › paragraph"].values == {FIRST: "<p>A</p>", LAST: "<p>B</p>"}
    assert found["body › 2 › list › 1"].input_path(LAST) == ("body", "three", "two", LAST)
    assert found["body › 3 › table › headings › 1"].values[FIRST] == "D"
    assert found["body › 3 › table › rows › 1 › 1"].input_path(FIRST)[-3:] == ("y", "x", FIRST)
    participant = found["participants › 1 › name"]
    assert participant.values[FIRST] == "F"
    assert participant.input_path(LAST) == ("participants", "0", f"name_{LAST}")
    assert found["title"].input_path(LAST) == (f"title_{LAST}",)


def test_a_revision_is_read_as_the_object_is(make_project):
    project = make_project(live=False, body=BODY)
    project.participants = [Participant(role="lead", **{f"name_{FIRST}": "F"})]
    revision = project.save_revision(clean=False)

    def read(found):
        return [(each.field, {code: value for code, value in each.values.items() if value}) for each in found]

    assert read(passages(project, revision.content)) == read(passages(revision.as_object()))
