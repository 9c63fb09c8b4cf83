"""The timeline as visitors read it: order, filters, addresses, and what stays hidden."""

from datetime import timedelta
from unittest.mock import patch

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from portal import languages
from portal.dates import Period
from portal.models import PortalImage
from portal.texts import column
from tests.changing import codes
from tests.conftest import in_every_language, with_holes
from tests.editing.test_media import png
from timeline.listing import MOST_ON_A_PAGE
from timeline.models import Milestone, PageLink, Source

SVG = "{http://www.w3.org/2000/svg}"


def parse(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def listed(client, timeline, code=None, **query):
    """Return the ids of the milestones that the page lists, in its order."""
    response = client.get(timeline.url_in(code or languages.default()), query)
    assert response.status_code == 200
    return [item.get("id") for item in parse(response).findall(".//ol[@class='milestones']/li")]


def test_milestones_stand_by_start_then_precision_then_importance_then_key(client, timeline, make_milestone):
    ordered = [
        ("1992", "normal", "a"),
        ("1992/1995", "minor", "a-b"),
        ("1992-01", "major", "z"),
        ("1992-01", "normal", "a-z"),
        ("1992-01~", "normal", "ab"),
        ("1992-01", "minor", "b"),
        ("1992-01-01", "minor", "c"),
        ("1998-04", "normal", "d"),
        ("../1999", "normal", "e"),
        ("2001/..", "normal", "f"),
    ]
    for number, (period, importance, key) in enumerate(reversed(ordered)):
        make_milestone(period, importance=importance, key=f"{key}-{len(ordered) - number}")

    for code in languages.codes():
        assert listed(client, timeline, code) == [
            f"m-{key}-{number}" for number, (_period, _importance, key) in enumerate(ordered, start=1)
        ]


@codes
def test_sources_and_pages_of_a_milestone_stand_as_editors_ordered_them(
    client, timeline, make_area, make_milestone, code
):
    milestone, areas = make_milestone(), [make_area() for _each in range(3)]
    ordered = [1, 2, 0]  # not as they were made
    for number, place in enumerate(ordered):
        label = in_every_language(label=f"Source {place}")
        Source.objects.create(
            milestone=milestone, url=f"https://example.org/{place}", sort_order=place, **label
        )
        PageLink.objects.create(milestone=milestone, page=areas[number], sort_order=place)

    item = BeautifulSoup(client.get(timeline.url_in(code)).content, "html.parser").select_one(".milestone")

    sources, links = (item.select(f".milestone__{name} a") for name in ("sources", "links"))
    assert [each.text for each in sources] == [f"Source {place} {code}" for place in range(3)]
    shown = [areas[ordered.index(place)] for place in range(3)]
    assert [each["href"] for each in links] == [area.url_in(code) for area in shown]
    assert [each.text for each in links] == [area.in_language("title", code) for area in shown]


def test_a_milestone_that_was_read_for_visitors_is_not_saved_without_what_they_do_not_see(
    timeline, make_area, make_milestone
):
    milestone = make_milestone(pages=[make_area(), make_area(live=False)])
    [read] = Milestone.objects.shown()

    with pytest.raises(TypeError):
        read.save()

    assert milestone.links.count() == 2


def test_the_page_is_one_landmark_with_one_list_by_decade(client, timeline, make_milestone):
    for period in ("1992", "1998-04", "2001/.."):
        make_milestone(period)

    for code in languages.codes():
        document = parse(client.get(timeline.url_in(code)))
        [landmark] = document.findall(".//main//section[@aria-label]")
        [ordered] = landmark.findall(".//ol")
        assert [heading.text for heading in ordered.iter("h2")] == ["1990–1999", "2000–2009"]
        jumps = [link.get("href") for link in landmark.findall(".//nav[@class='decades']//a")]
        assert jumps == [f"#{heading.get('id')}" for heading in ordered.iter("h2")] == ["#d1990", "#d2000"]
        for item in ordered:
            assert item.find("h3/a") is not None
            assert item.find(".//time").get("datetime")


@pytest.mark.names_languages
def test_a_milestone_shows_all_that_is_known_of_it(client, timeline, area, make_milestone, make_kind):
    make_kind("agreement", name_fr="Accord", name_en="Agreement")
    milestone = make_milestone(
        "1992-03-01",
        [area],
        kind="agreement",
        title_fr="Signature",
        title_en="Signing",
        description_fr="Un pas.\n\nPuis un autre.",
        description_en="One step.",
    )
    Source.objects.create(milestone=milestone, label_fr="Le texte", url="https://example.org/text")

    french, english = (client.get(timeline.url_in(code)) for code in ("fr", "en"))

    address = f"{timeline.url_in('fr')}{milestone.key}/"
    assertContains(french, f'<h3 class="milestone__title"><a href="{address}">Signature</a></h3>', html=True)
    assertContains(french, '<time datetime="1992-03-01">1er mars 1992</time>', html=True)
    assertContains(french, "Accord")
    assertContains(french, "<p>Un pas.</p>\n\n<p>Puis un autre.</p>", html=True)
    assertContains(french, '<a href="/fr/deminage/">Déminage</a>', html=True)
    assertContains(french, '<a href="https://example.org/text">Le texte</a>', html=True)
    assertContains(english, '<time datetime="1992-03-01">1 March 1992</time>', html=True)
    assertContains(english, '<a href="/en/mine-action/">Mine action</a>', html=True)
    assertContains(
        english, '<a href="https://example.org/text"><span lang="fr">Le texte</span></a>', html=True
    )


@pytest.mark.names_languages
def test_a_text_that_one_language_lacks_is_marked(client, timeline, make_milestone):
    with_holes(make_milestone(), title_fr="Ouverture", title_en="", description_fr="Deux lignes.")

    response = client.get(timeline.url_in("en"))

    assertContains(response, '<span lang="fr">Ouverture</span>', html=True)
    assertContains(response, '<div class="milestone__text" lang="fr"><p>Deux lignes.</p></div>', html=True)


def test_a_permalink_leads_to_its_moment_in_every_language(client, timeline, make_milestone):
    milestone = make_milestone(key="opening")

    for code in languages.codes():
        address = timeline.url_in(code)
        assertRedirects(
            client.get(f"{address}{milestone.key}/"), f"{address}#m-opening", fetch_redirect_response=False
        )
        assert listed(client, timeline, code) == ["m-opening"]
        assert client.get(f"{address}nothing/").status_code == 404


# Filters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"from": "1998"}, ["m-1998", "m-april", "m-since", "m-2007"]),
        ({"from": "1998-05"}, ["m-1998", "m-since", "m-2007"]),
        ({"to": "1998"}, ["m-span", "m-1998", "m-april"]),
        ({"to": "1998-03"}, ["m-span", "m-1998"]),
        ({"from": "avril 1998", "to": "June 1998"}, ["m-1998", "m-april"]),
        ({"from": "4/1998", "to": "2006"}, ["m-1998", "m-april", "m-since"]),
        ({"from": "1994", "to": "1994"}, ["m-span"]),
        ({"from": "2020"}, ["m-since"]),
        ({"from": "9999"}, ["m-since"]),
        ({"to": "0001"}, []),
    ],
)
def test_a_period_asks_for_what_may_lie_in_it(client, timeline, make_milestone, query, expected):
    for key, period in [
        ("span", "1992/1995"),
        ("1998", "1998~"),
        ("april", "1998-04"),
        ("since", "2001/.."),
        ("2007", "2007-01-09"),
    ]:
        make_milestone(period, key=key)

    for code in languages.codes():
        assert listed(client, timeline, code, **query) == expected


