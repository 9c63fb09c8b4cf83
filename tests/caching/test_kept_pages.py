"""A page is made for its first reader; the others are given the same, as browsers and servers may keep it."""

import gzip
import threading

import pytest
from django.db import connections
from django.test import Client
from wagtail.models import PageViewRestriction

from portal import languages
from portal.caching.shortcut import Shortcut
from tests.changing import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(shipped):
    """One address of each sort, in each language."""
    from portal.models import BasePage

    pages = {type(page): page for page in BasePage.objects.live().filter(depth__gte=2).specific()}
    return [url for page in pages.values() for url in page.addresses().values()]


def test_a_kept_page_asks_nothing_of_the_database_and_is_the_same(addresses, read, is_kept):
    views = ["/robots.txt", "/sitemap.xml", "/sitemap-pages.xml"]
    views += ["/fr/plan-du-site/", "/en/site-map/", "/fr/atom.xml", "/en/atom.xml"]
    views += ["/fr/recherche/?q=mines", "/en/search/?q=mines"]
    for address in [*addresses, *views]:
        first = read(address)
        assert first.status_code == 200, address
        assert is_kept(address), address
        assert read(address).content == first.content, address


@codes
def test_browsers_may_keep_a_page_but_ask_whether_it_is_still_so(overview, read, code):
    address = overview.url_in(code)
    first = read(address)

    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Vary"] == "Accept-Encoding"
    assert first.headers["Content-Language"] == code
    for asked in (
        {"if-none-match": first.headers["ETag"]},
        {"if-modified-since": first.headers["Last-Modified"]},
    ):
        again = read(address, **asked)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert read(address, **{"if-none-match": 'W/"another"'}).status_code == 200


@codes
def test_whoever_takes_it_is_given_the_page_compressed(overview, read, code):
    address = overview.url_in(code)
    plain = read(address)

    for takes in ("gzip", "br, gzip;q=0.5", "GZIP, deflate"):
        packed = read(address, **{"accept-encoding": takes.lower()})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) == len(packed.content)
        assert gzip.decompress(packed.content) == plain.content
        assert packed.headers["ETag"] == plain.headers["ETag"]
    for takes in ("", "br", "gzip;q=0", "gzip; q=0.0, br"):
        assert "Content-Encoding" not in read(address, **{"accept-encoding": takes}).headers


def test_who_asks_for_the_head_alone_is_told_the_same_of_a_kept_page(overview, read, client):
    page = read(overview.url)
    head = client.head(overview.url)
    assert head.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Content-Language", "Cache-Control"):
        assert head.headers[name] == page.headers[name], name


def test_the_front_door_asks_each_reader_anew(overview, read, is_kept):
    for code in languages.codes():
        assert read("/", **{"accept-language": code}).headers["Location"] == f"/{code}/"
    assert not {"ETag", "X-Accel-Expires"} & set(read("/").headers)
    assert "Accept-Language" in read("/").headers["Vary"]


@codes
def test_who_is_signed_in_is_never_given_what_is_kept_nor_adds_to_it(
    overview, read, is_kept, admin_client, code
):
    address = overview.url_in(code)
    answer = admin_client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "X-Accel-Expires" not in answer.headers
    assert not is_kept(address)

    assert is_kept(address)
    assert "ETag" not in admin_client.get(address).headers


@codes
def test_a_page_for_some_readers_is_kept_for_none(make_information, read, is_kept, code):
    page = make_information()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")
    address = page.url_in(code)
    for _time in range(2):
        assert not is_kept(address)
        assert "X-Accel-Expires" not in read(address).headers


def test_a_preview_is_kept_for_none(overview, admin_client, is_kept):
    address = f"/admin/pages/{overview.pk}/view_draft/"
    assert admin_client.get(address).status_code == 200
    assert not is_kept(overview.url)


@codes
def test_what_is_not_there_is_made_for_each_but_servers_in_front_may_keep_it_a_moment(
    overview, read, is_kept, code
):
    address = f"/{code}/nowhere/"
    for _time in range(2):
        assert not is_kept(address)
    answer = read(address)
    assert answer.status_code == 404
    assert answer.headers["X-Accel-Expires"] == "10"


@pytest.fixture
def shortcut(rf):
    """Ask for an address without Django, which answers 500 here; the status and the headers."""

    def django(environ, start_response):
        start_response("500 Django was asked", [])
        return [b""]

    def shortcut(address, method="get", **headers):
        headers = {"accept-encoding": "gzip, br"} | headers
        answers = []
        environ = getattr(rf, method)(address, headers=headers).environ
        body = b"".join(Shortcut(django)(environ, lambda *answer: answers.append(answer)))
        [(status, given)] = answers
        return int(status[:3]), dict(given), body

    return shortcut


