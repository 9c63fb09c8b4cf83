"""What public pages ask of the database: little, whatever there is to show, and never a change."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.images.models import Filter

from cooperation.models import Participant, ProjectPage
from portal import languages, renditions
from portal.caching import changes
from portal.models import FooterLink, PortalRendition, PortalSettings
from portal.texts import column
from tests.conftest import in_every_language
from timeline.exports import EXPORTS
from timeline.models import Source

MOST = 12
codes = pytest.mark.parametrize("code", languages.codes())


@pytest.fixture
def picture(make_image):
    """Put a picture into the library with its sizes, of which no file is asked for."""

    def picture():
        image = make_image()
        sizes = [
            PortalRendition(
                image=image,
                filter_spec=spec,
                focal_point_key=Filter(spec).get_cache_key(image),
                file="a.webp",
                width=number,
                height=number,
            )
            for number, spec in enumerate(renditions.wanted(), start=1)
        ]
        PortalRendition.objects.bulk_create(sizes)
        return image

    return picture


@pytest.fixture
def add(overview, area, timeline, make_area, make_project, make_milestone, make_document, picture):
    """Add one of all that pages show to the front page, an area, its first project and the timeline."""
    make_project(parent=area)

    def add():
        project = ProjectPage.objects.order_by("path").first()
        text = f'<p><a linktype="page" id="{project.pk}">Project</a></p>'
        other = make_area()
        make_project(parent=area, status=ProjectPage.Status.ONGOING)
        project.resources.append(("document", make_document()))
        project.participants.add(Participant(country="BY"), Participant(**in_every_language(name="Partner")))
        for page in (overview, area, project, timeline):
            page.picture = page.picture or picture()
            page.body.append(("figure", {"image": picture(), "caption": {}}))
            page.save()
        overview.key_points.append(("point", dict.fromkeys(languages.codes(), text)))
        overview.save()
        milestone = make_milestone(pages=[area, project, other], picture=picture())
        Source.objects.create(
            milestone=milestone, url="https://example.org/", **in_every_language(label="Source")
        )

    return add


@pytest.fixture
def addresses(overview, area, timeline, make_information, make_milestone):
    """Return an address of every kind of public page in a language, by what it is."""
    about = make_information()
    elsewhere = {
        each: make_information(**{column("published_in", each): False}) for each in languages.codes()
    }
    make_milestone(key="first")

    def addresses(code):
        project = ProjectPage.objects.order_by("path").first()
        when = timeline.url_in(code)
        asked = {"from": "1990", "to": "2020", "kind": "event", "page": area.pk, "q": "milestone"}
        named = {"overview": overview, "area": area, "project": project, "about": about}
        named |= {"timeline": timeline, "left out": elsewhere[code]}
        return {
            **{name: page.url_in(code) for name, page in named.items()},
            "filtered": f"{when}?{urlencode(asked)}",
            "permalink": f"{when}first/",
            **{form: f"{when}data/{form}/" for form in EXPORTS},
            "site map": reverse("site_map"),
            "search": reverse("search"),
            "found": f"{reverse('search')}?q=area+milestone",
            "feed": reverse("updates"),
            "sitemap": "/sitemap.xml",
            "sitemap file": "/sitemap-pages.xml",
            "not found": f"/{code}/nothing/at/all/",
            "no language": "/nothing/",
        }

    return addresses


def asked_by(client, address):
    """Return the queries that the answer at an address takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in {200, 302, 404}
    return [query["sql"] for query in queries]


def test_thirteen_of_everything_cost_what_one_costs_and_no_more_than_twelve(client, add, addresses):
    where = {}
    for code in languages.codes():
        with translation.override(code):
            where |= {(code, name): address for name, address in addresses(code).items()}

    def costs():
        call_command("search_index", "--repair", verbosity=0)
        for address in where.values():
            client.get(address)  # what is asked once in the life of a process
        return {name: len(asked_by(client, address)) for name, address in where.items()}

    add()
    one = costs()
    for _each in range(12):
        add()

    assert costs() == one
    assert {name: cost for name, cost in one.items() if cost > MOST} == {}


