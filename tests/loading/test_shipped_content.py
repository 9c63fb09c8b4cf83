"""What a deployer gets from `migrate` and `loaddata belarus`."""

import hashlib
import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import ReferenceIndex, Revision, Site

from portal import languages, renditions
from portal.models import BasePage, OverviewPage, PortalImage
from tests.loading.conftest import run_with_code
from tests.loading.test_dump import EVERYTHING

FIXTURE = Path("fixtures/belarus.yaml")
FIXTURES = sorted(Path("fixtures").glob("*.yaml"))
pytestmark = pytest.mark.django_db


def load(*labels):
    out = StringIO()
    call_command("loaddata", *labels, stdout=out)
    return out.getvalue()


def state():
    pages = BasePage.objects.order_by("path").values_list(
        "path", "slug", "url_path", "live", "latest_revision"
    )
    return list(pages), PortalImage.objects.count(), Revision.objects.count()


def test_the_default_site_opens_at_the_overview(shipped):
    site = Site.objects.get(is_default_site=True)

    assert site.root_page.specific == OverviewPage.objects.get()
    assert not BasePage.objects.filter(slug="home").exists()
    assert not any(BasePage.find_problems())


def test_every_page_has_an_address_in_every_language_and_a_live_revision(shipped):
    for page in BasePage.objects.filter(depth__gte=2).specific():
        assert page.live
        assert not page.has_unpublished_changes
        assert page.live_revision == page.latest_revision
        for code in languages.codes():
            assert page.in_language("url_path", code)


def test_the_live_revision_says_what_the_page_says(shipped):
    for page in BasePage.objects.filter(depth__gte=2).specific():
        revision = page.live_revision.as_object()
        for name in page.translated_fields():
            for code in languages.codes():
                assert revision.in_language(name, code) == page.in_language(name, code)
        assert revision.body.get_prep_value() == page.body.get_prep_value()


@pytest.mark.names_languages
@pytest.mark.parametrize("code", languages.codes())
@pytest.mark.parametrize("mode", ["all", "default", "required"])
def test_populating_makes_no_difference(db, code, mode):
    with translation.override(code):
        call_command("loaddata", "belarus", "milestones", verbosity=0, populate=mode)

    page = OverviewPage.objects.get()
    assert page.title_fr != page.title_en
    assert not page.seo_title_fr
    assert not page.seo_title_en


def test_the_usage_of_pictures_and_pages_is_known(shipped):
    picture = PortalImage.objects.get(title_en="Polesie")
    page = BasePage.objects.get(slug_fr="polesie")
    area = BasePage.objects.get(slug_fr="science")  # links it in its text

    assert users_of(picture) == {page.pk}
    assert users_of(page) == {area.pk}


def users_of(obj):
    return {int(each.object_id) for each in ReferenceIndex.get_references_to(obj)}


def test_a_load_says_in_one_line_what_it_did(db):
    with translation.override("en"):
        told = load("belarus", "milestones")

    assert told.splitlines() == ["Created: 38; changed: 0; kept as edited: 0; unchanged: 0."]


