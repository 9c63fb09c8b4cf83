"""Whatever changes what is public is seen by the very next reader; what is not public costs nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from portal import languages
from portal.caching import clock
from portal.models import PortalSettings
from portal.texts import column
from tests.caching.nginx import wait_until
from tests.changing import change, codes
from tests.newsroom.test_schedules import put_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes(read, committed):
    """Do something; tell in which languages a page then answers otherwise to those who come next."""

    def changes(page, act, *args, **kwargs):
        before = {code: page.url_in(code) for code in languages.codes()}
        answers = {code: read(address).content for code, address in before.items()}
        assert all(read(address).content == answers[code] for code, address in before.items())
        committed(act, *args, **kwargs)
        return {code for code, address in before.items() if read(address).content != answers[code]}

    return changes


EVERYWHERE = set(languages.codes())


def test_what_is_published_is_read_by_the_next(area, changes):
    assert changes(area, change, area, title="Nouveau") == EVERYWHERE


def test_what_is_taken_back_is_gone_for_the_next(area, changes, read):
    assert changes(area, area.unpublish) == EVERYWHERE
    assert read(area.url).status_code == 404


def test_what_is_deleted_is_gone_for_the_next(overview, area, changes, read):
    address = area.url
    assert changes(overview, area.delete) == EVERYWHERE
    assert read(address).status_code == 404


def test_what_is_moved_is_led_to(area, make_area, make_project, committed, read):
    project, other = make_project(), make_area()
    old = {code: project.url_in(code) for code in languages.codes()}
    for address in old.values():
        read(address)

    committed(project.move, other, "last-child")

    for code, address in old.items():
        project.refresh_from_db()
        assert (read(address).status_code, read(address).headers["Location"]) == (301, project.url_in(code))
        assert read(project.url_in(code)).status_code == 200


def test_a_page_that_is_closed_is_closed_to_the_next(area, changes):
    restriction = PageViewRestriction(page=area, restriction_type="password", password="open")
    assert changes(area, restriction.save) == EVERYWHERE


def test_the_menu_is_the_new_one_on_every_page(area, make_information, changes):
    page = make_information()
    page.show_in_menus = True
    assert changes(area, page.save_revision().publish) == EVERYWHERE


def test_the_settings_are_the_new_ones_on_every_page(area, changes):
    settings = PortalSettings.load()
    for code in languages.codes():
        setattr(settings, column("tagline", code), f"Une devise {code}")
    assert changes(area, settings.save) == EVERYWHERE


def test_a_milestone_and_its_kind_are_the_new_ones(overview, timeline, make_milestone, changes):
    milestone = make_milestone()
    assert changes(timeline, change, milestone, title="Nouveau") == EVERYWHERE

    for code in languages.codes():
        setattr(milestone.kind, column("name", code), f"Autre {code}")
    assert changes(timeline, milestone.kind.save) == EVERYWHERE


def test_a_picture_is_described_anew(area, make_image, changes):
    image = make_image()
    area.picture = image
    area.save_revision().publish()
    for code in languages.codes():
        setattr(image, column("description", code), f"Autre chose {code}")
    assert changes(area, image.save) == EVERYWHERE


def test_a_redirect_leads_on_at_once(overview, read, committed):
    assert read("/fr/ancien/").status_code == 404
    committed(Redirect.add_redirect, "/fr/ancien/", overview)
    assert read("/fr/ancien/").headers["Location"] == overview.url


@pytest.mark.names_languages
def test_what_a_content_file_brings_is_read_by_the_next(shipped, read, committed, tmp_path):
    assert "Quatre saisons" not in read("/fr/").content.decode()
    file = tmp_path / "more.yaml"
    file.write_text(
        "- model: portal.informationpage\n"
        "  fields:\n"
        "    parent: /\n"
        "    slug: {fr: saisons, en: seasons}\n"
        "    title: {fr: Quatre saisons, en: Four seasons}\n"
    )
    committed(call_command, "content", "apply", file, stdout=StringIO())
    assert "Quatre saisons" in read("/fr/").content.decode()
    assert "Four seasons" in read("/en/").content.decode()


def test_what_is_due_is_read_when_the_job_has_run(area, changes):
    for code in languages.codes():
        setattr(area, column("title", code), f"Plus tard {code}")
    put_off(area, timezone.now() - timedelta(minutes=1))
    assert changes(area, call_command, "publish_scheduled", verbosity=0) == EVERYWHERE


@codes
def test_a_notice_is_gone_when_its_time_is_over(overview, read, committed, code, monkeypatch):
    settings, ends = PortalSettings.load(), timezone.now() + timedelta(minutes=5)
    texts = dict.fromkeys(languages.codes(), "<p>Fermé lundi</p>")
    notice = {"level": "information", "text": texts, "starts": None, "ends": ends}
    settings.notices = [("notice", notice)]
    committed(settings.save)
    address = overview.url_in(code)
    assert "Fermé lundi" in read(address).content.decode()

    with monkeypatch.context() as later:
        now = ends + timedelta(seconds=1)
        later.setattr("django.utils.timezone.now", lambda: now)
        later.setattr("time.time", now.timestamp)
        assert "Fermé lundi" not in read(address).content.decode()


def test_where_the_site_begins_is_known_anew(overview, area, make_area, read, committed):
    site = Site.objects.get(is_default_site=True)
    read(area.url)
    site.root_page = area
    committed(site.save)
    assert read(f"/{languages.default()}/").context["page"].specific == area
    assert read(f"/{languages.default()}/").status_code == 200


# Only what is committed


def test_readers_are_shown_nothing_that_is_not_committed_nor_was_undone(area, read, is_kept):
    read(area.url)
    was = clock.now()

    def change_and_fail():
        with transaction.atomic():
            change(area, title="Jamais")
            assert clock.now() == was
            raise InterruptedError

    with pytest.raises(InterruptedError):
        change_and_fail()
    assert clock.now() == was
    assert is_kept(area.url)


# What is of no concern to readers


@pytest.mark.parametrize(
    "act",
    [
        "draft",
        "draft_milestone",
        "sign_in",
        "edit_form",
        "lock",
    ],
)
def test_what_only_editors_see_has_nothing_made_anew(
    act, area, timeline, make_milestone, editor, admin_client, read, committed, is_kept
):
    milestone = make_milestone()

    def lock():
        area.locked, area.locked_by, area.locked_at = True, editor, timezone.now()
        area.save(update_fields=["locked", "locked_by", "locked_at"])

    acts = {
        "draft": lambda: change(area, publish=False, title="Brouillon"),
        "draft_milestone": lambda: change(milestone, publish=False, title="Brouillon"),
        "sign_in": lambda: admin_client.force_login(editor),
        "edit_form": lambda: admin_client.get(f"/admin/pages/{area.pk}/edit/"),
        "lock": lock,
    }
    read(area.url)
    was = clock.now()

    committed(acts[act])

    assert clock.now() == was
    assert is_kept(area.url)


# The clock itself


def test_what_was_made_of_older_data_is_not_kept_as_newer(db):
    with clock.held():
        cache.set("found", "old")
        held = clock.now()
        clock.FileClock.turn(clock._clock())  # another process
        assert clock.now() == held
        cache.set("also", "old")
    assert cache.get_many(["found", "also"]) == {}


def test_a_cache_that_cannot_be_told_undoes_nothing_and_is_told_later(area, committed, monkeypatch, caplog):
    was = clock.now()
    with monkeypatch.context() as gone:
        gone.setattr(clock.FileClock, "turn", lambda clock: 1 / 0)
        committed(change, area, title="Publié")
    area.refresh_from_db()
    assert area.title.startswith("Publié")
    assert "the cache could not be told" in caplog.text
    wait_until(lambda: clock.now() != was)


def test_a_collection_that_is_closed_closes_what_is_in_it(make_document, read, committed):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    document = make_document(collection=collection)
    assert read(document.url).status_code == 200
    committed(CollectionViewRestriction.objects.create, collection=collection, restriction_type="login")
    assert read(document.url).status_code == 302
