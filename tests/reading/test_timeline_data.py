"""The timeline as data, read back by the programs that take it."""

import csv
import json
from datetime import date
from io import StringIO

import feedparser
import html5lib
import jsonschema
import pytest
from django.conf import settings
from django.utils import timezone
from icalendar import Calendar

from portal import languages
from portal.models import PortalImage
from portal.texts import column
from tests.conftest import with_holes
from tests.editing.test_media import png
from timeline.models import Source

pytestmark = pytest.mark.django_db

# https://timeline.knightlab.com/docs/json-format.html
DATE = {
    "type": "object",
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
    "required": ["year"],
    "dependentRequired": {"day": ["month"]},
    "additionalProperties": False,
}
TEXT = {
    "type": "object",
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
    "additionalProperties": False,
}
MEDIA = {
    "type": "object",
    "properties": {
        name: {"type": "string"} for name in ("url", "caption", "credit", "thumbnail", "alt", "title", "link")
    },
    "required": ["url"],
    "additionalProperties": False,
}
SLIDE = {
    "type": "object",
    "properties": {
        "start_date": DATE,
        "end_date": DATE,
        "text": TEXT,
        "media": MEDIA,
        "group": {"type": "string"},
        "display_date": {"type": "string"},
        "unique_id": {"type": "string", "minLength": 1},
    },
    "required": ["start_date"],
    "additionalProperties": False,
}
TIMELINEJS = {
    "type": "object",
    "properties": {
        "title": {"type": "object", "properties": {"text": TEXT}, "additionalProperties": False},
        "events": {"type": "array", "items": SLIDE},
    },
    "required": ["events"],
    "additionalProperties": False,
}


def fetch(client, timeline, form, code, **query):
    response = client.get(f"{timeline.url_in(code)}data/{form}/", query)
    assert response.status_code == 200
    return response


@pytest.fixture
def history(make_milestone, make_kind, area):
    """Milestones of every precision, one with all that a milestone can have."""
    make_kind("project", name_fr="Projet", name_en="Project")
    full = make_milestone(
        "1998-04",
        [area],
        key="full",
        kind="project",
        title_fr="Mine & <paix>",
        title_en="Mine & <peace>",
        description_fr="Une ligne.",
        description_en="A line.",
    )
    Source.objects.create(
        milestone=full, label_fr="Texte", label_en="Text", url="https://example.org/?a=1&b=2"
    )
    for key, period in [
        ("year", "1992"),
        ("day", "1998-04-16"),
        ("about", "1999~"),
        ("span", "2006-05-03/2006-05-05"),
        ("years", "2006/2007"),
        ("since", "2007/.."),
        ("until", "../2008-02"),
        ("last", "9999-12"),
    ]:
        make_milestone(period, key=key)


@pytest.mark.names_languages
def test_a_feed_reader_takes_the_feed(client, timeline, history):
    for code, title, words, kind, text, source in [
        ("fr", "Mine & <paix>", "avril 1998", "Projet", "Une ligne.", "Texte"),
        ("en", "Mine & <peace>", "April 1998", "Project", "A line.", "Text"),
    ]:
        response = fetch(client, timeline, "atom", code)
        feed = feedparser.parse(response.content)

        assert not feed.bozo
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert feed.feed.language == code
        assert feed.feed.title == timeline.in_language("title", code)
        assert len(feed.entries) == 9
        entry = next(each for each in feed.entries if each.link.endswith("/full/"))
        assert entry.title == title
        assert entry.id == f"tag:testserver,2026:{code}/milestones/full"
        assert entry.link == f"{settings.BASE_URL}{timeline.url_in(code)}full/"
        for part in (words, text, source, "https://example.org/?a=1&amp;b=2"):
            assert part in entry.summary
        assert [tag.term for tag in entry.tags] == [kind]


def test_the_feed_has_what_was_published_last_first(client, timeline, make_milestone):
    first, second = make_milestone("1992", key="first"), make_milestone("1998", key="second")
    first.save_revision().publish()

    for code in languages.codes():
        feed = feedparser.parse(fetch(client, timeline, "atom", code).content)
        assert [entry.link.split("/")[-2] for entry in feed.entries] == ["first", "second"]
        assert feed.entries[1].updated == feed.entries[1].published
        assert second.last_published_at.isoformat()[:19] == feed.entries[1].updated[:19]


