"""What stands at the foot of every page: links, whom to turn to, how accessible the portal is."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal import languages
from portal.models import FooterLink, PortalSettings
from portal.texts import column
from tests.changing import codes, others
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


def set_links(*links):
    settings = PortalSettings.load()
    settings.footer_links = links
    settings.save()


def footer(client, page, code):
    return BeautifulSoup(client.get(page.url_in(code)).content, "html.parser").find("footer")


def links(client, page, code):
    """Return the footer's links, less that to the site map, which is always the last."""
    *found, site_map = [(link.text, link["href"]) for link in footer(client, page, code).select("nav a")]
    with translation.override(code):
        assert site_map[1] == reverse("site_map")
    return found


@codes
def test_links_stand_in_the_order_of_the_editors_before_the_pages_about_the_portal(
    client, overview, area, make_information, code
):
    legal, contact = make_information(), make_information()
    set_links(
        FooterLink(**in_every_language(label="Elsewhere", url="https://example.org/?a=1&b=")),
        FooterLink(page=contact, **in_every_language(label="Write to us")),
        FooterLink(page=area, **in_every_language(label="What we do")),
    )

    assert links(client, overview, code) == [
        (f"Elsewhere {code}", f"https://example.org/?a=1&b= {code}"),
        (f"Write to us {code}", contact.url_in(code)),
        (f"What we do {code}", area.url_in(code)),
        (legal.in_language("title", code), legal.url_in(code)),
    ]


@codes
def test_a_language_without_an_address_takes_that_of_another(client, overview, code):
    address = {column("url", code): "https://example.org/"}
    set_links(FooterLink(**in_every_language(label="Elsewhere"), **address))

    for each in languages.codes():
        assert links(client, overview, each) == [(f"Elsewhere {each}", "https://example.org/")]


@codes
def test_a_link_is_left_out_where_its_page_is_not_to_be_read(client, overview, make_area, code):
    area = make_area(**{column("published_in", code): False})
    set_links(
        FooterLink(page=area, **in_every_language(label="Area")),
        FooterLink(page=make_area(live=False), **in_every_language(label="Draft")),
    )

    assert links(client, overview, code) == []
    for other in others(code):
        assert links(client, overview, other) == [(f"Area {other}", area.url_in(other))]


def test_a_link_goes_with_its_page(client, overview, area):
    set_links(FooterLink(page=area, **in_every_language(label="Area")))

    area.delete()

    assert links(client, overview, languages.default()) == []


@codes
def test_a_label_in_one_language_is_marked_in_the_other(client, overview, area, code):
    set_links(FooterLink(page=area, **{column("label", code): "Area"}))

    for other in others(code):
        assert footer(client, overview, other).select_one(f"nav a > [lang={code}]").text == "Area"


@codes
def test_the_current_page_is_marked(client, area, code):
    set_links(FooterLink(page=area, **in_every_language(label="Area")))

    assert footer(client, area, code).select_one("nav [aria-current=page]").text == f"Area {code}"


@codes
def test_whom_to_turn_to_is_said_in_the_reader_s_language(client, overview, code):
    places = in_every_language(postal_address="1, Rue Courte\nParis")
    PortalSettings.objects.create(email="a@example.org", telephone="+33 1-23.45", **places)

    address = footer(client, overview, code).find("address")

    assert [link["href"] for link in address.find_all("a")] == ["tel:+3312345", "mailto:a@example.org"]
    assert address.find("p").get_text("|") == f"1, Rue Courte|Paris {code}"


@codes
def test_what_is_empty_is_not_shown(client, overview, code):
    assert footer(client, overview, code).find("address") is None
    PortalSettings.objects.create(email="a@example.org")

    assert len(footer(client, overview, code).select("address > p")) == 1


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("state", "mentions"),
    [
        ("full", {"fr": "Accessibilité\xa0: totalement conforme", "en": "Accessibility: fully conformant"}),
        (
            "partial",
            {"fr": "Accessibilité\xa0: partiellement conforme", "en": "Accessibility: partially conformant"},
        ),
        ("none", {"fr": "Accessibilité\xa0: non conforme", "en": "Accessibility: not conformant"}),
    ],
)
def test_the_state_of_accessibility_is_said_in_the_words_of_the_law(client, overview, state, mentions):
    PortalSettings.objects.create(accessibility=state)

    for code, mention in mentions.items():
        assert footer(client, overview, code).select_one(".footer__legal").text.strip() == mention


@codes
def test_it_leads_to_the_statement_where_that_can_be_read(client, overview, make_information, code):
    statement = make_information(**{column("published_in", code): False})
    PortalSettings.objects.create(accessibility_page=statement)

    assert footer(client, overview, code).select_one(".footer__legal a") is None
    for other in others(code):
        link = footer(client, overview, other).select_one(".footer__legal a")
        assert link["href"] == statement.url_in(other)


def test_a_page_costs_as_many_queries_with_12_links_as_with_one(client, overview, make_area):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(overview.url_in(languages.default()))
        return len(queries)

    areas = [make_area() for _number in range(12)]
    set_links(FooterLink(page=areas[0], **in_every_language(label="Area")))
    cost()  # what is asked once in the life of a process
    first = cost()

    set_links(*(FooterLink(page=area, **in_every_language(label="Area")) for area in areas))

    assert cost() == first
