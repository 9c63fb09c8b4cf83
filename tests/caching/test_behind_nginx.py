"""The portal behind nginx with the shipped configuration: quick, fresh, and there while gunicorn is not."""

import re
import signal
import threading
import time
from uuid import uuid4

import pytest

from tests.caching.nginx import HOST, listens, portal_behind_nginx, wait_until

pytestmark = [pytest.mark.long, pytest.mark.names_languages]

AREA = {"fr": "/fr/demilitarisation/", "en": "/en/demilitarisation/"}
PUBLISH = """
from portal.models import BasePage
page = BasePage.objects.get(slug_en="demilitarisation").specific
page.title_fr, page.title_en = "{0} fr", "{0} en"
page.save_revision().publish()
"""
ALL = [b"Accept-Encoding: gzip", b"Connection: close"]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with portal_behind_nginx(tmp_path_factory.mktemp("served")) as portal:
        yield portal


@pytest.fixture
def portal(served):
    """The portal, well and at rest."""
    yield served
    served.signal_gunicorn(signal.SIGCONT)
    wait_until(lambda: not served.is_refreshing(), 60)


@pytest.fixture
def without_gunicorn(portal):
    portal.stop_gunicorn()
    wait_until(lambda: not listens(portal.origin))
    yield
    portal.start_gunicorn()


def publish(portal):
    """Give an area another title in both languages; return it."""
    title = f"Title {uuid4().hex[:8]}"
    portal.do(PUBLISH.format(title))
    return title


def keep(portal, *paths):
    """Have nginx keep its copies of some addresses; return their texts."""
    texts = [portal.ask(path).text for path in paths]
    assert [portal.ask(path).came for path in paths] == ["HIT"] * len(paths)
    return texts


def test_hits_come_from_nginx(portal):
    keep(portal, *AREA.values())
    portal.signal_gunicorn(signal.SIGSTOP)

    answers = [portal.ask(path) for path in AREA.values()]

    assert [(answer.status, answer.came) for answer in answers] == [(200, "HIT")] * 2


def test_the_next_request_after_a_publication_is_fresh_in_both_languages(portal):
    for _time in range(5):
        keep(portal, *AREA.values(), "/fr/", "/en/")

        title = publish(portal)

        for code, path in AREA.items():
            assert f"<h1>{title} {code}</h1>" in portal.ask(path).text
            assert f"{title} {code}" in portal.ask(f"/{code}/").text
        wait_until(lambda: not portal.is_refreshing())
        for code, path in AREA.items():
            later = portal.ask(path)
            assert f"<h1>{title} {code}</h1>" in later.text
            assert later.came in {"HIT", "EXPIRED"}  # as slow as the machine is


def test_what_is_published_while_others_publish_is_fresh(portal):
    clock, is_over = portal.folder / "clock", threading.Event()

    def change_other_things():
        while not is_over.wait(0.4):
            clock.touch()

    others = threading.Thread(target=change_other_things)
    others.start()
    try:
        for _time in range(8):
            title = publish(portal)
            wait_until(lambda: not portal.is_refreshing())
            for code, path in AREA.items():
                assert f"<h1>{title} {code}</h1>" in portal.ask(path).text
    finally:
        is_over.set()
        others.join()


def test_a_milestone_is_fresh_on_the_timeline_and_on_its_pages(portal):
    shown = "/fr/chronologie/", "/en/timeline/data/csv/", "/en/demilitarisation/anti-personnel-mines/"
    keep(portal, *shown)
    title = f"Milestone {uuid4().hex[:8]}"

    portal.do(
        "from timeline.models import Milestone\n"
        "milestone = Milestone.objects.get(key='fin-de-la-destruction-des-mines')\n"
        f"milestone.title_fr = milestone.title_en = {title!r}\n"
        "milestone.save_revision().publish()"
    )

    assert all(title in portal.ask(path).text for path in shown)
    wait_until(lambda: not portal.is_refreshing())
    assert all(title in portal.ask(path).text for path in shown)


def test_what_is_taken_down_renamed_or_closed_is_so_at_once(portal):
    pages = "/en/science/polesie/", "/en/transparency/", "/en/civil-society/seminar/"
    keep(portal, *pages)

    portal.do(
        "from portal.models import BasePage\n"
        "from wagtail.models import PageViewRestriction\n"
        "BasePage.objects.get(slug_en='polesie').specific.unpublish()\n"
        "page = BasePage.objects.get(slug_en='transparency').specific\n"
        "page.slug_en = 'openness'\n"
        "page.save_revision().publish()\n"
        "page = BasePage.objects.get(slug_en='civil-society')\n"
        "PageViewRestriction.objects.create(page=page, restriction_type='login')"
    )

    assert [portal.ask(path).status for path in pages] == [404, 301, 302]
    wait_until(lambda: not portal.is_refreshing())
    assert [portal.ask(path).status for path in pages] == [404, 301, 302]
    portal.signal_gunicorn(signal.SIGSTOP)
    assert portal.ask(pages[2]).status != 200  # not even while gunicorn is gone


def test_while_gunicorn_is_gone_the_last_good_copies_are_served(portal, without_gunicorn):
    keep_old = {path: portal.ask(path) for path in AREA.values()}

    time.sleep(11)

    for path, old in keep_old.items():
        answer = portal.ask(path)
        assert (answer.status, answer.came, answer.text) == (200, "STALE", old.text)


