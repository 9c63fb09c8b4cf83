"""What many pages share is made once; it is never old, nor another reader's, nor in another language."""

import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import languages
from portal.caching import changes, clock
from portal.caching.parts import kept
from portal.models import BasePage, FooterLink, PortalSettings
from portal.texts import column
from tests.changing import change, codes
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made_anew(settings):
    """Have whole pages made anew for each reader, so that parts alone are kept."""
    settings.CACHE_PAGES = False


@pytest.fixture
def settled():
    """Take what a test has made until now for committed."""

    def settled():
        changes.settle(connection)

    return settled


@pytest.fixture
def portal(overview, area, timeline, make_project, make_information, make_milestone, settled):
    """A portal with one of all that pages share; return its pages by what they are."""
    project, about = make_project(parent=area, status="ongoing"), make_information()
    area.show_in_menus = True
    area.save()
    make_milestone(pages=[project])
    portal = PortalSettings.load()
    portal.footer_links = [FooterLink(page=area, **in_every_language(label="Footer"))]
    for code in languages.codes():
        setattr(portal, column("tagline", code), f"Tagline {code}")
    portal.save()
    settled()
    return {"overview": overview, "area": area, "project": project, "timeline": timeline, "about": about}


def asked(read, address):
    with CaptureQueriesContext(connection) as queries:
        read(address)
    return [query["sql"] for query in queries]


def current(response):
    """Return where the menu and the footer say that the reader is."""
    document = BeautifulSoup(response.content, "html.parser")
    return [
        link["href"] for link in document.select("header [aria-current=page], footer [aria-current=page]")
    ]


# Made once


@codes
def test_what_all_pages_share_is_asked_for_once(portal, read, code):
    first = asked(read, portal["about"].url_in(code))
    second = asked(read, portal["project"].url_in(code))

    shared = ("wagtailcore_site", "portal_portalsettings")
    for table in shared:
        assert [sql for sql in first if sql.startswith(f'SELECT "{table}".')], table
        assert not [sql for sql in second if sql.startswith(f'SELECT "{table}".')], table


@codes
def test_an_overview_that_is_made_again_asks_nothing(portal, read, code):
    address = portal["overview"].url_in(code)
    assert asked(read, address)
    assert asked(read, address) == []


@codes
def test_a_page_of_kept_parts_is_the_page(portal, read, admin_client, settled, code):
    settled()
    for page in portal.values():
        address = page.url_in(code)
        first, again, editor_s = read(address), read(address), admin_client.get(address)
        assert first.status_code == 200
        assert first.content == again.content == editor_s.content


def test_the_shipped_pages_are_alike_of_kept_parts(shipped, read, settled):
    settled()
    for page in BasePage.objects.live().filter(depth__gte=2):
        for address in page.addresses().values():
            assert read(address).content == read(address).content, address


# Whatever a part depends on


def test_nothing_kept_is_given_in_another_language(portal, read):
    addresses = [page.url_in(code) for page in portal.values() for code in languages.codes()]
    together = [read(address).content for address in addresses]
    clock.turn()
    for address, content in zip(addresses, together, strict=True):
        clock.turn()
        assert read(address).content == content, address


@codes
def test_the_menu_and_the_footer_say_where_each_reader_is(portal, read, code):
    addresses = {name: page.url_in(code) for name, page in portal.items()}
    for _again in range(2):
        assert current(read(addresses["overview"])) == []
        assert current(read(addresses["area"])) == [addresses["area"]] * 2
        assert current(read(addresses["project"])) == []
        assert current(read(addresses["about"])) == [addresses["about"]]


def test_hosts_do_not_share_what_is_kept(settings, rf):
    settings.ALLOWED_HOSTS = ["one.example.org", "other.example.org"]
    with clock.held():
        for host in settings.ALLOWED_HOSTS * 2:
            request = rf.get("/", headers={"host": host})
            assert kept(request, ("name",), request.get_host) == host


# Never old


@codes
def test_what_changes_is_in_the_next_page(portal, read, committed, code):
    overview, area = portal["overview"].url_in(code), portal["area"].url_in(code)
    for address in (overview, area):
        read(address)

    committed(change, portal["area"], title="Newer area")
    committed(change, portal["project"], title="Newer project")
    link = FooterLink.objects.get()
    setattr(link, column("label", code), "Newer link")
    committed(link.save)

    assert (
        BeautifulSoup(read(overview).content, "html.parser").select_one(".menu a").text
        == f"Newer area {code}"
    )
    for told in (f"Newer area {code}", f"Newer project {code}", "Newer link"):
        assert told in read(overview).text, told
        assert told in read(area).text, told