def test_filters_hold_together_and_mean_the_same_in_every_language(
    client, timeline, area, make_area, make_milestone
):
    make_milestone("1992", [area], kind="event", key="a")
    make_milestone("1998", [area], kind="project", key="b")
    make_milestone("2001", [make_area()], kind="project", key="c")
    make_milestone("2007", kind="other", key="d")

    for code in languages.codes():
        assert listed(client, timeline, code, kind=["event", "project"]) == ["m-a", "m-b", "m-c"]
        assert listed(client, timeline, code, kind=["event", "event"]) == ["m-a"]
        assert listed(client, timeline, code, page=area.pk) == ["m-a", "m-b"]
        assert listed(client, timeline, code, page=area.pk, kind="project", to="2000") == ["m-b"]


@pytest.mark.names_languages
@pytest.mark.parametrize("words", ["evenement", "ÉVÉNEMENT oeuvre", "Event", "event work", "  œuvre  "])
def test_words_are_found_in_either_language_without_accents(client, timeline, make_milestone, words):
    make_milestone(
        key="found",
        title_fr="L’événement",
        title_en="The event",
        description_fr="Une œuvre",
        description_en="A work",
    )
    make_milestone(key="other")

    for code in languages.codes():
        assert listed(client, timeline, code, q=words) == ["m-found"]