@pytest.mark.names_languages
def test_an_entry_in_another_language_says_so(client, timeline, make_milestone):
    with_holes(make_milestone(), title_fr="Seulement en français", title_en="")

    assert b'<entry xml:lang="fr">' in fetch(client, timeline, "atom", "en").content
    assert b"<entry>" in fetch(client, timeline, "atom", "fr").content
    assert b"SUMMARY;LANGUAGE=fr:" in fetch(client, timeline, "calendar", "en").content
    assert '<span lang=\\"fr\\">Seulement' in fetch(client, timeline, "timelinejs", "en").text


@pytest.mark.names_languages
def test_a_calendar_program_takes_the_spans(client, timeline, history):
    spans = {
        "year": (date(1992, 1, 1), date(1993, 1, 1)),
        "full": (date(1998, 4, 1), date(1998, 5, 1)),
        "day": (date(1998, 4, 16), date(1998, 4, 17)),
        "about": (date(1999, 1, 1), date(2000, 1, 1)),
        "span": (date(2006, 5, 3), date(2006, 5, 6)),
        "years": (date(2006, 1, 1), date(2008, 1, 1)),
        "since": (date(2007, 1, 1), date(2008, 1, 1)),
        "until": (date(2008, 2, 1), date(2008, 3, 1)),
    }
    for code, words in [
        ("fr", {"about": "vers 1999", "since": "depuis 2007", "until": "jusqu’en février 2008"}),
        ("en", {"about": "c. 1999", "since": "since 2007", "until": "until February 2008"}),
    ]:
        response = fetch(client, timeline, "calendar", code)
        calendar = Calendar.from_ical(response.content)

        assert response["Content-Type"].startswith("text/calendar")
        assert f'filename="{timeline.in_language("slug", code)}.ics"' in response["Content-Disposition"]
        events = {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}
        assert len(events) == 9
        for key, (start, end) in spans.items():
            assert (events[key].decoded("DTSTART"), events[key].decoded("DTEND")) == (start, end), key
        assert events["last"].decoded("DTSTART") == date(9999, 12, 1)
        assert "DTEND" not in events["last"]
        for key, word in words.items():
            assert f"({word})" in events[key]["SUMMARY"]
        assert str(events["full"]["URL"]) == f"{settings.BASE_URL}{timeline.url_in(code)}full/"
        assert not calendar.errors
        assert not any(event.errors for event in events.values())


@pytest.mark.names_languages
def test_timelinejs_gets_what_its_schema_says_and_no_more_than_is_known(client, timeline, history):
    for code, display in [("fr", "avril 1998"), ("en", "April 1998")]:
        data = fetch(client, timeline, "timelinejs", code).json()

        jsonschema.validate(data, TIMELINEJS)
        slides = {slide["unique_id"]: slide for slide in data["events"]}
        dates = {key: (slide["start_date"], slide.get("end_date")) for key, slide in slides.items()}
        assert dates["year"] == ({"year": 1992}, None)
        assert dates["full"] == ({"year": 1998, "month": 4}, None)
        assert dates["day"] == ({"year": 1998, "month": 4, "day": 16}, None)
        assert dates["span"] == (
            {"year": 2006, "month": 5, "day": 3},
            {"year": 2006, "month": 5, "day": 5},
        )
        assert dates["years"] == ({"year": 2006}, {"year": 2007})
        assert dates["since"] == ({"year": 2007}, None)
        assert dates["until"] == ({"year": 2008, "month": 2}, None)
        assert slides["full"]["display_date"] == display
        assert "Mine &amp; &lt;p" in slides["full"]["text"]["headline"]
        assert "<p>" in slides["full"]["text"]["text"]


@pytest.mark.names_languages
def test_spreadsheets_get_a_table_in_the_page_s_language(client, timeline, history):
    headings = []
    for code in languages.codes():
        response = fetch(client, timeline, "csv", code)
        rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
        headings.append(tuple(rows[0]))
        assert [list(row.values())[1] for row in rows] == [
            "1992",
            "1998-04",
            "1998-04-16",
            "1999~",
            "2006/2007",
            "2006-05-03/2006-05-05",
            "2007/..",
            "../2008-02",
            "9999-12",
        ]
        assert list(rows[1].values())[-1] == f"{settings.BASE_URL}{timeline.url_in(code)}full/"
    assert len(set(headings)) > 1


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "  =1+1",
        "\n\n=1+1",
        "%0A",
        "|x",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(client, timeline, make_milestone, formula):
    texts = {column(name, code): formula for name in ("title", "description") for code in languages.codes()}
    make_milestone(**texts)

    for code in languages.codes():
        rows = list(csv.reader(StringIO(fetch(client, timeline, "csv", code).content.decode("utf-8-sig"))))
        assert len(rows) == 2
        for cell in rows[1]:
            assert not cell.startswith(tuple("=+-@\t\r\n%|")), cell
        assert rows[1][3].startswith("'")


