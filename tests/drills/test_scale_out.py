"""Several machines are one portal: two web processes behind nginx, with media in a store that may be gone."""

import json
import re
import signal
import time
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.urls import reverse

from tests.caching.nginx import Portal, portal_behind_nginx, wait_until
from tests.conftest import in_every_language, png
from tests.drills.person import Person
from tests.drills.servers import Store
from tests.editing.test_edit_page import posted

pytestmark = [pytest.mark.long, pytest.mark.names_languages]

NOT_STORED = {
    "fr": "Ce fichier ne peut pas être enregistré pour le moment. "
    "Choisissez-le de nouveau dans quelques minutes.",
    "en": "This file cannot be stored at the moment. Choose it again in a few minutes.",
}
PICTURE = r"/media/images/[^\s\",]+"
CLOSE = """
from wagtail.models import Collection, CollectionViewRestriction
CollectionViewRestriction.objects.create(collection=Collection.objects.first(), restriction_type="login")
"""
AT_ONCE = 15  # seconds: long enough for a slow machine, far from what a browser waits


@pytest.fixture(scope="module")
def store():
    store = Store("media")
    yield store
    store.stop()


@pytest.fixture(scope="module")
def portal(tmp_path_factory, redis, postgres, store):
    postgres.do("CREATE DATABASE scaled")
    environment = store.environment | {
        "CACHE_URL": redis.url.replace("/0", "/1"),
        "DATABASE_URL": postgres.url.replace("/postgres", "/scaled"),
    }
    with portal_behind_nginx(tmp_path_factory.mktemp("scale"), two=True, **environment) as portal:
        yield portal


@pytest.fixture(scope="module")
def people(portal):
    return {code: Person(portal, code, portal.origin) for code in NOT_STORED}


@pytest.fixture
def person(people):
    return people["en"]


@pytest.fixture(params=["stop", "hang"])
def without_store(request, portal, store):
    """A context in which the media store refuses, or says nothing."""

    @contextmanager
    def without_store():
        getattr(store, request.param)()
        try:
            yield
        finally:
            store.start()
            wait_until(lambda: parts(portal)["storage"] == "ok")

    return without_store


def parts(portal):
    return json.loads(portal.ask("/readyz", port=portal.origin).text)["parts"]


def noise(name="plan.png"):
    """Return a picture that no other is like, large enough to be shown in every size."""
    return png(name, size=(1600, 900), paint=lambda picture: picture.putpixel((1, 1), hash(uuid4()) % 2**24))


def upload(person, port):
    """Upload a picture where several are; return what the editor's page is told."""
    data = {"title": "Plan", "collection": "1"}
    headers = {"X-Requested-With": "XMLHttpRequest"}
    address = reverse("wagtailimages:add_multiple")
    return person.post(port, address, data, {"files[]": ("plan.png", noise())}, **headers).json()


def publish(person, portal, port, **fields):
    """Write and publish an area; return its title and its addresses by language."""
    with psycopg.connect(portal.environment["DATABASE_URL"]) as database:
        [(parent,)] = database.execute("SELECT id FROM portal_basepage WHERE depth = 2").fetchall()
    title = f"Area {uuid4().hex[:8]}"
    path = reverse("wagtailadmin_pages:add", args=["cooperation", "areapage", parent])
    texts = in_every_language(title=title, introduction=f"About {title}")
    answer = person.post(port, path, posted(**texts, **fields) | {"action-publish": "1"})
    assert answer.status_code == 302, answer.text
    slug = title.lower().replace(" ", "-")
    return title, {code: f"/{code}/{slug}-{code}/" for code in NOT_STORED}


def reads(portal, title, paths):
    """Tell whether each process and nginx show a page in each language; return what nginx shows."""
    for code, path in paths.items():
        for port in (portal.origin, portal.other, portal.port):
            answer = portal.ask(path, port=port)
            assert (answer.status, f"<h1>{title} {code}</h1>" in answer.text) == (200, True), port
    return answer.text


def test_what_is_uploaded_and_published_on_one_is_read_on_the_other(portal, person, store):
    image = upload(person, portal.origin)["image_id"]
    title, paths = publish(person, portal, portal.origin, picture=str(image))

    page = reads(portal, title, paths)

    for path in set(re.findall(PICTURE, page)):
        for port in (portal.other, portal.origin, portal.port):
            answer = portal.ask(path, port=port)
            assert (answer.status, answer.headers["Content-Type"][:6]) == (200, "image/")
            assert "immutable" in answer.headers["Cache-Control"]
        assert portal.ask(path).came == "HIT"
    assert not list(portal.folder.glob("media/**/*.*"))
    assert "127.0.0.1" not in page  # visitors meet nobody else


def test_what_is_taken_down_on_the_other_is_gone_at_once(portal, person):
    title, paths = publish(person, portal, portal.origin)
    reads(portal, title, paths)
    with psycopg.connect(portal.environment["DATABASE_URL"]) as database:
        find = "SELECT id FROM portal_basepage WHERE title_en = %s"
        [(page,)] = database.execute(find, [f"{title} en"]).fetchall()

    person.post(portal.other, reverse("wagtailadmin_pages:unpublish", args=[page]), {})

    for path in paths.values():
        for port in (portal.origin, portal.other):
            assert portal.ask(path, port=port).status == 404
        wait_until(lambda path=path: portal.ask(path).status == 404, 10)  # fetched anew: another machine's