@pytest.mark.names_languages
def test_the_words_of_one_text_must_stand_together_in_one_language(client, timeline, make_milestone):
    make_milestone(title_fr="Accord", title_en="Treaty")

    assert listed(client, timeline, q="accord treaty") == []


def test_the_switch_keeps_the_filters(client, timeline, make_milestone):
    make_milestone(kind="event")
    for code in languages.codes():
        document = parse(client.get(timeline.url_in(code), {"from": "1992", "kind": "event"}))
        links = document.findall(".//nav[@class='languages']//a")
        assert len(links) == len(languages.codes()) - 1
        for link in links:
            assert link.get("href") == f"{timeline.url_in(link.get('lang'))}?from=1992&kind=event"


def test_a_filtered_page_is_not_for_search_engines(client, timeline, make_milestone):
    make_milestone()
    for code in languages.codes():
        assertNotContains(client.get(timeline.url_in(code)), "noindex")
        filtered = client.get(timeline.url_in(code), {"q": "x"})
        assertContains(filtered, '<meta name="robots" content="noindex, follow">')
        hrefs = {link.get("href") for link in parse(filtered).findall(".//head/link[@hreflang]")}
        assert not any("?" in href for href in hrefs)


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("query", "french", "english"),
    [
        ("from=abc", "« abc » n’est pas une date", "“abc” is not a date"),
        ("to=1998-13", "pas de mois 13", "no month 13"),
        ("from=1998/2001", "une seule date", "one date here"),
        ("from=../1998", "une seule date", "one date here"),
        ("from=2001&to=1998", "La fin précède le début", "The end lies before the start"),
        ("kind=nothing&kind=nothing", "Le type « nothing » n’existe pas", "no kind “nothing”"),
        ("page=1000000000", "1000000000", "1000000000"),
        ("page=abc", "abc", "abc"),
        ("decade=1000000000", "Aucun jalon dans cette décennie", "nothing in that decade"),
        ("decade=abc", "Décennie", "Decade"),
        ("q=" + "x" * 10_000, "Mots", "Words"),
        ("from=" + "1" * 10_000, "À partir de", "From"),
    ],
)
def test_what_cannot_be_asked_is_named_and_left_out(client, timeline, make_milestone, query, french, english):
    make_milestone(key="still-there")

    for code, why in (("fr", french), ("en", english)):
        response = client.get(f"{timeline.url_in(code)}?{query}")
        notice = "".join(parse(response).find(".//div[@class='notice']").itertext())
        assert why in notice.replace("\xa0", " ")
        assert 'id="m-still-there"' in response.text


@pytest.mark.parametrize(
    "query",
    [
        "kind=",
        "page=&q=&from=&to=",
        "%FF=%FE",
        "q=%F0%9F%92%A9&x=y",
        "kind[]=a",
        "kind=%00",
        "page=%00",
        "q=%00",
        "from=%00",
    ],
)
def test_odd_queries_are_answered(client, timeline, make_milestone, query):
    make_milestone()
    for code in languages.codes():
        response = client.get(f"{timeline.url_in(code)}?{query}")
        assert response.status_code == 200
        assert "\0" not in response.text
        for form in ("atom", "calendar", "csv", "timelinejs"):
            assert client.get(f"{timeline.url_in(code)}data/{form}/?{query}").status_code == 200


def test_known_kinds_hold_beside_unknown_ones(client, timeline, make_milestone):
    make_milestone(kind="event", key="a")
    make_milestone(kind="project", key="b")

    assert listed(client, timeline, kind=["event", "nothing"]) == ["m-a"]


