"""A reader is told, if the portal wants it, that a text is being updated and which language is newer."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from portal import languages
from portal.models import PortalSettings
from tests.changing import change, codes, others
from tests.conftest import settings_posted


@pytest.fixture
def telling(db):
    PortalSettings.objects.create(tells_outdated=True)


def notices(response):
    return BeautifulSoup(response.text, "html.parser").select("main .notice[role=note]")


@codes
def test_a_page_tells_it_in_the_languages_that_are_behind_and_leads_to_the_newer(client, telling, area, code):
    area = change(change(area, introduction="Texte"), introduction="Autre texte", code=code)

    assert notices(client.get(area.url_in(code))) == []
    for other in others(code):
        [notice] = notices(client.get(area.url_in(other)))
        [link] = notice.find_all("a")
        assert (link["href"], link["lang"], link["hreflang"]) == (area.url_in(code), code, code)


@codes
def test_nothing_is_told_unless_the_portal_wants_it(client, area, code):
    area = change(change(area, introduction="Texte"), introduction="Autre texte", code=code)

    for each in languages.codes():
        assert notices(client.get(area.url_in(each))) == []


@codes
def test_nothing_is_told_of_a_draft_nor_once_it_is_settled(client, telling, area, code):
    area = change(area, introduction="Texte")
    change(area, publish=False, introduction="Autre texte", code=code)
    for each in languages.codes():
        assert notices(client.get(area.url_in(each))) == []

    change(area, introduction="Encore autre")

    for each in languages.codes():
        assert notices(client.get(area.url_in(each))) == []


@codes
def test_readers_are_told_until_the_translation_is_public(client, telling, area, code):
    area = change(change(area, introduction="Texte"), introduction="Autre texte", code=code)
    for other in others(code):
        change(area, publish=False, introduction="Autre texte", code=other)

    for other in others(code):
        assert len(notices(client.get(area.url_in(other)))) == 1


@codes
def test_a_milestone_tells_it_on_the_timeline_and_on_its_pages(
    client, telling, timeline, overview, make_milestone, code
):
    milestone = change(make_milestone(pages=[overview]), description="Texte")
    change(milestone, description="Autre texte", code=code)
    make_milestone(pages=[overview])

    for page in (timeline, overview):
        for other in others(code):
            assert len(notices(client.get(page.url_in(other)))) == 1
        assert notices(client.get(page.url_in(code))) == []


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("code", "words"),
    [("fr", "Ce texte est en cours de mise à jour."), ("en", "This text is being updated.")],
)
def test_it_is_told_in_the_reader_s_language(client, telling, area, code, words):
    other = "en" if code == "fr" else "fr"
    area = change(change(area, introduction="Texte"), introduction="Autre texte", code=other)

    assertContains(client.get(area.url_in(code)), words)
    assertNotContains(client.get(area.url_in(other)), words)


def test_it_costs_no_more_for_many_milestones(client, telling, timeline, make_milestone):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(timeline.url_in(languages.default()))
        return len(queries)

    def add(number):
        for _time in range(number):
            milestone = change(make_milestone(), description="Texte")
            change(milestone, description="Autre texte", code=languages.default())

    add(1)
    cost()  # what is asked once in the life of a process
    first = cost()
    add(12)
    assert cost() == first


@codes
def test_an_editor_chooses_it(admin_client, client, overview, area, code):
    form = admin_client.get("/admin/settings/portal/portalsettings/", follow=True).redirect_chain[-1][0]
    area = change(change(area, introduction="Texte"), introduction="Autre texte", code=code)

    admin_client.post(form, settings_posted(tells_outdated="on"))

    for other in others(code):
        assert len(notices(client.get(area.url_in(other)))) == 1