def test_control_characters_do_not_reach_the_feed(client, timeline, make_milestone):
    texts = {
        column(name, code): "A\x01B\x0bC" for name in ("title", "description") for code in languages.codes()
    }
    make_milestone(**texts)

    for code in languages.codes():
        feed = feedparser.parse(fetch(client, timeline, "atom", code).content)
        assert not feed.bozo
        assert feed.entries[0].title.split() == ["AB", "C"]


def test_a_lost_picture_leaves_the_rest(client, timeline, make_milestone):
    picture = PortalImage(file=png(), width=40, height=20, **{column("title", languages.default()): "Lost"})
    picture.save()
    make_milestone(picture=picture)
    picture.file.storage.delete(picture.file.name)

    for code in languages.codes():
        [slide] = fetch(client, timeline, "timelinejs", code).json()["events"]
        assert "media" not in slide
        assert client.get(timeline.url_in(code)).status_code == 200


@pytest.mark.parametrize("form", ["atom", "calendar", "csv", "timelinejs"])
def test_data_answers_the_filters_of_the_page(client, timeline, make_milestone, form):
    make_milestone(kind="event", **{column("title", code): "Chosen" for code in languages.codes()})
    make_milestone(kind="project", **{column("title", code): "Other" for code in languages.codes()})

    for code in languages.codes():
        page = client.get(timeline.url_in(code), {"kind": "event", "from": "1992"})
        links = [
            link["href"] for link in _links(page) if f"/data/{form}/" in link["href"] and "?" in link["href"]
        ]
        assert links == [f"{timeline.url_in(code)}data/{form}/?from=1992&kind=event"]
        text = client.get(links[0]).content.decode()
        assert "Chosen" in text
        assert "Other" not in text


def _links(response):
    return [element.attrib for element in _parse(response).iter("a")]


def _parse(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_no_time_zone_shifts_a_date(client, timeline, make_milestone, zone):
    make_milestone("1998-04-01", key="first")

    with timezone.override(zone):
        for code in languages.codes():
            assert '<time datetime="1998-04-01">' in client.get(timeline.url_in(code)).text
            [event] = Calendar.from_ical(fetch(client, timeline, "calendar", code).content).walk("VEVENT")
            assert event.decoded("DTSTART") == date(1998, 4, 1)
            [slide] = fetch(client, timeline, "timelinejs", code).json()["events"]
            assert slide["start_date"] == {"year": 1998, "month": 4, "day": 1}


@pytest.mark.names_languages
def test_the_page_tells_machines_its_milestones(client, timeline, history):
    for code, title in [("fr", "Mine & <paix>"), ("en", "Mine & <peace>")]:
        response = client.get(timeline.url_in(code))
        script = _parse(response).find(".//script[@type='application/ld+json']")
        assert "<" not in script.text
        [data] = [node for node in json.loads(script.text)["@graph"] if node["@type"] == "ItemList"]

        assert [item["position"] for item in data["itemListElement"]] == list(range(1, 10))
        events = {item["item"]["@id"].split("/")[-2]: item["item"] for item in data["itemListElement"]}
        assert events["full"] == {
            "@type": "Event",
            "@id": f"{settings.BASE_URL}{timeline.url_in(code)}full/",
            "name": title,
            "inLanguage": code,
            "startDate": "1998-04",
            "description": "Une ligne." if code == "fr" else "A line.",
        }
        assert events["span"]["endDate"] == "2006-05-05"
        assert "endDate" not in events["since"]
        assert "startDate" not in events["until"]


@pytest.mark.parametrize("form", ["html", "", "csv/x", "CSV"])
def test_unknown_data_is_not_found(client, timeline, form):
    for code in languages.codes():
        assert client.get(f"{timeline.url_in(code)}data/{form}/").status_code == 404