@pytest.mark.names_languages
def test_an_empty_result_says_so_and_offers_the_way_back(client, timeline, make_milestone):
    assertContains(client.get(timeline.url_in("fr")), "Il n’y a pas encore de jalon.")
    assertContains(client.get(timeline.url_in("en")), "There are no milestones yet.")
    make_milestone()

    french, english = (client.get(timeline.url_in(code), {"q": "nothing"}) for code in ("fr", "en"))

    assertContains(french, "Aucun jalon ne répond à cette demande.")
    assertContains(
        french, f'<a href="{timeline.url_in("fr")}">Revenir à la chronologie complète</a>', html=True
    )
    assertContains(english, "No milestone answers this.")
    assertContains(english, f'<a href="{timeline.url_in("en")}">Back to the whole timeline</a>', html=True)


# What stays hidden, and what becomes of linked pages


def test_drafts_and_what_is_expired_or_not_due_appear_nowhere(
    client, timeline, overview, area, make_milestone, make_project
):
    project = make_project(parent=area)
    pages, now = [overview, area, project], timezone.now()
    make_milestone(pages=pages, live=False, **in_every_language(title="Hidden draft"))
    expired = make_milestone(pages=pages, **in_every_language(title="Hidden expired"))
    Milestone.objects.filter(pk=expired.pk).update(expire_at=now - timedelta(seconds=1))
    planned = make_milestone(pages=pages, live=False, **in_every_language(title="Hidden planned"))
    planned.go_live_at = now + timedelta(days=1)
    planned.save_revision().publish()
    shown = make_milestone(pages=pages, **in_every_language(title="In sight"))
    shown.expire_at = now + timedelta(days=1)
    shown.save_revision().publish()

    for code in languages.codes():
        own = timeline.url_in(code)
        addresses = [own, *(f"{own}data/{form}/" for form in ("atom", "calendar", "csv", "timelinejs"))]
        addresses += [page.url_in(code) for page in pages]
        for address in addresses:
            text = client.get(address).content.decode()
            assert "In sight" in text, address
            assert "Hidden" not in text, address
        for hidden in (expired, planned):
            assert client.get(f"{own}{hidden.key}/").status_code == 404


def test_a_milestone_outlives_its_linked_pages_without_a_dead_link(
    client, timeline, make_area, make_milestone
):
    unpublished, deleted, private = make_area(), make_area(), make_area()
    milestone = make_milestone(pages=[unpublished, deleted, private], key="a")
    draft = make_milestone(pages=[deleted], key="b")
    draft.save_revision()
    addresses = [page.url_in(code) for page in (unpublished, deleted, private) for code in languages.codes()]

    unpublished.unpublish()
    deleted.delete()
    private.view_restrictions.create(restriction_type="login")

    for code in languages.codes():
        assert listed(client, timeline, code) == ["m-a", "m-b"]
        assert not any(address in client.get(timeline.url_in(code)).text for address in addresses)
    for each in (milestone, draft):
        each.get_latest_revision().publish()
    assert listed(client, timeline) == ["m-a", "m-b"]


def test_pages_show_their_own_milestones_and_the_way_to_the_timeline(
    client, timeline, area, make_project, make_milestone
):
    project = make_project(parent=area)
    own = {page: make_milestone(pages=[page]) for page in (area, project)}

    for code in languages.codes():
        for page, milestone in own.items():
            response = client.get(page.url_in(code))
            links = [
                link.get("href") for link in parse(response).findall(".//ol[@class='milestones']/li/h3/a")
            ]
            assert links == [f"{timeline.url_in(code)}{milestone.key}/"]
            assertContains(response, f'href="{timeline.url_in(code)}"')


# Many


