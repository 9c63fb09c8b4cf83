"""What a server in front is asked to fetch anew after a change: in every language, in no editor's way."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections, transaction
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cooperation.models import AreaPage
from portal import languages
from portal.caching import clock, concerned, refreshing
from portal.models import BasePage, PortalSettings
from portal.texts import column
from tests.caching.door import Door
from tests.changing import change
from tests.conftest import in_every_language, make

pytestmark = [pytest.mark.django_db, pytest.mark.long]  # it waits for doors that are slow


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    """Threads of the test's own."""
    monkeypatch.setattr(refreshing, "_pool", ThreadPoolExecutor(2))


def wait_for_rest():
    """Wait until everything was asked for, or given up."""
    refreshing._pool.shutdown()
    refreshing._pool = ThreadPoolExecutor(2)


def is_at_rest():
    return not Path(django_settings.CLOCK_FILE).with_name("refreshing").exists()


@pytest.fixture
def door(settings):
    door = Door()
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "portal.caching.refreshing.RefreshingBackend", "LOCATION": door.url}
    }
    yield door
    door.delay = 0
    wait_for_rest()
    door.shutdown()


@pytest.fixture
def asked(door, committed):
    """Do something; return the addresses that the door is asked for then."""

    def asked(act, *args, **kwargs):
        vars(connections["default"]).pop("_concerned", None)  # what the test began with
        door.asked.clear()
        committed(act, *args, **kwargs)
        wait_for_rest()
        return door.asked

    return asked


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(refreshing, "PAUSES", (0.01, 0.01))


def addresses(*pages):
    """Return the addresses of pages in every language."""
    return {f"http://testserver{page.url_in(code)}" for page in pages for code in languages.codes()}


def views(name):
    found = set()
    for code in languages.codes():
        with translation.override(code):
            found.add(f"http://testserver{reverse(name)}")
    return found


def test_a_page_that_is_published_comes_first_then_what_is_above_it_then_lists(asked, overview, area):
    found = asked(change, area, title="New")

    own, above = len(addresses(area)), len(addresses(overview))
    assert set(found[:own]) == addresses(area)
    assert set(found[own : own + above]) == addresses(overview)
    assert views("site_map") | views("updates") | {"http://testserver/sitemap.xml"} <= set(found)
    assert len(found) == len(set(found))


def test_a_draft_concerns_nobody(asked, area):
    assert asked(change, area, publish=False, title="Draft") == []


def test_what_is_undone_concerns_nobody(asked, area):
    def change_and_undo():
        with transaction.atomic():
            change(area, title="New")
            transaction.set_rollback(True)

    assert asked(change_and_undo) == []


def test_pages_below_show_the_title_of_one_above(asked, area, make_project):
    assert addresses(make_project()) <= set(asked(change, area, title="New"))


def test_a_page_that_the_menu_names_concerns_every_page(asked, area, make_area, make_project):
    assert addresses(make_project(parent=make_area())) <= set(asked(change, area, title="New"))


def test_a_page_deep_in_the_tree_concerns_those_above_alone(asked, overview, area, make_area, make_project):
    project, other = make_project(), make_project()

    found = set(asked(change, project, title="New"))

    assert addresses(project, area, overview) <= found
    assert found.isdisjoint(addresses(other, make_area()))


def test_a_page_that_is_taken_down_or_deleted_is_asked_for_where_it_was(asked, area, make_project):
    project = make_project()
    was = addresses(project)

    assert was | addresses(area) <= set(asked(project.unpublish))
    assert was | addresses(area) <= set(asked(project.delete))


def test_a_renamed_page_is_asked_for_where_it_was_and_is_with_all_below_it(asked, area, make_project):
    project = make_project()
    was = addresses(area, project)
    for code in languages.codes():
        setattr(area, column("slug", code), f"renamed-{code}")

    found = asked(area.save)

    area.refresh_from_db()
    assert was | addresses(area, BasePage.objects.get(pk=project.pk)) <= set(found)
    assert was.isdisjoint(addresses(area))


def test_a_moved_page_concerns_what_it_was_below_and_is_below(asked, area, make_area, make_project):
    project, other = make_project(), make_area()
    was = addresses(project)

    found = asked(project.move, other, "last-child")

    now = addresses(BasePage.objects.get(pk=project.pk))
    assert was | now | addresses(area, other) <= set(found)


def test_pages_that_refer_to_a_page_or_that_it_refers_to_are_asked_for(asked, area, make_project):
    partner = make_project()
    link = f'<p><a linktype="page" id="{partner.pk}">there</a></p>'
    values = dict.fromkeys(languages.codes(), link)
    page = make_project(body=[("paragraph", values)])

    assert addresses(page) <= set(asked(change, partner, title="New"))
    assert addresses(partner) <= set(asked(change, page, title="New"))


def test_a_milestone_concerns_its_pages_before_and_after_and_the_timeline(
    asked, timeline, make_project, make_milestone
):
    before, after = make_project(), make_project()
    milestone = make_milestone(pages=[before])

    def lead_elsewhere():
        link = milestone.links.get()
        link.page = after
        milestone.links = [link]
        milestone.save_revision().publish()

    found = set(asked(lead_elsewhere))

    assert addresses(before, after, timeline) <= found
    assert {f"{address}data/csv/" for address in addresses(timeline)} <= found
    assert addresses(after, timeline) <= set(asked(milestone.delete))


def test_a_kind_or_a_picture_concerns_the_pages_of_its_milestones(
    asked, timeline, make_project, make_milestone, make_image
):
    project, picture = make_project(), make_image()
    milestone = make_milestone(pages=[project], picture=picture)

    for obj in (milestone.kind, picture):
        assert addresses(project, timeline) <= set(asked(obj.save))


