"""What every reader is told for a while, on top of each page."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from portal import languages
from portal.models import PortalSettings
from tests.changing import codes, in_each, others

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def tell(*notices):
    usual = {"level": "information", "starts": None, "ends": None}
    rows = [{"type": "notice", "value": usual | notice} for notice in notices]
    PortalSettings.objects.create(notices=json.dumps(rows))


def from_now(hours):
    return (timezone.now() + hours * HOUR).isoformat()


def notices(client, page, code):
    return BeautifulSoup(client.get(page.url_in(code)).content, "html.parser").select(".banner")


@codes
def test_a_notice_stands_on_every_page_in_the_reader_s_language(client, overview, area, code):
    tell({"level": "warning", "text": {each: f"<p><b>Closed</b> {each}</p>" for each in languages.codes()}})

    for page in (overview, area):
        [notice] = notices(client, page, code)
        assert "banner--warning" in notice["class"]
        assert notice.select_one(".banner__level").text
        assert notice.find("b").parent.text == f"Closed {code}"
        assert notice.find_parent("section")["aria-label"]


@pytest.mark.parametrize(
    ("starts", "ends", "is_shown"),
    [
        (None, None, True),
        (-1, None, True),
        (1, None, False),
        (None, 1, True),
        (None, -1, False),
        (-1, 1, True),
        (-2, -1, False),
        (1, 2, False),
    ],
)
def test_a_notice_is_shown_from_its_start_to_its_end(client, overview, starts, ends, is_shown):
    times = {"starts": starts and from_now(starts), "ends": ends and from_now(ends)}
    tell({"text": in_each("<p>Closed</p>")} | times)

    for code in languages.codes():
        assert bool(notices(client, overview, code)) == is_shown


@codes
def test_a_notice_in_one_language_is_marked_in_the_other(client, overview, code):
    tell({"text": in_each("") | {code: "<p>Closed</p>"}})

    assert notices(client, overview, code)[0].find(lang=True) is None
    for other in others(code):
        assert notices(client, overview, other)[0].find(lang=code).text == "Closed"


def test_without_anything_to_say_nothing_stands_there_and_no_cookie_is_set(client, overview):
    tell({"text": in_each("<p></p>")})

    for code in languages.codes():
        response = client.get(overview.url_in(code))
        assert "banner" not in response.text
        assert not response.cookies
