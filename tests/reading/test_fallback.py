"""A text that a language lacks is taken from another, and marked as being in it."""

import pytest
from django.utils import translation
from pytest_django.asserts import assertContains, assertInHTML

from portal.texts import Text, is_there
from tests.conftest import with_holes

pytestmark = pytest.mark.names_languages

BODY = [
    {"type": "heading", "value": {"fr": "Sous-titre", "en": ""}},
    {"type": "paragraph", "value": {"fr": "<p>Un texte.</p>", "en": "<p> \xa0</p>"}},
    {"type": "list", "value": [{"fr": "Un point", "en": None}]},
]


def test_texts_of_another_language_are_marked(client, make_area):
    area = with_holes(
        make_area(), title_fr="Déminage", title_en="", introduction_fr="Ce qui se fait.", body=BODY
    )

    response = client.get(area.url_in("en"))
    html = response.text

    assertInHTML('<h1><span lang="fr">Déminage</span></h1>', html)
    assertInHTML('<p class="page__introduction"><span lang="fr">Ce qui se fait.</span></p>', html)
    assertInHTML('<h2 id="s-sous-titre"><span lang="fr">Sous-titre</span></h2>', html)
    assertInHTML('<div lang="fr"><p>Un texte.</p></div>', html)
    assertInHTML('<li><span lang="fr">Un point</span></li>', html)


def test_texts_of_the_page_s_own_language_are_not_marked(client, make_area):
    area = with_holes(make_area(), title_fr="Déminage", body=BODY)

    response = client.get(area.url_in("fr"))

    assertContains(response, "<h1>Déminage</h1>", html=True)
    assertContains(response, '<h2 id="s-sous-titre">Sous-titre</h2>', html=True)


def test_french_falls_back_to_english_too(client, make_area):
    area = with_holes(make_area(), title_fr="", title_en="Mine action")

    assertInHTML('<h1><span lang="en">Mine action</span></h1>', client.get(area.url_in("fr")).text)


def test_a_title_in_a_menu_a_breadcrumb_and_a_card_is_marked(client, overview, make_area, make_project):
    area = with_holes(make_area(show_in_menus=True), title_fr="Déminage", title_en="")
    project = make_project(parent=area, title_fr="Projet", title_en="Project")

    front = client.get("/en/").text
    below = client.get(project.url_in("en")).text

    address = area.url_in("en")
    assertInHTML(f'<a href="{address}"><span lang="fr">Déminage</span></a>', front, count=2)
    assertInHTML(f'<li><a href="{address}"><span lang="fr">Déminage</span></a></li>', below)


@pytest.mark.parametrize(
    "empty", ["", None, "  ", "<p></p>", "<p>&nbsp;\u202f</p>", "<p><br/></p>\n", "\u200b"]
)
def test_markup_and_spaces_alone_are_no_text(empty):
    assert not is_there(empty)


def test_printing_a_text_escapes_it():
    with translation.override("en"):
        assert Text("<b>", "en").__html__() == "&lt;b&gt;"
        assert Text("<b>", "fr").__html__() == '<span lang="fr">&lt;b&gt;</span>'
