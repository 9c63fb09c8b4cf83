"""What is published in one language on purpose: honest in the other, and out of its lists."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail.models import PageLogEntry, Revision

from portal import languages
from portal.parity.gate import CHOICE_ACTION, HoleError
from portal.texts import column
from tests.conftest import in_every_language
from tests.editing.test_edit_page import edit_url, posted
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url

codes = pytest.mark.parametrize("code", languages.codes())


def only_in(code, **texts):
    """Return the fields of an object that has texts in one language, and is meant for that one alone."""
    others = [each for each in languages.codes() if each != code]
    fields = {column(name, code): text for name, text in texts.items()}
    fields |= {column(name, each): "" for name in texts for each in others}
    return fields | {column("published_in", each): False for each in others}


def other_than(code):
    return next(each for each in languages.codes() if each != code)


@codes
def test_its_other_address_answers_with_a_notice(client, make_area, code):
    area, other = make_area(**only_in(code, title="Only", introduction="Once")), other_than(code)

    own, notice = client.get(area.url_in(code)), client.get(area.url_in(other))

    assertContains(own, "Once")
    assertNotContains(own, "noindex")
    assert notice.status_code == 200
    assert notice.headers["Content-Language"] == other
    assertContains(notice, '<meta name="robots" content="noindex">', html=True)
    assertNotContains(notice, "Once")
    assertContains(notice, f'<h1><span lang="{code}">Only</span></h1>', html=True)
    assertContains(notice, f'href="{area.url_in(code)}" lang="{code}" hreflang="{code}"')


@codes
def test_search_engines_are_told_of_no_other_language(client, make_area, code):
    area = make_area(**only_in(code, title="Only"))

    head = BeautifulSoup(client.get(area.url_in(code)).text, "html.parser").head

    alternates = {link["hreflang"]: link["href"] for link in head.find_all("link", hreflang=True)}
    own = settings.BASE_URL + area.url_in(code)
    assert alternates == {code: own, "x-default": own}


@codes
def test_it_stays_out_of_menus_and_lists(client, overview, make_area, make_information, make_project, code):
    make_area(**only_in(code, title="Only"), show_in_menus=True)
    make_information(**only_in(code, title="Only"))
    parent = make_area()
    make_project(parent=parent, **only_in(code, title="Only"))

    for page in (overview, parent):
        assertContains(client.get(page.url_in(code)), "Only")
        assertNotContains(client.get(page.url_in(other_than(code))), "Only")


@codes
def test_a_milestone_stays_out_of_the_timeline_its_data_and_its_pages(
    client, timeline, overview, make_milestone, code
):
    make_milestone(key="only", pages=[overview], **only_in(code, title="Only"))
    make_milestone(pages=[overview], **in_every_language(title="Both"))
    forms = ("atom", "calendar", "csv", "timelinejs")

    for each in languages.codes():
        own = timeline.url_in(each)
        for address in (own, overview.url_in(each), *(f"{own}data/{form}/" for form in forms)):
            text = client.get(address).content.decode()
            assert f"Both {each}" in text, address
            assert ("Only" in text) == (each == code), address


@codes
def test_a_milestone_s_other_permalink_answers_with_a_notice(client, timeline, make_milestone, code):
    make_milestone(key="only", **only_in(code, title="Only"))
    other = other_than(code)

    response = client.get(f"{timeline.url_in(other)}only/")

    assert response.status_code == 200
    assertContains(response, "noindex")
    assertContains(response, f'href="{timeline.url_in(code)}only/" lang="{code}"')
    target = client.get(f"{timeline.url_in(code)}only/")
    assertRedirects(target, f"{timeline.url_in(code)}#m-only", fetch_redirect_response=False)


@codes
def test_a_milestone_links_to_no_page_of_another_language(client, timeline, make_area, make_milestone, code):
    make_milestone(pages=[make_area(**only_in(code, title="Only"))])

    assertContains(client.get(timeline.url_in(code)), "Only")
    assertNotContains(client.get(timeline.url_in(other_than(code))), "Only")


@codes
def test_a_timeline_in_one_language_gives_no_data_in_the_other(client, timeline, make_milestone, code):
    make_milestone(**in_every_language(title="Moment"))
    setattr(timeline, column("published_in", other_than(code)), False)
    timeline.save_revision().publish()

    response = client.get(f"{timeline.url_in(other_than(code))}data/csv/")

    assertContains(response, "noindex")
    assertNotContains(response, "Moment")
    assertContains(client.get(f"{timeline.url_in(code)}data/csv/"), "Moment")


@codes
def test_an_editor_publishes_in_one_language_and_the_history_says_who_and_when(
    admin_client, area, client, code
):
    other = other_than(code)
    data = posted(area, **only_in(code, title="Only", introduction="Once"))
    data = {name: value for name, value in data.items() if value is not False}

    admin_client.post(edit_url(area), data | {"action-publish": "1"})

    assertContains(client.get(area.url_in(code)), "Once")
    assertContains(client.get(area.url_in(other)), "noindex")
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[area.pk]))
    [entry] = [each for each in history.context["object_list"] if each.action == "portal.published_in"]
    assert entry.user.username == "editor"
    assert entry.data == {"languages": [code]}
    assertContains(history, languages.name_for_reader(code))


@codes
def test_a_milestone_is_published_in_one_language(admin_client, make_kind, timeline, client, code):
    other = other_than(code)
    data = milestone_posted(make_kind(), **only_in(code, title="Only"))
    data = {name: value for name, value in data.items() if value is not False}

    admin_client.post(milestone_url("add"), data | {"action-publish": "1"})

    assertContains(client.get(timeline.url_in(code)), "Only")
    assertNotContains(client.get(timeline.url_in(other)), "Only")


@codes
def test_it_is_not_published_with_texts_of_the_other_language_alone(area, code):
    for name, value in only_in(other_than(code), introduction="Elsewhere").items():
        setattr(area, name, value)
    for each in languages.codes():
        setattr(area, column("published_in", each), each == code)

    with pytest.raises(HoleError):
        area.save_revision().publish()


@codes
def test_no_breadcrumb_and_no_link_leads_to_it(client, make_area, make_project, code):
    area = make_area(**only_in(code, title="Only"))
    project = make_project(parent=area, resources=[{"type": "link", "value": {"page": area.pk}}])

    assertContains(client.get(project.url_in(code)), ">Only</a>", count=2)
    assertNotContains(client.get(project.url_in(other_than(code))), "Only")


@codes
def test_the_choice_is_logged_when_it_is_seen(area, editor, code):
    setattr(area, column("published_in", code), False)
    area.go_live_at = timezone.now() + timedelta(days=1)
    revision = area.save_revision(user=editor)
    revision.publish(user=editor)
    logged = PageLogEntry.objects.filter(page=area.pk, action=CHOICE_ACTION)
    assert not logged.exists()
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1),
        content=revision.content | {"go_live_at": (timezone.now() - timedelta(minutes=1)).isoformat()},
    )

    call_command("publish_scheduled")

    assert logged.get().user == editor


@codes
def test_a_draft_in_one_language_changes_nothing_yet(admin_client, area, client, code):
    data = posted(area)
    del data[column("published_in", code)]

    admin_client.post(edit_url(area), data)

    assertNotContains(client.get(area.url_in(code)), "noindex")