def test_originals_stay_with_the_portal(portal, person, store):
    upload(person, portal.origin)
    original = next(name for name in store.names("media") if name.startswith("original_images/"))
    escapes = ("", "images/../", "images/%2e%2e/", "images/..%5c", "images/..%2f")
    for port in (portal.origin, portal.port):
        for escape in escapes:
            assert portal.ask(f"/media/{escape}{original}", port=port).status == 404
            assert portal.ask(f"/media/{escape}{original.replace('/', '%5c')}", port=port).status == 404


def test_a_document_is_handed_out_by_the_portal_and_only_to_those_who_may(portal, person):
    data = in_every_language(title="Plan") | {"tags": "", "collection": "1"}
    file = {"file": ("plan.pdf", b"%PDF-1.4 and more")}
    person.post(portal.origin, reverse("wagtaildocs:add"), data, file)
    with psycopg.connect(portal.environment["DATABASE_URL"]) as database:
        document, file = database.execute("SELECT id, file FROM portal_portaldocument").fetchone()
    address = reverse("wagtaildocs_serve", args=[document, file.rpartition("/")[2]])

    answer = portal.ask(address, port=portal.other)

    assert (answer.status, answer.body) == (200, b"%PDF-1.4 and more")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    portal.do(CLOSE)
    assert portal.ask(address, port=portal.other).status == 302
    assert person.get(portal.other, address).status_code == 200


def test_while_the_store_is_gone_pages_are_read_and_written_and_pictures_come_from_nginx(
    portal, person, without_store
):
    image = str(upload(person, portal.origin)["image_id"])
    title, paths = publish(person, portal, portal.origin, picture=image)
    kept, *others = re.findall(PICTURE, reads(portal, title, paths))
    assert portal.ask(kept).status == 200

    with without_store():
        reads(portal, title, paths)
        began = time.monotonic()
        new, new_paths = publish(person, portal, portal.origin, picture=image)
        page = reads(portal, new, new_paths)
        assert time.monotonic() - began < AT_ONCE
        assert re.search(r'<img[^>]+alt="[^"]*"', page)  # its text, where the picture is not kept
        assert (portal.ask(kept).status, portal.ask(kept).came) == (200, "HIT")
        for path in others[-2:]:
            began = time.monotonic()
            assert portal.ask(path, port=portal.origin).status == 503
            assert time.monotonic() - began < AT_ONCE

    for path in others:
        assert portal.ask(path).status == 200


@pytest.mark.parametrize("code", NOT_STORED)
def test_what_cannot_be_stored_is_said_in_the_form_and_nothing_typed_is_lost(
    portal, people, store, without_store, code
):
    person, before = people[code], store.names("media")
    wrote = in_every_language(title=f"Typed {uuid4().hex}") | {"tags": "", "collection": "1"}
    forms = [("images", {"file": ("plan.png", noise())}), ("docs", {"file": ("a.pdf", b"%PDF-1.4")})]

    with without_store():
        for kind, file in forms:
            began = time.monotonic()
            answer = person.post(portal.origin, reverse(f"wagtail{kind}:add"), wrote, file)
            assert time.monotonic() - began < AT_ONCE
            assert (answer.status_code, NOT_STORED[code] in answer.text) == (200, True)
            assert all(wrote[f"title_{each}"] in answer.text for each in NOT_STORED)
        said = upload(person, portal.other)
        assert (said["success"], said["error_message"]) == (False, NOT_STORED[code])
        assert parts(portal)["storage"] != "ok"

    assert store.names("media") == before
    assert upload(person, portal.origin)["success"]


def test_a_picture_described_while_the_store_is_gone_is_described(portal, person, without_store):
    image = upload(person, portal.origin)["image_id"]
    address, texts = reverse("wagtailimages:edit", args=[image]), in_every_language(title="Described")

    with without_store():
        assert person.get(portal.origin, address).status_code == 200
        answer = person.post(portal.origin, address, texts | {"tags": "", "collection": "1"})
        assert answer.status_code == 302

    assert texts["title_fr"] in person.get(portal.other, address).text


def test_readers_do_not_notice_that_a_machine_is_gone(portal, person):
    title, paths = publish(person, portal, portal.origin)
    portal.signal_gunicorn(signal.SIGKILL)
    portal.gunicorn.wait()
    try:
        for number in range(20):
            for path in paths.values():
                assert portal.ask(f"{path}?p={number}").status == 200
        assert publish(person, portal, portal.other)
    finally:
        portal.start_gunicorn()


def test_a_backup_holds_what_is_in_the_store_and_comes_back_into_another(portal, postgres, store, tmp_path):
    portal.manage("backup", str(tmp_path / "archive"))

    manifest = json.loads((tmp_path / "archive" / "manifest.json").read_text())
    assert set(manifest["media"]) == store.names("media")
    store.add_bucket("again")
    postgres.do("CREATE DATABASE again")
    again = {"DATABASE_URL": postgres.url.replace("/postgres", "/again"), "MEDIA_BUCKET": "again"}
    settings = {"STATIC_ROOT": portal.environment["STATIC_ROOT"]}
    Portal(tmp_path, **store.environment | settings | again).manage("restore", str(tmp_path / "archive"))
    assert store.names("again") == store.names("media")
