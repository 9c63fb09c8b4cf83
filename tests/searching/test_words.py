"""What is found: each language by its own rules, in the titles and texts that are truly in it."""

import pytest
from wagtail.rich_text import RichText

from portal import languages
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(make_information, committed):
    """Publish a page that says something in each language."""

    def write(**said):
        titles = {f"title_{code}": f"Page {text}" for code, text in said.items()}
        rest = {f"title_{code}": "Autre" for code in languages.codes() if code not in said}
        return committed(make_information, **titles, **rest)

    return write


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Bélarus", "belarus"),
        ("Belarus", "Bélarus"),
        ("négociation", "negociations"),
        ("Négociations", "négociation"),
        ("événement", "evenements"),
        ("œuvre", "oeuvre"),
        ("oeuvres", "Œuvre"),
        ("l’histoire", "histoire"),
        ("l'histoire", "histoire"),
        ("histoire", "l’histoire"),
        ("histoire", "l'histoire"),
        ("antipersonnel", "antipersonnelles"),
        ("PPP", "ppp"),
        ("avril 1998", "1998"),
        ("avril 1998", "avril 1998"),
        ("É\u0301vènement", "evenement"),
        ("d\u00adéminage", "déminage"),
    ],
)
def test_french_is_found_with_or_without_accents_plurals_and_elisions(write, found, written, asked):
    write(fr=written)

    assert len(found(asked, "fr")) == 1


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("mine action", "mine-action"),
        ("mine-action", "mine action"),
        ("negotiations", "negotiation"),
        ("PfP", "pfp"),
        ("NATO’s partners", "nato partner"),
        ("Belarus", "bélarus"),
    ],
)
def test_english_is_found_in_other_forms_of_a_word(write, found, written, asked):
    write(en=written)

    assert len(found(asked, "en")) == 1


@pytest.mark.names_languages
def test_words_of_two_languages_are_kept_apart(write, found):
    write(fr="pain", en="bread")
    write(fr="douleur", en="pain")

    assert found("pain", "fr") == ["Page pain"]
    assert found("pain", "en") == ["Page pain"]
    assert found("bread", "fr") == []


@pytest.mark.names_languages
def test_words_are_all_wanted_phrases_stand_together_and_others_are_left_out(write, found):
    write(fr="contrôle des armements", en="a")
    write(fr="armements sous contrôle", en="b")

    assert len(found("armements contrôle", "fr")) == 2
    assert found("armements licorne", "fr") == []
    assert found('"contrôle des armements"', "fr") == ["Page contrôle des armements"]
    assert found("armements -sous -contrôle", "fr") == []
    assert found('armements -"armements sous contrôle"', "fr") == ["Page contrôle des armements"]


def test_a_title_comes_before_a_text(make_information, committed, found):
    many = in_every_language(introduction="radar " * 200)
    committed(make_information, **many, **in_every_language(title="Text"))
    committed(make_information, **in_every_language(title="Some long title that has a radar in it somewhere"))

    for code in languages.codes():
        assert [title.split()[0] for title in found("radar", code)] == ["Some", "Text"]


def test_everything_that_is_written_is_found(
    timeline, make_project, make_milestone, make_document, committed, found
):
    body = [
        ("heading", dict.fromkeys(languages.codes(), "Alpha")),
        ("paragraph", {code: RichText("<p>Be<b>ta</b></p>") for code in languages.codes()}),
        ("table", {"headings": [], "rows": [[dict.fromkeys(languages.codes(), "Gamma")]]}),
    ]
    committed(make_project, body=body, period="1994", **in_every_language(title="Project", programme="Delta"))
    committed(make_milestone, "1997-05", **in_every_language(title="Milestone", description="Epsilon"))
    committed(make_document, **in_every_language(title="Zeta"))

    for code in languages.codes():
        for word in ("alpha", "beta", "gamma", "delta", "1994"):
            assert found(word, code) == [f"Project {code}"], word
        for word in ("epsilon", "1997"):
            assert found(word, code) == [f"Milestone {code}"], word
        assert found("zeta", code) == [f"Zeta {code}"]
