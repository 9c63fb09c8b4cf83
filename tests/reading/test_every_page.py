"""Rules for the whole portal, held on every shipped page in every language."""

import re
from urllib.parse import urlencode, urlsplit

import html5lib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.models import get_page_models

from portal import languages
from portal.models import BasePage, InformationPage
from portal.typography import typeset
from tests.reading.test_sitemap import entries
from tests.reading.test_structured_data import graph_of

LOCAL = re.compile(r"^(?:https?:)?//")
# without it no database is made for this module when it runs by itself
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """The portal as it is shipped, loaded once for this module, which only reads it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "belarus", "milestones", verbosity=0)
        call_command("renditions")  # a load makes them once it is committed
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(shipped):
    """Every page × language: (page, code, response, parsed document)."""
    client = Client()
    found = []
    for page in BasePage.objects.live().filter(depth__gte=2).specific():
        for code in languages.codes():
            response = client.get(page.url_in(code))
            document = html5lib.parse(response.content, namespaceHTMLElements=False)
            found.append((page, code, response, document))
    assert len(found) >= 15 * len(languages.codes())
    return found


def test_every_sort_of_page_is_shipped(answers):
    assert {type(page) for page, *_rest in answers} == set(get_page_models()) - {BasePage}


def test_every_page_answers_in_the_language_of_its_address(answers):
    for page, code, response, document in answers:
        assert response.status_code == 200, page
        assert document.get("lang") == code
        assert response["Content-Language"] == code


def test_every_page_is_valid_html(answers):
    parser = html5lib.HTMLParser(strict=True)
    for page, code, response, document in answers:
        parser.parse(response.content.decode())
        ids = [element.get("id") for element in document.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), (page, code)
        labelled = {
            target for element in document.iter() for target in (element.get("aria-labelledby") or "").split()
        }
        assert labelled <= set(ids), (page, code)


@pytest.mark.parametrize("address", ["/nothing/", *(f"/{code}/nothing/" for code in languages.codes())])
def test_an_answer_that_is_no_page_is_valid_html_with_one_headline(client, shipped, address):
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(client.get(address).text)

    assert len(document.findall(".//h1")) == 1


def test_every_page_has_one_headline_and_headings_in_order(answers):
    for page, code, _response, document in answers:
        levels = [
            int(element.tag[1]) for element in document.iter() if re.fullmatch("h[1-6]", str(element.tag))
        ]
        assert levels.count(1) == 1, (page, code)
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), (
            page,
            code,
        )


def test_every_page_below_the_front_page_says_where_it_is(answers):
    for page, _code, _response, document in answers:
        trail = document.findall(".//nav[@class='breadcrumb']//li")
        assert len(trail) == (page.depth - 1 if page.depth > 2 else 0)
        if trail:
            assert trail[-1].find("span").get("aria-current") == "page"


def test_the_switch_leads_to_the_same_page_with_what_it_was_asked(client, answers):
    for page, code, _response, _document in answers:
        asked = dict.fromkeys(page.query_parameters, "a b")
        query = f"?{urlencode(asked)}" if asked else ""
        document = html5lib.parse(
            client.get(page.url_in(code), asked | {"unknown": "1"}).content, namespaceHTMLElements=False
        )
        links = document.findall(".//nav[@class='languages']//a")
        assert {link.get("hreflang"): link.get("href") for link in links} == {
            other: f"{page.url_in(other)}{query}" for other in languages.codes() if other != code
        }
        assert all(link.get("lang") == link.get("hreflang") for link in links)
        assert all("".join(link.itertext()) == languages.name_of(link.get("lang")) for link in links)


def named_to_machines(document):
    """Return the page's own address in a head, and those of its languages by ``hreflang``."""
    links = [link for link in document.findall(".//head/link") if not link.get("type")]
    [own] = [link.get("href") for link in links if link.get("rel") == "canonical"]
    return own, {link.get("hreflang"): link.get("href") for link in links if link.get("hreflang")}


def test_every_page_names_itself_and_its_other_languages_to_machines(answers):
    for page, code, _response, document in answers:
        own, alternates = named_to_machines(document)
        others = page.url_in(languages.default()) if page.depth > 2 else "/"
        assert own == settings.BASE_URL + page.url_in(code)
        assert alternates == {each: settings.BASE_URL + page.url_in(each) for each in languages.codes()} | {
            "x-default": settings.BASE_URL + others
        }


def test_what_a_page_names_as_its_other_language_names_it_too(answers):
    named = dict(named_to_machines(document) for _page, _code, _response, document in answers)

    for alternates in named.values():
        for hreflang, address in alternates.items():
            assert hreflang == "x-default" or named[address] == alternates


