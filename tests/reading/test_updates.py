"""What is new on the portal, as a feed reader takes it."""

from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal import languages
from portal.models import PortalSettings
from portal.texts import column
from tests.changing import change, codes, others
from tests.conftest import in_every_language, with_holes
from tests.reading.test_one_language import only_in


def fetch(client, code):
    response = client.get(f"/{code}/atom.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def titles(client, code):
    return [entry.title for entry in fetch(client, code).entries]


def close(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@codes
def test_pages_and_milestones_are_there_the_latest_first(client, timeline, make_area, make_milestone, code):
    area = make_area(**in_every_language(title="Area"))
    milestone = make_milestone(**in_every_language(title="Milestone"))
    area = change(area, introduction="Introduction")

    feed = fetch(client, code)

    assert [entry.title for entry in feed.entries][:2] == [f"Area {code}", f"Milestone {code}"]
    assert len({entry.id for entry in feed.entries}) == 4
    first, second = feed.entries[:2]
    assert first.link == settings.BASE_URL + area.url_in(code)
    assert first.summary == f'<p lang="{code}">Introduction {code}</p>'
    assert first.updated[:19] == area.last_published_at.isoformat()[:19]
    assert second.link == f"{settings.BASE_URL}{timeline.url_in(code)}{milestone.key}/"
    assert milestone.period.in_words(code) in second.summary


@codes
def test_the_feed_is_named_like_the_portal_in_its_language(client, overview, code):
    PortalSettings.objects.create(**in_every_language(name="Portal"))

    response = client.get(f"/{code}/atom.xml", headers={"accept-language": "x"})
    feed = feedparser.parse(response.content).feed

    assert f"Portal {code}" in feed.title
    assert feed.author == f"Portal {code}"
    assert feed.language == response["Content-Language"] == code
    assert "Accept-Language" not in response.get("Vary", "")
    addresses = {link.rel: link.href for link in feed.links}
    assert addresses["alternate"] == settings.BASE_URL + overview.url_in(code)
    assert addresses["self"] == f"{settings.BASE_URL}/{code}/atom.xml"


@codes
def test_a_milestone_is_the_same_entry_in_the_timeline_s_feed(client, timeline, make_milestone, code):
    make_milestone()

    [of_timeline] = feedparser.parse(client.get(f"{timeline.url_in(code)}data/atom/").content).entries

    [of_portal] = [entry for entry in fetch(client, code).entries if entry.id == of_timeline.id]
    assert of_portal == of_timeline


def test_there_are_thirty_at_most(client, timeline, area, make_area, make_milestone):
    for _time in range(16):
        make_area()
        make_milestone()
    area = change(area, introduction="Introduction")

    for code in languages.codes():
        found = titles(client, code)
        assert len(found) == 30
        assert found[0] == area.in_language("title", code)


@codes
def test_what_is_left_out_in_a_language_is_not_in_its_feed(client, timeline, make_area, make_milestone, code):
    make_area(**only_in(code, title="Area"))
    make_milestone(**only_in(code, title="Milestone"))

    assert {"Area", "Milestone"} <= set(titles(client, code))
    for other in others(code):
        assert not {"Area", "Milestone"} & set(titles(client, other))


@codes
def test_what_not_everybody_may_read_is_not_there(
    client, overview, make_area, make_project, make_milestone, timeline, code
):
    closed = make_area()
    close(closed)
    make_project(parent=closed)
    make_area(live=False)
    make_milestone(live=False)
    expired = {"expire_at": timezone.now() - timedelta(minutes=1)}
    for obj in (make_area(), make_milestone()):
        type(obj).objects.filter(pk=obj.pk).update(**expired)

    # the area of `make_project` is open
    assert set(titles(client, code)) == {
        page.in_language("title", code) for page in [overview, timeline, *overview.get_children()[:1]]
    }


@codes
def test_a_draft_of_what_is_public_tells_nothing(client, area, code):
    change(area, publish=False, title="Draft")

    assert f"Draft {code}" not in titles(client, code)


@pytest.mark.parametrize("fate", ["missing", "draft", "closed"])
def test_milestones_without_a_timeline_to_read_are_not_there(
    client, overview, timeline, make_milestone, fate
):
    make_milestone(**in_every_language(title="Milestone"))
    if fate == "missing":
        timeline.delete()
    elif fate == "draft":
        timeline.unpublish()
    else:
        close(timeline)

    for code in languages.codes():
        assert titles(client, code) == [overview.in_language("title", code)]


@codes
def test_a_text_of_another_language_is_marked(client, area, code):
    area = change(area, introduction="Introduction")
    with_holes(area, **{column(name, code): "" for name in ("title", "introduction")})
    [first, *_rest] = [other for other in languages.codes() if other != code]

    text = client.get(f"/{code}/atom.xml").text

    assert f'<entry xml:lang="{first}"><title>{area.in_language("title", first)}</title>' in text
    assert f'&lt;p lang="{first}"&gt;Introduction {first}&lt;/p&gt;' in text
    for other in others(code):
        assert "<entry xml:lang" not in client.get(f"/{other}/atom.xml").text


def test_thirteen_of_each_cost_no_more_than_one(client, timeline, make_area, make_milestone):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            fetch(client, languages.default())
        return len(queries)

    def add(number):
        for _time in range(number):
            make_milestone(pages=[make_area()])

    add(1)
    cost()  # what is asked once in the life of a process
    first = cost()
    add(12)
    assert cost() == first