@codes
def test_plain_readers_are_given_what_is_kept_before_django_is_asked(overview, read, shortcut, code):
    address = overview.url_in(code)
    assert shortcut(address)[0] == 500

    page = read(address, **{"accept-encoding": "gzip"})
    status, headers, body = shortcut(address, host="TESTSERVER:8000")

    assert (status, body) == (200, page.content)
    assert headers.pop("Content-Security-Policy")
    kept = {name: value for name, value in page.headers.items() if name != "X-Request-ID"}
    assert headers | {"Content-Security-Policy": kept["Content-Security-Policy"]} == kept


@codes
def test_all_others_are_left_to_django(overview, read, shortcut, settings, code):
    address = overview.url_in(code)
    read(address)
    for more in (
        {"cookie": f"{settings.SESSION_COOKIE_NAME}=x"},
        {"authorization": "Basic x"},
        {"accept-encoding": "identity"},
        {"if-none-match": "x"},
        {"host": "elsewhere.example"},
        {"method": "head"},
        {"method": "post"},
    ):
        assert shortcut(address, **more)[0] == 500, more
    assert shortcut(f"{address}?page=2")[0] == 500
    assert shortcut("/%ff%fe/")[0] == 500


# What is asked besides


@codes
def test_parameters_that_a_page_does_not_know_make_no_other_page_and_are_in_no_link(
    overview, timeline, read, is_kept, code
):
    for page in (overview, timeline):
        address = page.url_in(code)
        plain = read(address)
        for query in ("utm_source=letter", "zzz=1&zzy=2", "q" * 3000, "%00=%00", "=&=&&"):
            assert read(f"{address}?{query}").content == plain.content, query
            assert is_kept(f"{address}?{query}"), query


@codes
def test_parameters_that_a_page_knows_are_the_same_in_any_order(
    timeline, make_milestone, read, is_kept, code
):
    make_milestone("1998", kind="event")
    address = timeline.url_in(code)
    first = read(f"{address}?from=1990&kind=event&utm_source=x")
    assert is_kept(f"{address}?kind=event&from=1990")
    assert b"utm_source" not in first.content
    assert not is_kept(f"{address}?kind=event&from=1991")


@codes
def test_five_thousand_parameters_are_refused(overview, read, code):
    query = "&".join(f"p{number}=1" for number in range(5000))
    assert read(f"{overview.url_in(code)}?{query}").status_code == 400


@codes
def test_a_host_is_the_same_in_capitals_and_with_another_port(overview, read, is_kept, settings, code):
    address = overview.url_in(code)
    first = read(address)
    for host in ("TESTSERVER", "testserver:9999", "TestServer:80"):
        assert is_kept(address, host=host), host
        assert read(address, host=host).content == first.content
    for host in ("elsewhere.example", "testserver,testserver", "testserver:port", "test server"):
        assert read(address, host=host).status_code == 400, host


@codes
def test_whose_request_made_a_page_is_seen_in_none_of_its_links(overview, timeline, read, code):
    for page in (overview, timeline):
        made = read(f"{page.url_in(code)}?utm_source=x&%22%3E=y", host="TESTSERVER:9999")
        assert made.status_code == 200
        assert b"9999" not in made.content
        assert b"TESTSERVER" not in made.content
        assert b"utm_source" not in made.content


def test_the_sitemap_says_the_portals_own_address_whoever_asks(shipped, read):
    made = read("/sitemap.xml", host="TESTSERVER:9999")
    assert made.status_code == 200
    assert b"9999" not in made.content


# Many at once


@pytest.mark.names_languages  # with a language more, threads have a database of their own
@pytest.mark.django_db(transaction=True)
def test_many_readers_of_a_page_that_is_not_kept_have_it_made_once(overview, monkeypatch):
    made, together, answers = [], threading.Barrier(8), []
    serve = type(overview).serve

    def counted(page, request, *args, **kwargs):
        made.append(1)
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(type(overview), "serve", counted)

    def visit():
        visitor = Client()
        visitor.get("/robots.txt")  # so that its middleware is there
        together.wait()
        answers.append(visitor.get(overview.url).status_code)
        connections.close_all()

    readers = [threading.Thread(target=visit) for _number in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert (answers, len(made)) == ([200] * 8, 1)
