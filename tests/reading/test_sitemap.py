"""What search engines are told: where every public page is, and what is not for them."""

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal import languages
from portal.sitemap import PageSitemap
from portal.texts import column
from tests.changing import codes, others
from tests.conftest import in_every_language

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
FILE = "/sitemap-pages.xml"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ET.fromstring(response.content)  # noqa: S314 (our own answer)


def entries(client, address=FILE):
    """Return what a file says of each address: its languages and when it was last published."""
    return {
        url.findtext("s:loc", namespaces=NAMES): (
            {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)},
            url.findtext("s:lastmod", namespaces=NAMES),
        )
        for url in read(client, address).findall("s:url", NAMES)
    }


def full(page, code):
    return settings.BASE_URL + page.url_in(code)


def test_every_page_is_there_in_each_language(
    client, overview, area, make_project, make_information, timeline
):
    pages = [overview, area, make_project(), make_information(), timeline]

    found = entries(client)

    assert set(found) == {full(page, code) for page in pages for code in languages.codes()}
    for page in pages:
        for code in languages.codes():
            alternates, lastmod = found[full(page, code)]
            first = f"{settings.BASE_URL}/" if page == overview else full(page, languages.default())
            assert alternates == {each: full(page, each) for each in languages.codes()} | {"x-default": first}
            assert lastmod == timezone.localdate(page.last_published_at).isoformat()


@codes
def test_a_language_that_a_page_is_not_published_in_is_left_out(client, make_area, code):
    area = make_area(**{column("published_in", code): False})

    found = entries(client)

    assert full(area, code) not in found
    for other in others(code):
        alternates, _lastmod = found[full(area, other)]
        assert set(alternates) == others(code) | {"x-default"}
        assert alternates["x-default"] == full(area, next(each for each in languages.codes() if each != code))


def test_what_not_everybody_may_read_is_left_out(client, overview, area, make_area, make_project):
    closed = make_area()
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    make_project(parent=closed)
    make_area(live=False)

    assert set(entries(client)) == {
        full(page, code) for page in (overview, area) for code in languages.codes()
    }


def test_pages_outside_the_site_are_left_out(client, overview):
    root = overview.get_parent()
    elsewhere = root.add_child(
        instance=type(overview)(**in_every_language(title="Elsewhere"), slug="elsewhere", live=False)
    )
    type(overview).objects.filter(pk=elsewhere.pk).update(live=True)

    assert len(entries(client)) == len(languages.codes())


def test_the_index_names_files_of_so_many_addresses(client, overview, area, make_area, monkeypatch):
    make_area()
    monkeypatch.setattr(PageSitemap, "limit", 2)

    index = read(client, "/sitemap.xml")

    files = [each.text for each in index.findall("s:sitemap/s:loc", NAMES)]
    assert files == [f"{settings.BASE_URL}{FILE}", f"{settings.BASE_URL}{FILE}?p=2"]
    first, second = (entries(client, file.removeprefix(settings.BASE_URL)) for file in files)
    assert len(first) == 2 * len(languages.codes())
    assert len(second) == len(languages.codes())
    assert not first.keys() & second.keys()
    assert client.get(f"{FILE}?p=3").status_code == 404


def test_a_file_has_200_addresses_at_most():
    assert 0 <= 200 - PageSitemap.limit * len(languages.codes()) < len(languages.codes())


@pytest.mark.parametrize("address", ["/sitemap.xml", FILE])
def test_thirteen_pages_cost_no_more_than_one(client, make_area, address):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    make_area()
    cost()  # what is asked once in the life of a process
    first = cost()
    for _time in range(12):
        make_area()
    assert cost() == first


@pytest.mark.parametrize("address", ["/sitemap.xml", FILE, "/robots.txt"])
def test_machines_are_answered_alike_whatever_their_language(client, area, address):
    answers = [
        client.get(address, headers={"accept-language": accepted})
        for accepted in ("", "*", *languages.codes())
    ]

    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert "Content-Language" not in answer
        assert "Accept-Language" not in answer.get("Vary", "")


def test_robots_are_kept_out_of_the_editor_alone_and_told_of_the_sitemap(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]


def test_a_copy_for_trying_things_keeps_them_out_of_all(client, settings):
    settings.ROBOTS_ALLOWED = False

    assert "\nDisallow: /\n" in client.get("/robots.txt").text
