"""A content file with a hole is an error that names it, unless the object is meant for fewer languages."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django.asserts import assertContains
from wagtail.models import PageLogEntry

from cooperation.models import AreaPage
from portal import languages
from portal.models import BasePage
from portal.parity.gate import CHOICE_ACTION
from portal.texts import column
from tests.loading.conftest import run, run_with_code
from timeline.models import Kind, Milestone

pytestmark = [pytest.mark.names_languages, pytest.mark.usefixtures("overview")]
codes = pytest.mark.parametrize("code", languages.codes())


def told(*arguments):
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert error.value.returncode == 1
    return str(error.value)


@codes
@pytest.mark.parametrize("door", [("loaddata",), ("content", "plan"), ("content", "apply")])
def test_every_hole_is_named_with_its_line_and_nothing_is_written(content, code, door):
    area = content.area()
    del area["title"][code]
    area["introduction"][code] = " "
    area["body"][1]["paragraph"][code] = "<p> \xa0</p>"
    area["body"].append({"quote": {"text": {code: "Words"}}})

    lines = told(*door, content.write()).splitlines()

    own, other = (
        languages.name_of(code),
        next(languages.name_of(each) for each in languages.codes() if each != code),
    )
    for field, name in (
        ("title", own),
        ("introduction", own),
        ("body › 2 › paragraph", own),
        ("body › 4 › quote › text", other),
    ):
        assert [line for line in lines if f"cooperation.areapage /essai/, {field}, {name}: " in line], (
            field,
            lines,
        )
    assert len(lines) == 5
    assert not AreaPage.objects.exists()


@pytest.mark.parametrize("interface", languages.codes())
def test_the_error_speaks_the_language_of_who_loads(content, interface):
    del content.area()["title"]["en"]

    with translation.override(interface):
        message = told("loaddata", content.write())

    assert "published_in: {en: false}" in message
    assert ("Missing." in message) == (interface == "en")


@codes
def test_a_page_meant_for_one_language_loads(content, client, code):
    other = next(each for each in languages.codes() if each != code)
    area = content.area(published_in={other: False}, slug={"fr": "essai", "en": "trial"})
    for field in (area["title"], area["introduction"], *(next(iter(each.values())) for each in area["body"])):
        del field[other]

    content.load()

    page = AreaPage.objects.get()
    assert page.live
    assertContains(client.get(page.url_in(code)), page.in_language("introduction", code))
    assertContains(client.get(page.url_in(other)), "noindex")
    assert PageLogEntry.objects.get(page=page.pk, action=CHOICE_ACTION).data == {"languages": [code]}
    assert content.plan()[1] == 0


def test_no_language_at_all_is_an_error(content):
    content.area(published_in=dict.fromkeys(languages.codes(), False))

    assert "published_in" in told("loaddata", content.write())


@pytest.mark.parametrize("value", ["no", "en", None, ["en"], {"en": "no"}, {"xx": False}])
def test_what_is_no_choice_of_languages_is_an_error(content, value):
    content.area(published_in=value)

    assert "published_in" in told("loaddata", content.write())


@codes
def test_a_draft_may_have_holes(content, code):
    area = content.area(live=False)
    del area["introduction"][code]
    content.area(slug={"fr": "autre", "en": "other"})
    content.rows[-1]["draft"] = {"introduction": {code: ""}}

    content.load()

    assert not AreaPage.objects.get(slug_fr="essai").live
    assert AreaPage.objects.get(slug_fr="autre").live


@codes
def test_a_file_that_opens_a_hole_in_a_page_is_refused(content, code):
    area = content.area()
    content.load()
    area["introduction"][code] = ""

    assert "introduction" in told("content", "apply", content.write())
    assert AreaPage.objects.get().in_language("introduction", code)


@codes
def test_a_page_that_comes_to_be_for_one_language_is_logged(content, code):
    area = content.area()
    content.load()
    area["published_in"] = {code: False}

    content.apply()

    page = AreaPage.objects.get()
    assert not page.is_published_in(code)
    entry = PageLogEntry.objects.get(page=page.pk, action=CHOICE_ACTION)
    assert code not in entry.data["languages"]
    assert run_with_code("content", "plan", content.write())[1] == 0


def test_an_editor_s_choice_of_languages_stays(content):
    area = content.area()
    content.load()
    page = AreaPage.objects.get()
    page.published_in_en = False
    page.save_revision().publish()
    area["introduction"]["fr"] = "Autre."

    content.apply()

    page.refresh_from_db()
    assert (page.published_in_fr, page.published_in_en, page.introduction_fr) == (True, False, "Autre.")


@codes
def test_milestones_their_sources_and_kinds_hold_to_the_rule(content, code):
    other = next(each for each in languages.codes() if each != code)
    content.add("timeline.kind", key="essai", name={other: "Kind"})
    content.add(
        "timeline.milestone",
        key="jalon",
        period="1998",
        kind="essai",
        title=dict.fromkeys(languages.codes(), "Title"),
        sources=[{"label": {other: "Label"}, "url": "https://example.org/"}],
    )

    message = told("loaddata", content.write())

    name = languages.name_of(code)
    assert f"timeline.kind essai, name, {name}: " in message
    assert f"timeline.milestone jalon, sources › 1 › label, {name}: " in message
    assert not Kind.objects.exists()
    assert not Milestone.objects.exists()


def test_a_choice_of_languages_is_dumped_and_loads_alike(content, tmp_path):
    area = content.area(published_in={"en": False})
    del area["title"]["en"]
    content.load()

    call_command("content", "dump", str(tmp_path / "dump"), verbosity=0)

    text = (tmp_path / "dump" / "content.yaml").read_text()
    assert "published_in: {fr: true, en: false}" in text
    assert text.count("published_in") == 1
    page = BasePage.objects.get(slug_fr="essai")
    assert not getattr(page, column("published_in", "en"))


@codes
@pytest.mark.parametrize("model", ["timeline.milestone", "cooperation.areapage"])
def test_a_fixture_of_django_s_own_is_refused_with_a_hole(
    overview, make_milestone, area, tmp_path, model, code
):
    make_milestone()
    file = tmp_path / "site.json"
    call_command("dumpdata", "portal.basepage", model, output=str(file), verbosity=0)
    rows = json.loads(file.read_text())
    [row] = [row for row in rows if row["model"] == model]
    name = "title" if model == "timeline.milestone" else "introduction"
    row["fields"] |= {column(name, each): "" if each == code else "Text" for each in languages.codes()}
    file.write_text(json.dumps(rows))

    message = told("loaddata", str(file))

    assert languages.name_for_reader(code) in message
    assert all(each.in_language("title", code) for each in Milestone.objects.all())
    assert not any(each.in_language("introduction", code) for each in AreaPage.objects.all())
    row["fields"] |= {column(name, each): "Text" for each in languages.codes()}
    file.write_text(json.dumps(rows))
    run("loaddata", str(file))