@pytest.fixture
def make_many(make_kind, area):
    """Make many live milestones, a year each, with a source, a page and a picture."""
    picture = PortalImage(
        file=png(), width=40, height=20, **{column("title", languages.default()): "Picture"}
    )
    picture.save()

    def make_many(count):
        start = Milestone.objects.count()
        made = Milestone.objects.bulk_create(
            Milestone(
                key=f"n-{number}",
                period=Period.parse(f"{1500 + number % 500}"),
                kind=make_kind("event"),
                picture=picture,
                **{column("title", code): f"Title {number}" for code in languages.codes()},
            )
            for number in range(start, start + count)
        )
        PageLink.objects.bulk_create(PageLink(milestone=each, page=area) for each in made)
        label = column("label", languages.default())
        Source.objects.bulk_create(
            Source(milestone=each, url="https://example.org/", **{label: "x"}) for each in made
        )

    return make_many


@pytest.fixture
def cost(client):
    """Return how often a page asks the database and the cache, once it was asked for before."""

    def cost(address):
        client.get(address)
        with (
            CaptureQueriesContext(connection) as queries,
            patch.object(cache, "get", wraps=cache.get) as gets,
        ):
            assert client.get(address).status_code == 200
        return len(queries), gets.call_count

    return cost


@pytest.mark.parametrize("many", [MOST_ON_A_PAGE - 5, 495])
def test_many_milestones_cost_no_more_than_five(timeline, area, make_many, cost, many):
    own = timeline.url_in(languages.default())
    addresses = [own, area.url_in(languages.default())]
    addresses += [f"{own}data/{form}/" for form in ("atom", "calendar", "csv", "timelinejs")]
    make_many(5)
    few = [cost(address) for address in addresses]

    make_many(many)

    for address, (queries, gets) in zip(addresses, few, strict=True):
        now = cost(address)
        assert now[0] <= queries, address
        assert now[1] <= gets, address


def test_past_a_limit_the_page_shows_a_decade_at_a_time(client, timeline, make_many):
    make_many(MOST_ON_A_PAGE)
    assert len(listed(client, timeline)) == MOST_ON_A_PAGE
    make_many(1)

    for code in languages.codes():
        address = timeline.url_in(code)
        assert listed(client, timeline, code) == [f"m-n-{number}" for number in range(10)]
        assert listed(client, timeline, code, decade="1520") == [f"m-n-{number}" for number in range(20, 30)]
        decades = parse(client.get(address)).findall(".//nav[@class='decades']//a")
        assert [link.get("href") for link in decades][:2] == ["?decade=1500", "?decade=1510"]
        assert [link.get("aria-current") for link in decades][:2] == ["true", None]
        assertRedirects(
            client.get(f"{address}n-25/"), f"{address}?decade=1520#m-n-25", fetch_redirect_response=False
        )
        assert client.get(f"{address}data/csv/").text.count("\n") > MOST_ON_A_PAGE


@pytest.mark.parametrize("periods", [["0001"], ["0001", "9999"], ["../0009"], ["1992", "1992"]])
def test_any_years_can_be_drawn(client, timeline, make_milestone, periods):
    for period in periods:
        make_milestone(period)

    for code in languages.codes():
        document = parse(client.get(timeline.url_in(code)))
        assert len(document.findall(".//ol[@class='milestones']/li")) == len(periods)
        strip = document.find(f".//{SVG}svg[@class='strip']")
        if len(periods) == 1:
            assert strip is None
        else:
            assert strip.get("aria-hidden") == "true"
            assert len(strip.findall(f"{SVG}rect")) == len(set(periods))


def test_each_decade_is_a_page_of_its_own_for_search_engines(client, timeline, make_many):
    make_many(MOST_ON_A_PAGE + 1)

    for code in languages.codes():
        for query, expected in (("", ""), ("?decade=1500", ""), ("?decade=1520", "?decade=1520")):
            document = parse(client.get(f"{timeline.url_in(code)}{query}"))
            canonical = document.find(".//head/link[@rel='canonical']")
            assert canonical.get("href").endswith(timeline.url_in(code) + expected)


def test_only_kinds_that_are_shown_are_offered(client, timeline, make_kind, make_milestone):
    make_kind("unused")
    make_milestone(kind="draft-only", live=False)
    make_milestone(kind="event")

    for code in languages.codes():
        boxes = parse(client.get(timeline.url_in(code))).findall(".//input[@name='kind']")
        assert [box.get("value") for box in boxes] == ["event"]