def test_a_refresh_that_fails_keeps_the_last_good_copy(portal):
    old = keep(portal, *AREA.values())
    portal.signal_gunicorn(signal.SIGSTOP)

    title = publish(portal)

    assert [portal.ask(path).text for path in AREA.values()] == old
    portal.signal_gunicorn(signal.SIGCONT)
    wait_until(lambda: title in portal.ask(AREA["fr"]).text and title in portal.ask(AREA["en"]).text, 15)


def test_what_fails_is_not_kept(portal):
    path = "/en/contact/"
    (old,) = keep(portal, path)
    break_it = "from django.db import connection\nconnection.cursor().execute('ALTER TABLE {} RENAME TO {}')"
    table = "portal_informationpage"
    portal.do(break_it.format(table, "lost"))
    try:
        title = publish(portal)
        assert (portal.ask(path).status, portal.ask(path).text) == (200, old)
    finally:
        portal.do(break_it.format("lost", table))

    assert title in portal.ask(AREA["en"]).text


def test_what_a_session_is_answered_is_not_kept(portal):
    path = "/en/timeline/?page=77"  # nobody has asked for it before
    for headers in ({"Cookie": "sessionid=forged"}, {"Authorization": "Basic Zm9yZ2Vk"}):
        answer = portal.ask(path, **headers)
        assert (answer.status, answer.came) == (200, "BYPASS")

    assert portal.ask(path).came == "MISS"
    answer = portal.ask(path)
    assert (answer.came, answer.headers["Set-Cookie"]) == ("HIT", None)
    assert portal.ask(path, Cookie="sessionid=forged").came == "BYPASS"
    assert portal.ask("/admin/login/").came is None


def test_every_browser_gets_the_copy_as_it_takes_it(portal):
    path = "/fr/chronologie/"
    (text,) = keep(portal, path)

    packed, plain = portal.ask(path), portal.ask(path, Accept_Encoding="identity")
    head = portal.ask(path, method="HEAD")
    known = portal.ask(path, If_None_Match=packed.headers["ETag"])

    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert packed.text == plain.text == text
    assert (head.status, head.body, head.came) == (200, b"", "HIT")
    assert (known.status, known.body, known.came) == (304, b"", "HIT")
    assert {each.headers["Vary"] for each in (packed, plain, head)} == {"Accept-Encoding"}


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/en/timeline/?utm_source=evil", {}),
        ("/en/timeline/?utm_campaign=evil&utm_source=evil", {}),
        ("/en/timeline/?" + "&".join(f"evil{number}=evil" for number in range(3)), {}),
        ("/en/timeline/?" + "&".join(f"evil{number}=1" for number in range(5000)), {}),
        ("/en/timeline/?evil=%0d%0aSet-Cookie:evil", {}),
        ("/en/timeline/", {"Host": HOST.upper()}),
        ("/en/timeline/", {"Host": f"{HOST}:99"}),
        ("/en/timeline/", {"Host": f"{HOST}:evil"}),
        ("/en/timeline/", {"Host": "evil.example"}),
        ("/en/timeline/", {"X-Forwarded-Host": "evil.example"}),
        ("/en/timeline/", {"X-Forwarded-Proto": "evil"}),
        ("/en/timeline/", {"Forwarded": "host=evil.example"}),
        ("/en/timeline/", {"X-Original-URL": "/evil/", "X-Rewrite-URL": "/evil/"}),
        ("/en/timeline/", {"Script_Name": "/evil"}),
        ("/en/timeline?utm_source=evil", {}),
        ("//en/timeline/", {}),
        ("/en/timeline/../timeline/", {}),
        ("/en/%74imeline/", {}),
        ("/en/timeline/" + "evil/" * 500, {}),
        ("/en/timeline/" + "evil/" * 5000, {}),
    ],
)
def test_what_is_odd_about_a_request_is_in_no_later_answer(portal, path, headers):
    odd = portal.ask(path, **headers)

    assert odd.status in {200, 301, 400, 404}
    if odd.status == 200:
        assert odd.text == portal.ask("/en/timeline/").text
    for later in map(portal.ask, ("/en/timeline/", "/en/timeline")):
        assert later.status in {200, 301}
        assert not re.search(r"evil|:99|utm_", later.text + str(later.headers))


def test_two_hosts_are_refused(portal):
    for second in (HOST, "evil.example"):
        lines = [b"GET /fr/ HTTP/1.1", f"Host: {HOST}".encode(), f"Host: {second}".encode()]
        assert portal.say(b"\r\n".join([*lines, b"Connection: close", b"", b""])) == 400


def test_files_come_from_nginx_but_not_what_was_uploaded(portal):
    page = portal.ask("/fr/").text
    portal.signal_gunicorn(signal.SIGSTOP)

    style = portal.ask(re.search(r"/static/[^\"]+\.css", page)[0])
    picture = portal.ask(re.search(r"/media/images/[^\s\",]+", page)[0])

    assert (style.status, style.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in style.headers["Cache-Control"]
    assert (picture.status, picture.headers["Content-Type"][:6]) == (200, "image/")
    assert "immutable" in picture.headers["Cache-Control"]
    portal.signal_gunicorn(signal.SIGCONT)
    upload = next((portal.folder / "media" / "original_images").iterdir()).name
    for path in ("original_images/", "images/../original_images/", "images/%2e%2e/original_images/"):
        assert portal.ask(f"/media/{path}{upload}").status == 404
