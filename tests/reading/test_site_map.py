"""The site map, and what is told to who asks for a page that is not there."""

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertNotContains

from portal import languages
from portal.texts import column
from tests.conftest import in_every_language

codes = pytest.mark.parametrize("code", languages.codes())


def address(code):
    with translation.override(code):
        return reverse("site_map")


def parse(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


@codes
def test_it_leads_to_every_page_that_may_be_read(client, area, make_project, make_information, code):
    pages = [area.get_parent(), area, make_project(parent=area), make_information()]

    links = parse(client.get(address(code))).findall(".//main//li/a")

    assert [(link.get("href"), link.text) for link in links] == [
        (page.url_in(code), page.in_language("title", code)) for page in pages
    ]


@codes
def test_it_leads_to_nothing_that_may_not(client, area, make_project, make_information, code):
    closed = make_information(**in_every_language(title="Réservé"))
    closed.view_restrictions.create(restriction_type="login")
    area.view_restrictions.create(restriction_type="login")
    make_project(parent=area, **in_every_language(title="Dessous"))
    make_project(parent=area, live=False, **in_every_language(title="Brouillon"))

    response = client.get(address(code))

    for title in ("Réservé", "Dessous", "Brouillon"):
        assertNotContains(response, title)


@codes
def test_a_part_shows_what_its_first_page_lies_in(client, area, make_area, make_project, monkeypatch, code):
    monkeypatch.setattr("portal.site_map.A_PAGE", 4)
    monkeypatch.setattr("portal.site_map.ORPHANS", 0)
    projects = [make_project(parent=area) for _each in range(3)]
    later = make_area()

    parts = [parse(client.get(address(code), {"page": number} if number > 1 else {})) for number in (1, 2)]

    listed = [[link.get("href") for link in part.findall(".//div[@class='site-map']//a")] for part in parts]
    front = area.get_parent()
    assert listed == [
        [page.url_in(code) for page in pages]
        for pages in ((front, area, *projects[:2]), (front, area, projects[2], later))
    ]
    onward = parts[0].find(".//nav[@class='pagination']//a[@rel='next']")
    assert onward.get("href") == "?page=2"
    assert parts[0].find(".//title").text != parts[1].find(".//title").text


@codes
@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "\0"])
def test_a_part_that_is_not_there_is_answered_with_one_that_is(client, area, code, asked):
    links = parse(client.get(address(code), {"page": asked})).findall(".//div[@class='site-map']//a")

    assert [link.get("href") for link in links] == [page.url_in(code) for page in (area.get_parent(), area)]


@codes
def test_its_switch_leads_to_the_site_map_in_the_other_languages(client, overview, code):
    links = parse(client.get(address(code))).findall(".//nav[@class='languages']//a")

    assert {link.get("hreflang"): link.get("href") for link in links} == {
        other: address(other) for other in languages.codes() if other != code
    }


@codes
def test_no_page_takes_its_address(overview, make_information, code):
    slug = address(code).strip("/").split("/")[-1]

    with pytest.raises(ValidationError) as refused:
        make_information(**{column("slug", code): slug})

    assert column("slug", code) in refused.value.message_dict


@codes
def test_a_page_that_is_not_there_is_answered_with_ways_on(client, area, code):
    area.show_in_menus = True
    area.save()

    response = client.get(f"/{code}/nothing/")

    document = parse(response)
    assert response.status_code == 404
    assert document.get("lang") == code
    assert [link.get("href") for link in document.findall(".//main//a")] == [
        area.get_parent().url_in(code),
        area.url_in(code),
        address(code),
    ]
    assert document.find(".//meta[@name='robots']").get("content") == "noindex"