@codes
def test_a_page_that_is_taken_back_is_in_no_part(portal, read, committed, code):
    overview, area = portal["overview"].url_in(code), portal["area"]
    title = area.in_language("title", code)
    assert title in read(overview).text
    committed(area.unpublish)
    assert title not in read(overview).text
    assert read(area.url_in(code)).status_code == 404


@codes
def test_milestones_and_their_kinds_are_the_new_ones(portal, read, committed, make_milestone, code):
    overview = portal["overview"].url_in(code)
    read(overview)
    milestone = committed(make_milestone)
    assert milestone.in_language("title", code) in read(overview).text


def test_what_is_not_committed_is_neither_kept_nor_hidden_by_what_is(portal, read):
    address = portal["area"].url
    read(address)
    PortalSettings.objects.update(**{column("tagline", languages.default()): "Not yet"})
    assert "Not yet" in read(address).text
    PortalSettings.objects.update(**{column("tagline", languages.default()): "Still not"})
    assert "Still not" in read(address).text


def test_what_holds_only_until_a_moment_says_so_to_each_page_with_it(rf):
    request, soon = rf.get("/"), time.time() + 60

    def make():
        clock.until(soon)
        return "made"

    for _again in range(2):
        with clock.held():
            assert kept(request, ("name",), make) == "made"
            assert clock.seconds_left() <= 60


def test_a_part_that_has_no_limit_has_none_of_the_page_around_it(rf):
    with clock.held():
        clock.until(time.time() + 60)
        kept(rf.get("/"), ("name",), lambda: "made")
    with clock.held():
        kept(rf.get("/"), ("name",), lambda: "made anew")
        assert clock.seconds_left() > 60


@codes
def test_a_notice_comes_and_goes_with_kept_parts(portal, read, committed, monkeypatch, code):
    settings, now = PortalSettings.load(), timezone.now()
    texts = dict.fromkeys(languages.codes(), "<p>Closed on Monday</p>")
    times = {"starts": now + timedelta(minutes=5), "ends": now + timedelta(minutes=10)}
    settings.notices = [("notice", {"level": "information", "text": texts, **times})]
    committed(settings.save)
    address = portal["overview"].url_in(code)

    for minutes, is_told in ((0, False), (6, True), (11, False)):
        with monkeypatch.context() as later:
            moment = now + timedelta(minutes=minutes)
            later.setattr("django.utils.timezone.now", lambda moment=moment: moment)
            later.setattr("time.time", moment.timestamp)
            assert ("Closed on Monday" in read(address).text) == is_told


# Who asks


@codes
def test_a_preview_is_made_of_nothing_kept_and_leaves_nothing(portal, read, settled, code):
    overview = portal["overview"]
    read(overview.url_in(code))
    settled()
    settings = PortalSettings.load()
    setattr(settings, column("tagline", code), "Typed")
    attribute = {PortalSettings.get_cache_attr_name(): settings}

    shown = overview.make_preview_request(preview_mode=code, extra_request_attrs=attribute)

    assert "Typed" in shown.text
    assert "Typed" not in read(overview.url_in(code)).text


@codes
def test_a_draft_is_previewed_as_it_is(portal, read, settled, code):
    overview = portal["overview"]
    read(overview.url_in(code))
    draft = change(overview, publish=False, title="Draft").get_latest_revision_as_object()
    settled()

    assert f"Draft {code}" in draft.make_preview_request(preview_mode=code).text
    assert f"Draft {code}" not in read(overview.url_in(code)).text


def test_whoever_says_who_they_are_is_given_and_leaves_nothing(rf, admin_client):
    anybody = rf.get("/")
    session = RequestFactory(headers={"cookie": f"sessionid={admin_client.session.session_key}"}).get("/")
    key = rf.get("/", headers={"authorization": "Basic x"})
    sent = rf.post("/")
    with clock.held():
        for request in (session, key, sent):
            assert kept(request, ("name",), lambda: "own") == "own"
        assert kept(anybody, ("name",), lambda: "shared") == "shared"
        for request in (session, key, sent):
            assert kept(request, ("name",), lambda: "own") == "own"
    assert kept(anybody, ("name",), lambda: "outside a request") == "outside a request"


def test_a_developer_sees_every_change_of_a_template(rf, settings):
    settings.DEBUG = True
    with clock.held():
        assert kept(rf.get("/"), ("name",), lambda: 1) == 1
        assert kept(rf.get("/"), ("name",), lambda: 2) == 2
