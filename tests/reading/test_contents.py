"""The list of what stands on a page, where there is enough to list."""

import html5lib
import pytest

from portal import languages

codes = pytest.mark.parametrize("code", languages.codes())


def headings(*titles):
    return [("heading", {code: f"{title} {code}" for code in languages.codes()}) for title in titles]


def read(client, page, code):
    return html5lib.parse(client.get(page.url_in(code)).content, namespaceHTMLElements=False)


def listed(document):
    return {
        link.get("href"): "".join(link.itertext())
        for link in document.findall(".//nav[@class='contents']//a")
    }


@codes
def test_three_sections_are_listed_by_their_headings(client, make_information, code):
    page = make_information(body=headings("One", "Two", "Three"))

    document = read(client, page, code)

    shown = {f"#{each.get('id')}": "".join(each.itertext()) for each in document.findall(".//h2")}
    assert listed(document) == shown
    assert list(shown.values()) == [f"{title} {code}" for title in ("One", "Two", "Three")]


@codes
def test_two_sections_are_not(client, make_information, code):
    page = make_information(body=headings("One", "Two"))

    assert listed(read(client, page, code)) == {}


def test_a_heading_has_the_same_anchor_in_every_language(client, make_information):
    page = make_information(body=headings("One", "Two", "Three"))

    [first, *others] = [listed(read(client, page, code)).keys() for code in languages.codes()]
    assert others
    assert all(each == first for each in others)


@codes
def test_headings_of_the_same_words_are_told_apart(client, make_information, code):
    page = make_information(body=headings("Aims", "Aims", "Aims"))

    assert len(listed(read(client, page, code))) == 3


@codes
def test_sections_that_the_page_adds_are_listed_too(client, area, make_project, make_milestone, code):
    area.body = headings("Aims")
    area.save_revision().publish()
    make_project(parent=area)
    make_milestone(pages=[area])

    assert {"#projects", "#milestones"} < listed(read(client, area, code)).keys()