def test_the_sitemap_names_every_page_as_it_names_itself(client, answers):
    named = dict(named_to_machines(document) for _page, _code, _response, document in answers)

    assert {address: alternates for address, (alternates, _lastmod) in entries(client).items()} == named


def test_every_page_leads_to_the_feed_of_its_language(answers):
    for page, code, _response, document in answers:
        feeds = document.findall(".//head/link[@type='application/atom+xml']")
        assert feeds[0].get("href") == f"/{code}/atom.xml", page
        assert feeds[0].get("title")


def test_every_page_says_to_machines_what_it_shows(answers):
    for page, code, _response, document in answers:
        found = graph_of(document)
        assert found["WebPage"]["name"] == page.in_language("title", code)
        assert found["WebPage"]["inLanguage"] == found["WebSite"]["inLanguage"] == code
        shown = document.findall(".//nav[@class='breadcrumb']//li/*")
        trail = found["BreadcrumbList"]["itemListElement"] if shown else []
        assert ("BreadcrumbList" in found) == bool(shown)
        assert [step["name"] for step in trail] == ["".join(step.itertext()) for step in shown]
        addresses = [settings.BASE_URL + (step.get("href") or page.url_in(code)) for step in shown]
        assert [step["item"] for step in trail] == addresses


def test_every_page_says_what_is_shown_where_it_is_shared(answers):
    for page, code, _response, document in answers:
        said = {
            meta.get("property"): meta.get("content")
            for meta in document.findall(".//head/meta")
            if meta.get("property")
        }
        assert said["og:title"] == page.in_language("title", code)
        assert said["og:description"], (page, code)
        assert said["og:url"] == settings.BASE_URL + page.url_in(code)
        assert said["og:locale"] == languages.locale_of(code)
        assert said["og:locale:alternate"] in {languages.locale_of(each) for each in languages.codes()} - {
            said["og:locale"]
        }


def test_every_page_tells_how_accessible_the_portal_is(answers):
    for page, code, _response, document in answers:
        statement = document.find(".//p[@class='footer__legal']/a")
        assert "".join(statement.itertext()), (page, code)
        assert statement.get("href") in {
            each.url_in(code) for each, *_rest in answers if isinstance(each, InformationPage)
        }


@pytest.mark.names_languages
def test_no_shipped_page_borrows_a_text_from_another_language(answers):
    for page, code, _response, document in answers:
        switch = set(document.find(".//nav[@class='languages']").iter())
        marked = {element for element in document.find("body").iter() if element.get("lang")}
        assert marked <= switch, (page, code)


def test_every_page_says_when_it_was_updated(answers):
    for page, code, _response, document in answers:
        time = document.find(".//p[@class='page__updated']/time")
        assert time.get("datetime").startswith(page.last_published_at.strftime("%Y-"))
        assert "".join(time.itertext()), (page, code)


def test_every_picture_is_described_and_has_a_size(answers):
    for page, code, _response, document in answers:
        pictures = document.findall(".//img")
        assert pictures, page
        for picture in pictures:
            assert picture.get("alt"), (page, code)
            assert int(picture.get("width")) > 0
            assert int(picture.get("height")) > 0


def test_every_text_is_set_by_the_rules_of_its_language(answers):
    for page, code, _response, document in answers:
        for text, language in texts_of(document, code):
            assert typeset(text, language) == text, (page, code)


def texts_of(element, language):
    """Yield each text of a document, those in attributes too, with the language that it is marked with."""
    language = element.get("lang") or language
    yield from ((element.get(name, ""), language) for name in ("alt", "aria-label", "content", "title"))
    if element.tag not in {"script", "style"}:
        yield element.text or "", language
    for child in element:
        if isinstance(child.tag, str):
            yield from texts_of(child, language)
        yield child.tail or "", language


def test_every_link_and_file_of_the_portal_is_there(client, answers):
    targets = set()
    for _page, _code, _response, document in answers:
        for element in document.iter():
            for name in ("href", "src"):
                if element.get(name) and element.get("rel") not in {"canonical"}:
                    targets.add(element.get(name))
            for candidate in (element.get("srcset") or "").split(","):
                targets.add(candidate.strip().split(" ")[0])
    for target in sorted(targets - {""}):
        parts = urlsplit(target.removeprefix(settings.BASE_URL))
        assert not parts.netloc, f"{target} is elsewhere"
        if parts.path:
            assert client.get(parts.path, follow=True).status_code == 200, target


def test_reading_sets_no_cookie_and_needs_no_script(answers):
    for page, code, response, document in answers:
        assert not response.cookies, page
        for script in document.findall(".//script"):
            assert script.get("src") or script.get("type") == "application/ld+json", (page, code)
        assert not [element for element in document.iter() if element.get("style")], (page, code)
