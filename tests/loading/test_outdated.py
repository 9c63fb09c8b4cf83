"""What a content file changes in one language leaves the others behind, as an editor's change does."""

import json

import pytest
from django.core.management import call_command

from cooperation.models import AreaPage
from portal import languages
from tests.changing import behind, change, codes, outdated, paragraph, put
from tests.loading.conftest import run

pytestmark = pytest.mark.names_languages


def test_the_shipped_content_is_right(shipped):
    assert outdated() == set()


@codes
def test_what_changes_after_the_shipped_content_was_loaded_is_known(shipped, code):
    for area in AreaPage.objects.all():
        change(area, title="Autre", code=code)

    assert outdated() == behind("title", code)


@codes
def test_a_file_that_changes_one_language_leaves_the_other_behind(overview, content, code):
    fields = content.area()
    content.load()
    assert outdated() == set()
    fields["introduction"][code] = "Autre texte."
    fields["body"][1]["paragraph"][code] = "<p>Autre.</p>"

    content.apply()

    assert outdated() == behind("introduction", code) | behind("body › 2 › paragraph", code)


def test_a_file_that_changes_both_leaves_nothing_behind(overview, content):
    fields = content.area()
    content.load()
    fields["introduction"] = {"fr": "Autre texte.", "en": "Another text."}
    fields["body"][1]["paragraph"] = {"fr": "<p>Autre.</p>", "en": "<p>Other.</p>"}

    content.apply()

    assert outdated() == set()


@codes
def test_the_same_file_again_changes_nothing(overview, content, code):
    fields = content.area()
    content.load()
    content.apply()
    assert outdated() == set()
    fields["introduction"][code] = "Autre texte."
    content.apply()

    content.apply()

    assert outdated() == behind("introduction", code)


@codes
def test_a_file_that_follows_settles_it(overview, content, code):
    other = next(each for each in languages.codes() if each != code)
    fields = content.area()
    content.load()
    fields["introduction"][code] = "Autre texte."
    content.apply()
    fields["introduction"][other] = "Autre texte aussi."

    content.apply()

    assert outdated() == set()


@codes
def test_a_draft_that_was_waiting_settles_what_a_file_left_behind(overview, content, code):
    other = next(each for each in languages.codes() if each != code)
    fields = content.area()
    content.load()
    area = AreaPage.objects.get()
    change(area, publish=False, introduction="Brouillon", code=other)
    fields["introduction"][code] = "Autre texte."
    content.apply()
    assert outdated() == set()  # in the draft it has changed too

    AreaPage.objects.get().get_latest_revision().publish()

    assert outdated() == set()


@codes
def test_milestones_of_a_file_too(overview, content, code):
    content.add("timeline.kind", key="event", name={"fr": "Événement", "en": "Event"})
    fields = content.add(
        "timeline.milestone",
        key="moment",
        period="1998",
        kind="event",
        title={"fr": "Titre", "en": "Title"},
    )
    content.load()
    fields["title"][code] = "Autre"

    content.apply()

    assert outdated() == behind("title", code)


@codes
def test_a_fixture_of_django_too(area, tmp_path, code):
    fixture = tmp_path / "area.json"
    call_command("dumpdata", "portal.basepage", "cooperation.areapage", output=str(fixture))
    rows = json.loads(fixture.read_text())
    for row in rows:
        if row["pk"] == area.pk and row["model"] == "portal.basepage":
            row["fields"][f"title_{code}"] = "Autre"
    fixture.write_text(json.dumps(rows))

    run("loaddata", str(fixture), verbosity=0)

    assert behind("title", code) <= outdated()


@codes
def test_a_fixture_of_django_that_follows_another_which_changed_both(area, tmp_path, code):
    fixture = tmp_path / "area.json"
    put(area, paragraph("Un", "one"))
    call_command("dumpdata", "portal.basepage", "cooperation.areapage", output=str(fixture))
    rows = json.loads(fixture.read_text())
    [page] = [row for row in rows if row["pk"] == area.pk and row["model"] == "portal.basepage"]
    [own] = [row for row in rows if row["pk"] == area.pk and row["model"] == "cooperation.areapage"]

    def load():
        fixture.write_text(json.dumps(rows))
        run("loaddata", str(fixture), verbosity=0)

    page["fields"] |= {"title_fr": "Autre", "title_en": "Other"}
    load()
    assert outdated() == set()
    page["fields"][f"title_{code}"] = "Encore"
    body = json.loads(own["fields"]["body"])
    body[0]["value"][code] = "<p>Encore</p>"
    own["fields"]["body"] = json.dumps(body)
    load()

    assert outdated() == behind("title", code) | behind("body › 1 › paragraph", code)