@pytest.mark.names_languages
def test_the_sizes_of_pictures_are_made_once_the_load_is_done(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load(str(EVERYTHING / "content.yaml"))

    sizes = PortalImage.objects.get().renditions.values_list("filter_spec", flat=True)
    assert set(sizes) == set(renditions.wanted())


@pytest.mark.names_languages
def test_a_picture_that_cannot_be_sized_does_not_undo_the_load(
    db, django_capture_on_commit_callbacks, monkeypatch
):
    def fail(*_specs):
        raise OSError("no space left")

    monkeypatch.setattr(PortalImage, "get_renditions", fail)
    err = StringIO()
    with translation.override("fr"), django_capture_on_commit_callbacks(execute=True):
        call_command("loaddata", str(EVERYTHING / "content.yaml"), verbosity=0, stderr=err)

    assert "Plan" in err.getvalue()
    assert PortalImage.objects.exists()


@pytest.mark.names_languages
def test_a_plan_writes_nothing_at_all(shipped, content):
    content.area()
    path = content.write()
    media = sorted(Path(settings.MEDIA_ROOT).rglob("*"))

    with CaptureQueriesContext(connection) as queries:
        _out, code = run_with_code("content", "plan", path)

    assert code == 2
    assert [each["sql"] for each in queries if not each["sql"].lstrip().startswith("SELECT")] == []
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == media


@pytest.mark.names_languages
@pytest.mark.parametrize("code", languages.codes())
def test_a_plan_names_object_field_language_old_and_new(shipped, content, code):
    fields = content.area()
    content.load()
    old, fields["introduction"][code] = fields["introduction"][code], "Texte nouveau."

    with translation.override("en"):
        out, exit_code = run_with_code("content", "plan", content.write())

    assert exit_code == 2
    assert "cooperation.areapage /essai/  (content.yaml:1)" in out
    assert f"introduction ({languages.name_of(code)})  “{old}” → “Texte nouveau.”" in out


@pytest.mark.names_languages
def test_apply_does_what_the_plan_said_and_a_second_plan_is_empty(shipped, content):
    content.area()
    planned, code = content.plan()
    content.apply()
    again, code_again = content.plan()

    assert (planned["summary"], code) == ({"create": 1}, 2)
    assert (again["summary"], code_again) == ({"same": 1}, 0)
    area = BasePage.objects.get(slug_fr="essai").specific
    said = {(each["field"], each["language"]): each["new"] for each in planned["objects"][0]["changes"]}
    for name in ("title", "slug", "introduction"):
        for each in languages.codes():
            assert area.in_language(name, each) == said[name, each]


def test_loading_twice_changes_nothing(shipped):
    before = state()

    load("belarus")

    assert state() == before


@pytest.mark.parametrize("code", languages.codes())
def test_the_active_language_makes_no_difference(shipped, code):
    titles = BasePage.objects.order_by("path").rewrite(False).raw_values("title", "title_fr", "title_en")
    expected = list(titles)
    BasePage.objects.get(depth=2).delete()
    call_command("migrate", verbosity=0)
    root = BasePage.objects.get(depth=1)
    Site.objects.create(hostname="testserver", is_default_site=True, root_page=root)

    with translation.override(code):
        load("belarus")

    found = BasePage.objects.order_by("path").rewrite(False).raw_values("title", "title_fr", "title_en")
    assert list(found)[1:] == expected[1:]


def test_a_welcome_page_that_somebody_touched_stays(db):
    welcome = BasePage.objects.get(depth=2)
    welcome.save_revision()

    load("belarus")

    assert BasePage.objects.filter(pk=welcome.pk).exists()
    assert Site.objects.get(is_default_site=True).root_page.specific == OverviewPage.objects.get()


def test_what_an_editor_wrote_since_is_left_alone(shipped):
    page = OverviewPage.objects.get()
    page.introduction_fr = "Écrit depuis."
    page.save_revision().publish()

    load("belarus")

    page.refresh_from_db()
    assert page.introduction_fr == "Écrit depuis."


def test_the_search_of_the_editor_finds_what_was_loaded(shipped):
    from wagtail.search.backends import get_search_backend

    found = get_search_backend().search("Démilitarisation", BasePage.objects.all())

    assert "Démilitarisation" in [page.title_fr for page in found]


@pytest.mark.names_languages
@pytest.mark.parametrize("fixture", FIXTURES)
def test_every_shipped_text_is_there_in_both_languages(fixture):
    def walk(value, where):
        if isinstance(value, dict):
            if set(value) & set(languages.codes()):
                assert set(value) == set(languages.codes()), where
                assert all(value.values()), where
                return
            for key, part in value.items():
                walk(part, f"{where}.{key}")
        elif isinstance(value, list):
            for number, part in enumerate(value):
                walk(part, f"{where}[{number}]")

    rows = yaml.safe_load(fixture.read_text())
    for number, row in enumerate(rows):
        walk(row["fields"], f"{row['model']} {number}")


@pytest.mark.names_languages
@pytest.mark.parametrize("fixture", FIXTURES)
def test_shipped_french_follows_french_typography(fixture):
    text = fixture.read_text()
    french = re.findall(r"^\s*(?:- )?fr: (.*)$", text, flags=re.MULTILINE)
    french += re.findall(r"\{fr: ([^,}]*)", text)
    french += re.findall(r"(?:name: |- |\[)([^\[\n]*) · ", text)
    assert french
    for line in french:
        assert "'" not in line.strip("\"'"), line
        assert not re.search(r"(?<![\u00a0\u202f])[;?!»](?:\s|$)", line), line
        assert not re.search(r"\d \d{3}", line), line


def test_no_picture_was_altered():
    for row in yaml.safe_load(FIXTURE.read_text()):
        if row["model"] == "portal.portalimage":
            content = (FIXTURE.parent / row["fields"]["file"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == row["fields"]["sha256"]


PAGE = """
- model: cooperation.areapage
  fields:
    parent: /
    slug: {fr: essai, en: trial}
    title: {fr: Essai, en: Trial}
"""
BROKEN = [
    ("- model: [", "broken.yaml:2"),
    ("model: x", "broken.yaml"),
    ("- 12", "model"),
    ("- model: portal.nothing\n  fields: {}", "portal.nothing"),
    ("- model: auth.user\n  fields: {name: x}", "auth.user"),
    ("- model: portal.user\n  fields: {name: x}", "portal.user"),
    (PAGE + "    colour: blue", "colour"),
    (PAGE + "    introduction: Only one text", "introduction"),
    (PAGE + "    introduction: {xx: Text}", "xx"),
    (PAGE + "    body:\n      - carousel: {}", "carousel"),
    (PAGE + "    body:\n      - quote: {words: {fr: x}}", "words"),
    (PAGE + "    picture: images/none.png", "images/none.png"),
    (PAGE + "    picture: ../manage.py", "../manage.py"),
    (PAGE + '    body:\n      - paragraph: {fr: <a page="/none/">x</a>}', "/none/"),
    (PAGE.replace("parent: /", "parent: /nowhere/"), "/nowhere/"),
    (PAGE + "    show_in_menus: perhaps", "show_in_menus"),
    (PAGE.replace("cooperation.areapage", "cooperation.projectpage"), "parent"),
]


@pytest.mark.parametrize(("text", "named"), BROKEN)
def test_what_is_wrong_in_a_file_is_named_and_nothing_is_written(overview, tmp_path, text, named):
    before = state()
    file = tmp_path / "broken.yaml"
    file.write_text(text)

    with pytest.raises(CommandError) as error:
        load(str(file))

    assert "broken.yaml" in str(error.value)
    assert named in str(error.value)
    assert state() == before


def test_an_altered_picture_is_refused(shipped, tmp_path):
    (tmp_path / "picture.png").write_bytes((FIXTURE.parent / "images/science.png").read_bytes() + b"x")
    file = tmp_path / "pictures.yaml"
    file.write_text(
        "- model: portal.portalimage\n  fields: {file: picture.png, sha256: 'abc', title: {fr: x, en: x}}"
    )

    with pytest.raises(CommandError, match="SHA-256"):
        load(str(file))