@pytest.fixture
def everything(
    overview,
    area,
    timeline,
    make_area,
    make_project,
    make_milestone,
    make_information,
    make_document,
    picture,
):
    """Pages of every kind, each with all that it can show, in a portal that says all that it can say."""
    project, about, other = make_project(parent=area), make_information(), make_information()
    make_project(parent=area, status=ProjectPage.Status.ONGOING)
    make_area()

    def text():
        to_page = f'<a linktype="page" id="{other.pk}">Page</a>'
        to_document = f'<a linktype="document" id="{make_document().pk}">Document</a>'
        return dict.fromkeys(languages.codes(), f"<p>{to_page} {to_document}</p>")

    portal = PortalSettings.load()
    portal.tells_outdated, portal.social_picture, portal.accessibility_page = True, picture(), other
    portal.footer_links = [FooterLink(page=other, **in_every_language(label="Link"))]
    portal.notices.append(("notice", {"level": "warning", "text": text(), "starts": None, "ends": None}))
    portal.save()
    project.participants.add(Participant(country="BY"), Participant(**in_every_language(name="Partner")))
    project.resources.append(("document", make_document()))
    project.resources.append(("link", {"label": {}, "page": other, "url": ""}))
    overview.key_points.append(("point", text()))
    overview.contact.append(("paragraph", text()))
    pages = {"overview": overview, "area": area, "project": project, "about": about, "timeline": timeline}
    for page in pages.values():
        page.picture = picture()
        page.body.append(("figure", {"image": picture(), "caption": {}}))
        page.body.append(("paragraph", text()))
        page.body.append(("documents", [make_document()]))
        page.save()
    milestone = make_milestone(pages=[*pages.values(), other], picture=picture())
    milestone.sources.add(Source(url="https://example.org/", **in_every_language(label="Source")))
    milestone.save()
    return pages


@codes
@pytest.mark.parametrize("is_committed", [True, False])
def test_any_address_with_everything_at_once_takes_no_more_when_nothing_is_kept(
    client, everything, addresses, code, is_committed
):
    with translation.override(code):
        where = addresses(code) | {name: page.url_in(code) for name, page in everything.items()}
    call_command("search_index", "--repair", verbosity=0)
    if is_committed:
        changes.settle(connection)  # what an answer makes is kept from then on
    costs = {}
    for name, address in where.items():
        client.get(address)  # what is asked once in the life of a process
        cache.clear()  # Wagtail's own memory of sites too
        costs[name] = len(asked_by(client, address))

    assert {name: cost for name, cost in costs.items() if cost > MOST} == {}


@codes
def test_a_page_of_any_kind_shows_all_that_was_asked_for(client, everything, code):
    for name, page in everything.items():
        shown = BeautifulSoup(client.get(page.url_in(code)).content, "html.parser")

        assert len(shown.find_all("picture")) == 3, name  # its own, one in the body, one of a milestone
        assert shown.find("a", href="https://example.org/"), name
        assert [link for link in shown.find_all("a") if not link.get("href")] == [], name
        assert len(shown.select(".footer a", string="Link")), name


@codes
def test_no_answer_changes_anything_nor_makes_a_size_of_a_picture(client, add, addresses, code):
    add()
    PortalRendition.objects.filter(filter_spec=renditions.wanted()[0]).delete()
    before = PortalRendition.objects.count()
    with translation.override(code):
        where = addresses(code)

    asked = [sql for address in where.values() for sql in asked_by(client, address)]

    assert {sql.lstrip("(").split()[0] for sql in asked} <= {
        "SELECT",
        "WITH",
        "SAVEPOINT",
        "DECLARE",
        "RELEASE",
    }
    assert [sql for sql in asked if changes.WRITES.search(sql)] == []  # WITH may lead to any statement
    assert PortalRendition.objects.count() == before
