"""What is put off happens when it is due, and the editor says so where it does not."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from cooperation.models import AreaPage
from portal import languages
from portal.models import BasePage, Heartbeat
from tests.conftest import in_every_language, with_holes
from tests.editing.test_edit_page import add_url, edit_url, posted, use_interface
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url
from timeline.models import Milestone

interfaces = pytest.mark.parametrize("interface", languages.codes())
HOME = "wagtailadmin_home"
PANEL = 'id="schedule-section"'


def moment(**ago):
    return timezone.now() - timedelta(**ago)


def typed(when):
    """Return a moment as a form sends it."""
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M")


def ran(when):
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": when})


def put_off(obj, when):
    """Schedule what an object says now, as somebody did before that moment."""
    obj.go_live_at = when
    revision = obj.save_revision(approved_go_live_at=when)
    revision.publish() if when > timezone.now() else None
    return revision


def home(client):
    return client.get(reverse(HOME))


# Scheduling


@pytest.fixture(params=["page", "milestone"])
def written(request, overview, make_kind):
    """How to post the form of a new page or milestone, and how to find it again."""

    def write(client, **changes):
        data = in_every_language(title="New") | {"go_live_at": "", "expire_at": "", "action-publish": "1"}
        if request.param == "page":
            response = client.post(add_url(AreaPage, overview), posted(**data | changes), follow=True)
            return response, AreaPage
        data = milestone_posted(make_kind(), **data | changes)
        return client.post(milestone_url("add"), data, follow=True), Milestone

    return write


@interfaces
def test_what_is_scheduled_is_published_and_taken_down_when_due(
    admin_client, editor, written, interface, monkeypatch
):
    use_interface(editor, interface)
    start = timezone.now()
    times = {"go_live_at": typed(moment(hours=-2)), "expire_at": typed(moment(hours=-4))}

    _response, model = written(admin_client, **times)
    seen = []
    for hours in (1, 3, 5):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: start + timedelta(hours=hours))
        call_command("publish_scheduled")
        seen.append(model.objects.get().live)

    assert seen == [False, True, False]
    assert model.objects.get().expired


@interfaces
def test_who_schedules_is_told_that_the_job_does_not_run(admin_client, editor, written, interface):
    use_interface(editor, interface)

    response, _model = written(admin_client, expire_at=typed(moment(hours=-1)))

    assertContains(response, "manage.py publish_scheduled")


def test_who_schedules_is_told_nothing_while_it_runs(admin_client, written):
    ran(moment(minutes=1))

    response, _model = written(admin_client, expire_at=typed(moment(hours=-1)))

    assertNotContains(response, "manage.py publish_scheduled")


def test_who_publishes_at_once_is_told_nothing(admin_client, written):
    response, _model = written(admin_client)

    assertNotContains(response, "manage.py publish_scheduled")


# The job


def test_the_job_notes_that_it_ran(db):
    call_command("publish_scheduled")

    assert Heartbeat.last() > moment(minutes=1)
    assert Heartbeat.objects.count() == 1


def test_a_rehearsal_is_not_a_run(db):
    call_command("publish_scheduled", dryrun=True)

    assert Heartbeat.last() is None


def test_what_it_holds_back_does_not_stop_it(area):
    put_off(area, moment(hours=1))
    revision = area.latest_revision
    with_holes(area, title_fr="", title_en="")
    revision.content |= {f"title_{code}": "" for code in languages.codes()}
    revision.save()

    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert Heartbeat.last() is not None


# The warning


@pytest.mark.names_languages
@pytest.mark.parametrize(("interface", "said"), [("fr", "n’a jamais été exécutée"), ("en", "has never run")])
def test_what_was_not_published_in_time_is_told(admin_client, editor, area, interface, said):
    use_interface(editor, interface)
    put_off(area, moment(hours=1))

    response = home(admin_client)

    assertContains(response, PANEL)
    assertContains(response, said)
    assertContains(response, edit_url(area))


def test_what_was_not_taken_down_in_time_is_told(admin_client, make_milestone):
    milestone = make_milestone()
    Milestone.objects.update(expire_at=moment(hours=1))

    assertContains(home(admin_client), milestone_url("edit", milestone.pk))


@pytest.mark.parametrize("late", [{"minutes": 5}, {"hours": -5}])
def test_nothing_is_told_while_there_is_time(admin_client, area, late):
    put_off(area, moment(**late))

    assertNotContains(home(admin_client), PANEL)


def test_nothing_is_told_where_nothing_is_scheduled(admin_client, area, make_milestone):
    make_milestone()

    assertNotContains(home(admin_client), PANEL)


def test_nothing_is_told_while_the_job_runs(admin_client, area):
    """What it holds back is told by the history of the page."""
    put_off(area, moment(hours=1))
    ran(moment(minutes=2))

    assertNotContains(home(admin_client), PANEL)


@pytest.mark.names_languages
@pytest.mark.parametrize(("name", "is_told"), [("Publishers", True), ("Editors", False)])
def test_it_is_told_to_those_who_publish(member, area, make_milestone, name, is_told):
    put_off(area, moment(hours=1))
    make_milestone()
    Milestone.objects.update(expire_at=moment(hours=1))

    response = home(member(name))

    assert (PANEL in response.text) is is_told
    assert (edit_url(BasePage.objects.get(pk=area.pk)) + '"' in response.text) is is_told
