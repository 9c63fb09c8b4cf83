"""What a page says to machines: only what schema.org has, in its language, and what the page shows."""

import json

import html5lib
import pytest
from django.conf import settings

from cooperation.models import Participant
from portal import languages
from portal.dates import Period
from portal.models import PortalSettings
from portal.texts import column
from tests.changing import change, codes
from tests.conftest import in_every_language, with_holes
from tests.reading.test_one_language import only_in

# https://schema.org: the properties that the portal may use of each type, its parents' included
THING = {"name", "description", "url"}
ORGANIZATION = THING | {
    *("address", "email", "telephone"),
    *("foundingDate", "dissolutionDate", "funder", "member"),
}
CREATIVE_WORK = THING | {"inLanguage", "datePublished", "dateModified", "isPartOf", "mainEntity", "publisher"}
ITEM_LIST = THING | {"itemListElement"}
PROPERTIES = {
    "Organization": ORGANIZATION,
    "Project": ORGANIZATION,
    "WebSite": CREATIVE_WORK,
    "WebPage": CREATIVE_WORK | {"breadcrumb"},
    "ItemList": ITEM_LIST,
    "BreadcrumbList": ITEM_LIST,
    "ListItem": THING | {"item", "position"},
    "Event": THING | {"inLanguage", "startDate", "endDate"},
}


def graph_of(document):
    """Return the nodes of a page's graph by type, once it is known to hold nothing but what may be there."""
    [script] = document.findall(".//head/script[@type='application/ld+json']")
    data = json.loads(script.text)
    vocabulary, language = data["@context"]
    assert (vocabulary, language) == ("https://schema.org", {"@language": document.get("lang")})
    ids = {node["@id"] for node in data["@graph"]}
    _check(data["@graph"], ids)
    return {node["@type"]: node for node in data["@graph"]}


def _check(value, ids):
    if isinstance(value, list):
        for each in value:
            _check(each, ids)
    elif isinstance(value, dict) and "@value" in value:
        assert set(value) == {"@value", "@language"}
    elif isinstance(value, dict):
        properties = {name for name in value if not name.startswith("@")}
        assert properties <= (PROPERTIES[value["@type"]] if properties else set())
        assert properties or value["@id"] in ids, "a reference to what is not there"
        for name, each in value.items():
            assert each, name
            if name in {"@id", "url", "item"} and isinstance(each, str):
                assert each.startswith(f"{settings.BASE_URL}/")
            _check(each, ids)


def asked(client, page, code):
    document = html5lib.parse(client.get(page.url_in(code)).content, namespaceHTMLElements=False)
    return graph_of(document)


@codes
def test_the_portal_is_named_as_its_settings_say(client, overview, area, code):
    texts = in_every_language(name="Portal", postal_address="Street")
    PortalSettings.objects.create(email="mail@example.org", telephone="+33 1 23", **texts)

    for page in (overview, area):
        found = asked(client, page, code)
        organization, website = found["Organization"], found["WebSite"]
        assert organization["name"] == website["name"] == f"Portal {code}"
        assert organization["email"] == "mail@example.org"
        assert organization["telephone"] == "+33 1 23"
        assert organization["address"] == f"Street {code}"
        assert website["url"] == settings.BASE_URL + overview.url_in(code)
        assert website["inLanguage"] == code
        assert website["publisher"] == {"@id": organization["@id"]}


@codes
def test_a_page_says_what_it_is(client, area, code):
    area = change(area, title="</script> & <!-- title", introduction="Introduction")

    page = asked(client, area, code)["WebPage"]

    assert page["name"] == f"</script> & <!-- title {code}"
    assert page["description"] == f"Introduction {code}"
    assert page["url"] == settings.BASE_URL + area.url_in(code)
    assert page["inLanguage"] == code
    assert page["dateModified"] == area.last_published_at.isoformat()


@codes
def test_a_text_of_another_language_is_marked(client, area, code):
    area = with_holes(area, **{column("title", code): ""})
    first = next(other for other in languages.codes() if other != code)
    marked = {"@value": area.in_language("title", first), "@language": first}

    found = asked(client, area, code)

    assert found["WebPage"]["name"] == marked
    assert found["BreadcrumbList"]["itemListElement"][-1]["name"] == marked


@codes
def test_the_front_page_has_no_breadcrumb(client, overview, code):
    assert "BreadcrumbList" not in asked(client, overview, code)


@codes
def test_the_breadcrumb_leads_through_no_page_of_another_language(
    client, overview, make_area, make_project, code
):
    area = make_area(**only_in(code, title="Only"))
    project = make_project(parent=area)

    for each in languages.codes():
        trail = asked(client, project, each)["BreadcrumbList"]["itemListElement"]
        pages = [overview, area, project] if each == code else [overview, project]
        assert [step["item"] for step in trail] == [settings.BASE_URL + page.url_in(each) for page in pages]
        assert [step["position"] for step in trail] == list(range(1, len(pages) + 1))


@pytest.mark.names_languages
def test_a_project_has_members_funders_and_dates(client, make_project):
    project = make_project(period=Period.parse("1998-04/2001"), title_fr="Mines", title_en="Mines")
    for role, fields in [
        ("lead", {"country": "FR"}),
        ("partner", {"country": "BY"}),
        ("co_funder", {"name_fr": "Union européenne", "name_en": "European Union"}),
    ]:
        Participant.objects.create(project=project, role=role, **fields)

    for code, members, funder in [
        ("fr", {"France", "Bélarus"}, "Union européenne"),
        ("en", {"France", "Belarus"}, "European Union"),
    ]:
        found = asked(client, project, code)
        said = found["Project"]
        assert found["WebPage"]["mainEntity"] == {"@id": said["@id"]}
        assert said["name"] == "Mines"
        assert said["url"] == settings.BASE_URL + project.url_in(code)
        assert (said["foundingDate"], said["dissolutionDate"]) == ("1998-04", "2001")
        assert {each["name"] for each in said["member"]} == members
        assert said["funder"] == [{"@type": "Organization", "name": funder}]


@pytest.mark.parametrize(
    ("period", "dates"),
    [
        ("1998", ("1998", None)),
        ("1998~", (None, None)),
        ("1998~/2001-05-03", (None, "2001-05-03")),
        ("1998/2001~", ("1998", None)),
        ("1998/..", ("1998", None)),
        ("../2001", (None, "2001")),
    ],
)
def test_only_dates_that_are_exact_are_said(client, make_project, period, dates):
    project = make_project(period=Period.parse(period))

    for code in languages.codes():
        said = asked(client, project, code)["Project"]
        assert (said.get("foundingDate"), said.get("dissolutionDate")) == dates


@codes
def test_the_timeline_says_its_milestones(client, timeline, make_milestone, code):
    milestone = make_milestone("1998-04/2001", **in_every_language(title="Moment"))

    found = asked(client, timeline, code)

    assert found["WebPage"]["mainEntity"] == {"@id": found["ItemList"]["@id"]}
    [item] = found["ItemList"]["itemListElement"]
    assert item["item"] == {
        "@type": "Event",
        "@id": f"{settings.BASE_URL}{timeline.url_in(code)}{milestone.key}/",
        "name": f"Moment {code}",
        "inLanguage": code,
        "startDate": "1998-04",
        "endDate": "2001",
    }
