"""The front page: areas, what is under way, what happened last."""

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cooperation.models import ProjectPage
from portal import languages
from portal.models.pages import MOST_AREAS
from portal.texts import column

codes = pytest.mark.parametrize("code", languages.codes())


def read(client, page, code):
    return html5lib.parse(client.get(page.url_in(code)).content, namespaceHTMLElements=False)


def address(name, code):
    with translation.override(code):
        return reverse(name)


def titles(document, kind):
    return ["".join(each.itertext()).strip() for each in document.findall(f".//h3[@class='{kind}__title']")]


@codes
def test_an_empty_portal_has_a_front_page_without_empty_sections(client, overview, code):
    document = read(client, overview, code)

    assert document.findall(".//h1")
    assert not document.findall(".//h2")


@codes
def test_a_card_tells_how_many_projects_an_area_has(client, area, make_area, make_project, code):
    make_area()
    make_project(parent=area)
    make_project(parent=area, live=False)
    make_project(parent=area, status=ProjectPage.Status.CLOSED)

    cards = read(client, area.get_parent(), code).findall(".//li[@class='card']")

    facts = ["".join(card.find("p[@class='card__facts']").itertext()) for card in cards if len(card) > 1]
    assert [int(fact.split()[0]) for fact in facts] == [2]


@codes
def test_only_what_is_under_way_is_among_the_current_projects(client, overview, make_project, code):
    running = make_project(status=ProjectPage.Status.ONGOING)
    make_project(status=ProjectPage.Status.CLOSED)
    make_project()

    assert titles(read(client, overview, code), "project") == [running.in_language("title", code)]


@codes
def test_of_many_areas_the_first_are_there_with_what_is_under_way_in_any_of_them(
    client, overview, area, make_area, make_project, code
):
    areas = [area, *(make_area() for _each in range(MOST_AREAS - 1))]
    before = read(client, overview, code)
    project = make_project(parent=make_area(), status=ProjectPage.Status.ONGOING)
    document = read(client, overview, code)

    shown = [each.in_language("title", code) for each in areas]
    leading_on = f".//section[@aria-labelledby='areas']/p/a[@href='{address('site_map', code)}']"
    assert titles(before, "card") == titles(document, "card") == shown
    assert before.find(leading_on) is None
    assert document.find(leading_on) is not None
    assert titles(document, "project") == [project.in_language("title", code)]


@codes
def test_what_is_under_way_in_an_area_that_readers_are_not_shown_is_not_there(
    client, overview, make_area, make_project, code
):
    area = make_area(**{column("published_in", code): False})
    make_project(parent=area, status=ProjectPage.Status.ONGOING)

    assert titles(read(client, overview, code), "project") == []


@codes
def test_the_four_latest_milestones_stand_there_the_last_first(client, overview, make_milestone, code):
    made = [make_milestone(period=year) for year in ("1994", "2001", "1992", "2013-05", "2013-01")]
    make_milestone(period="2020", live=False)

    expected = [made[place].in_language("title", code) for place in (3, 4, 1, 0)]
    assert titles(read(client, overview, code), "milestone") == expected


@codes
def test_an_area_without_projects_says_so(client, area, make_project, code):
    empty = client.get(area.url_in(code)).text
    make_project(parent=area)

    with_one = read(client, area, code).find(".//section[@aria-labelledby='projects']/p")
    assert with_one is None
    assert (
        html5lib.parse(empty, namespaceHTMLElements=False).find(".//section[@aria-labelledby='projects']/p")
        is not None
    )


@codes
def test_a_project_leads_to_the_others_of_its_area(client, area, make_area, make_project, code):
    [project, other] = [make_project(parent=area) for _each in range(2)]
    make_project(parent=make_area())

    assert titles(read(client, project, code), "project") == [other.in_language("title", code)]


@codes
def test_thirteen_areas_and_projects_cost_no_more_queries_than_one(
    client, overview, make_area, make_project, code
):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(overview.url_in(code))
        return len(queries)

    make_project(parent=make_area(), status=ProjectPage.Status.ONGOING)
    client.get(overview.url_in(code))
    one = cost()
    for _each in range(12):
        make_project(parent=make_area(), status=ProjectPage.Status.ONGOING)

    assert cost() == one