def test_the_settings_concern_every_page(asked, overview, area, make_project):
    project = make_project()

    found = asked(PortalSettings(tells_outdated=True).save)

    assert addresses(overview, area, project) <= set(found)


def test_a_restriction_concerns_the_page_and_all_below_it(asked, area, make_project):
    project = make_project()

    found = asked(PageViewRestriction.objects.create, page=area, restriction_type="login")

    assert addresses(area, project) <= set(found)


def test_a_redirect_concerns_the_addresses_that_it_leads_away_from(asked, area):
    redirect = Redirect.objects.create(old_path="/old", redirect_page=area)
    redirect.old_path = "/older"

    found = asked(redirect.save)

    assert {f"http://testserver/{path}" for path in ("old", "old/", "older", "older/")} == set(found)


def test_of_many_addresses_the_nearest_are_asked_for(asked, area, monkeypatch):
    monkeypatch.setattr(concerned, "MOST", 4)

    found = asked(change, area, title="New")

    assert len(found) == 4
    assert addresses(area) <= set(found)


def test_of_a_large_tree_no_more_pages_are_looked_at_than_are_asked_for(
    asked, area, make_project, monkeypatch
):
    for _number in range(5):
        make_project()
    monkeypatch.setattr(concerned, "MOST", 4)
    looked_at, get_full_url = [], BasePage.get_full_url
    monkeypatch.setattr(
        BasePage, "get_full_url", lambda page: looked_at.append(page.pk) or get_full_url(page)
    )

    asked(change, area, title="New")

    assert set(looked_at) == {area.pk, area.get_parent().pk}


def test_the_portal_makes_a_page_anew_before_the_door_is_asked(asked, area, monkeypatch):
    turned = []
    monkeypatch.setattr(clock, "turn", lambda: turned.append(time.monotonic()))
    hang_sign = refreshing.hang_sign
    hung = []
    monkeypatch.setattr(refreshing, "hang_sign", lambda: hung.append(time.monotonic()) or hang_sign())

    asked(change, area, title="New")

    assert turned[0] < hung[0]


def test_an_address_that_fails_is_asked_for_again(door, quick, caplog):
    door.fails = 2

    refreshing.RefreshingBackend({"LOCATION": door.url}).purge("http://testserver/fr/")
    wait_for_rest()

    assert door.asked == ["http://testserver/fr/"] * 3
    assert is_at_rest()
    assert caplog.text == ""


def test_an_address_that_changes_while_it_is_made_is_asked_for_at_once_again(door):
    door.overtaken = 2

    refreshing.RefreshingBackend({"LOCATION": door.url}).purge("http://testserver/fr/")
    wait_for_rest()

    assert door.asked == ["http://testserver/fr/"] * 3


def test_those_that_were_not_tried_come_first_the_next_time(door, quick):
    door.fails = refreshing.PATIENCE
    urls = [f"http://testserver/{number}/" for number in range(refreshing.PATIENCE + 2)]

    refreshing.RefreshingBackend({"LOCATION": door.url}).purge_batch(urls)
    wait_for_rest()

    assert door.asked == urls + urls[: refreshing.PATIENCE]


@pytest.mark.parametrize("status", [200, 301, 404, 410])
def test_whatever_the_portal_answers_is_fresh(door, status):
    door.status = status

    refreshing.RefreshingBackend({"LOCATION": door.url}).purge("http://testserver/fr/")
    wait_for_rest()

    assert len(door.asked) == 1


@pytest.mark.parametrize("location", ["http://127.0.0.1:9", None])
def test_what_fails_for_good_is_told_to_the_log_once(door, quick, caplog, location):
    door.status = 502
    backend = refreshing.RefreshingBackend({"LOCATION": location or door.url})

    backend.purge_batch(["http://testserver/fr/", "http://testserver/en/"])
    wait_for_rest()

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "2 addresses" in caplog.text


def test_a_slow_door_keeps_no_editor_waiting(door, committed, area, monkeypatch):
    monkeypatch.setattr(refreshing, "TIMEOUT", 0.1)
    monkeypatch.setattr(refreshing, "PAUSES", ())
    door.delay = 0.5
    began = time.monotonic()

    committed(change, area, title="New")

    took = time.monotonic() - began
    assert not is_at_rest()
    door.delay = 0
    wait_for_rest()
    committed(change, area, title="Newer")
    assert took < 1.5


def test_what_waits_to_be_asked_for_is_not_asked_for_twice(door):
    door.delay = 0.2
    backend = refreshing.RefreshingBackend({"LOCATION": door.url})

    for _time in range(5):
        backend.purge_batch([f"http://testserver/{number}/" for number in range(3)])
    wait_for_rest()

    assert len(door.asked) < 3 * 3


def test_without_a_server_in_front_nothing_is_noted(area, committed, settings):
    settings.WAGTAILFRONTENDCACHE = {}

    committed(make, AreaPage, area, **in_every_language(title="Area"))

    assert not hasattr(connections["default"], "_concerned")


def test_a_sign_of_a_process_that_was_killed_is_taken_down_by_the_job():
    old, new = refreshing.hang_sign(), refreshing.hang_sign()
    long_ago = time.time() - refreshing.FORGOTTEN - 1
    os.utime(old, (long_ago, long_ago))

    call_command("publish_scheduled")

    assert (old.exists(), new.exists()) == (False, True)
    refreshing.take_down(new)
    assert is_at_rest()
