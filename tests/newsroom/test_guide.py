"""The guide for editors: in everybody's help menu, in their language, and true to the interface."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation.trans_real import translation

from portal import languages
from portal.editor import guide
from tests.newsroom.test_groups import GROUPS

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WORDS_OF_THE_INTERFACE = re.compile("«\u00a0(.+?)\u00a0»|[*]{2}(.+?)[*]{2}")
PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)")
PLACE = re.compile(r"%\(\w+\)s|%s|\{\w*\}")


def written(code):
    return (guide.FOLDER / f"{code}.md").read_text(encoding="utf-8")


def headings(text):
    return [line.partition(" ")[0] for line in text.splitlines() if line.startswith("#")]


def sentences(code):
    """Return a pattern of what the interface says in a language; catalogues are keyed by the English."""
    said = {languages.name_of(each).casefold() for each in LANGUAGES}
    for catalogue in (translation(each)._catalog for each in LANGUAGES):
        for key, value in catalogue.items():
            message = value if code != "en" else key[0] if isinstance(key, tuple) else key.split("\4")[-1]
            said.add(message.strip().replace("'", "’").casefold())
    # a place for a name alone would take everything
    said = [PLACE.split(each) for each in said if len(PLACE.sub("", each).strip()) > 2]
    return re.compile("|".join(".+".join(map(re.escape, parts)) for parts in said))


@pytest.mark.names_languages
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_group_reaches_the_guide_in_the_language_of_its_interface(member, code):
    for group in GROUPS:
        client = member(group, interface=code)

        home = client.get(reverse("wagtailadmin_home")).content.decode()
        page = client.get(reverse("guide")).content.decode()

        assert f'"url": "{reverse("guide")}"' in home
        assert f'<div class="guide" lang="{code}">' in page
        assert f"{written(code).splitlines()[0].removeprefix('# ')}</h1>" in page


def test_the_guide_has_one_title_and_a_table_of_contents(admin_client):
    page = admin_client.get(reverse("guide")).content.decode()

    assert page.count("<h1") == 1
    anchors = re.findall(r'<h2 id="(.+?)"', page)
    assert anchors
    assert all(f'<a href="#{anchor}"' in page for anchor in anchors)


@pytest.mark.names_languages
def test_a_language_without_a_guide_shows_the_first_that_there_is(member, tmp_path, monkeypatch):
    first, other = LANGUAGES[:2]
    (tmp_path / f"{first}.md").write_text("# Only", encoding="utf-8")
    monkeypatch.setattr(guide, "FOLDER", tmp_path)

    page = member(GROUPS[0], interface=other).get(reverse("guide")).content.decode()

    assert f'<html lang="{other}"' in page
    assert f'<div class="guide" lang="{first}">' in page


def test_without_a_guide_the_page_is_not_found(admin_client, tmp_path, monkeypatch):
    monkeypatch.setattr(guide, "FOLDER", tmp_path)

    assert admin_client.get(reverse("guide")).status_code == 404


def test_visitors_are_asked_to_sign_in(client, db):
    assert client.get(reverse("guide")).status_code == 302
    assert client.get(reverse("guide_picture", args=[LANGUAGES[0], "page"])).status_code == 302


@pytest.mark.names_languages
def test_guides_have_the_same_structure():
    texts = [written(code) for code in LANGUAGES]

    assert len({tuple(headings(text)) for text in texts}) == 1
    assert len({tuple(re.sub("^.*/", "", src) for _alt, src in PICTURE.findall(text)) for text in texts}) == 1


@pytest.mark.names_languages
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_picture_is_there_described_and_small(admin_client, code):
    pictures = PICTURE.findall(written(code))

    assert pictures
    for alt, src in pictures:
        assert alt
        assert src.startswith(f"{code}/")
        response = admin_client.get(f"{reverse('guide')}{src}")
        assert response["Content-Type"] == "image/png"
        assert len(b"".join(response)) < 150_000


@pytest.mark.names_languages
@pytest.mark.parametrize(
    "address",
    [
        "../guide/en.md",
        "fr/../../overview.png",
        "..%2foverview.png",
        "%2e%2e/overview.png",
        "fr/none.png",
        "xx/page.png",
    ],
)
def test_nothing_but_pictures_of_the_guide_is_served(admin_client, address):
    assert admin_client.get(f"{reverse('guide')}{address}", follow=True).status_code == 404


@pytest.mark.names_languages
@pytest.mark.parametrize("code", LANGUAGES)
def test_words_of_the_interface_are_quoted_as_they_stand(code):
    known = sentences(code)
    quoted = {"".join(found) for found in WORDS_OF_THE_INTERFACE.findall(written(code))}

    assert quoted
    assert not {each for each in quoted if not known.fullmatch(each.replace("'", "’").casefold())}
