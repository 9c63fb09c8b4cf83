"""A project's facts, and an area's projects."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from cooperation.models import PROJECTS_A_PAGE, Participant, projects_in
from portal import languages
from tests.changing import codes
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


@pytest.mark.names_languages
def test_the_fact_sheet_of_the_mine_project(client, shipped):
    french = client.get("/fr/demilitarisation/mines-antipersonnel/")
    english = client.get("/en/demilitarisation/anti-personnel-mines/")

    for word in [
        "Clos",
        "jusqu’en janvier 2007",
        "Chef de file",
        "Canada",
        "Bélarus",
        "Lituanie",
        "700\xa0000",
    ]:
        assertContains(french, word)
    for word in ["Closed", "until January 2007", "Lead", "Canada", "Belarus", "Lithuania", "700,000"]:
        assertContains(english, word)


@codes
def test_participants_stand_as_editors_ordered_them(client, area, make_project, code):
    project = make_project(parent=area)
    for place in (1, 2, 0):  # not as they were made
        name = in_every_language(name=f"Partner {place}")
        Participant.objects.create(project=project, sort_order=place, **name)

    shown = BeautifulSoup(client.get(project.url_in(code)).content, "html.parser").select(".fact-sheet dd")

    assert [each.text for each in shown][-3:] == [f"Partner {place} {code}" for place in range(3)]


@pytest.mark.names_languages
def test_a_project_without_date_or_state_says_nothing_of_them(client, shipped):
    assertNotContains(client.get("/fr/science/polesie/"), "Période")
    assertNotContains(client.get("/en/science/polesie/"), "Status")
    assertContains(client.get("/fr/science/polesie/"), "Norvège")


def test_draft_project_stays_hidden(client, area, make_project):
    make_project(parent=area, live=False, title_fr="Laboratoire secret", title_en="Unannounced laboratory")

    for code in languages.codes():
        response = client.get(area.url_in(code))
        assertNotContains(response, "Laboratoire secret")
        assertNotContains(response, "Unannounced laboratory")


def test_what_is_closed_to_readers_is_not_listed(client, overview, area, make_project, make_information):
    private = [area, make_information(), make_project(parent=area)]
    for page in private:
        page.show_in_menus = True
        page.save()
        page.view_restrictions.create(restriction_type="login")

    for code in languages.codes():
        front = client.get(overview.url_in(code)).text
        for page in private:
            assert page.text("title", code).value not in front
            assert client.get(page.url_in(code)).status_code == 302


def test_projects_stand_by_start_those_without_date_last(area, make_project):
    periods = ["", "2013/..", "../1999", "2001", "2001-05"]
    for period in periods:
        make_project(parent=area, period=period)

    listed = [project.period and project.period.edtf for project in projects_in(area)]

    assert listed == ["../1999", "2001", "2001-05", "2013/..", None]


@codes
def test_many_projects_are_shown_a_part_at_a_time(client, area, make_project, code):
    titles = []
    for number in range(PROJECTS_A_PAGE + 8):
        project = make_project(parent=area, period=f"{1990 + number}")
        titles.append(project.text("title", code).value)
    address = area.url_in(code)

    shown = [client.get(address).text, client.get(address, {"page": "2"}).text]

    assert all(title in shown[0] for title in titles[:PROJECTS_A_PAGE])
    assert all(title in shown[1] for title in titles[PROJECTS_A_PAGE:])
    assert not any(f">{title}<" in shown[0] for title in titles[PROJECTS_A_PAGE:])
    assert f'{address}?page=2">' in shown[1]  # canonical, and the other language's
    for odd in ("0", "-1", "abc", "1000000000"):
        assert client.get(address, {"page": odd}).status_code == 200


def test_thirteen_projects_cost_no_more_queries_than_one(client, area, make_project):
    address = area.url_in(languages.default())
    make_project(parent=area)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(12):
        make_project(parent=area)
    with CaptureQueriesContext(connection) as thirteen:
        client.get(address)

    assert len(thirteen) == len(one)
