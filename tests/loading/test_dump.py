"""A site is written out, and carried elsewhere."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Collection

from portal import languages
from portal.bilingual import column
from portal.models import BasePage, LoadedObject, PortalDocument, PortalImage, PortalSettings
from tests.loading.conftest import run
from timeline.models import Kind, Milestone

# a site with every type of page and block, as a dump; its bytes are the same on every database
EVERYTHING = Path(__file__).parent / "everything"
pytestmark = [pytest.mark.django_db, pytest.mark.names_languages]


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clear():
    """Leave as little of a site as another deployment has, but for the numbers that rows will have."""
    BasePage.objects.filter(depth=2).first().delete()
    for model in (Milestone, Kind, PortalImage, PortalDocument, PortalSettings, LoadedObject):
        model.objects.all().delete()
    Collection.objects.filter(depth=2).first().delete()
    Group.objects.filter(name="Rédaction").delete()


def dump(folder, *options):
    run("content", "dump", str(folder), *options)
    return (folder / "content.yaml").read_text()


@pytest.mark.parametrize("code", languages.codes())
def test_what_is_dumped_loads_elsewhere_and_is_dumped_alike_byte_for_byte(db, tmp_path, code):
    from django.utils import translation

    with translation.override(code):
        run("loaddata", str(EVERYTHING / "content.yaml"))
        dump(tmp_path / "first")
        clear()
        run("loaddata", str(tmp_path / "first" / "content.yaml"))
        dump(tmp_path / "second")

    assert files_in(tmp_path / "first") == files_in(EVERYTHING)
    assert files_in(tmp_path / "second") == files_in(EVERYTHING)


def test_a_site_has_nothing_to_take_from_its_own_dump(shipped, tmp_path):
    page = BasePage.objects.get(slug_fr="science").specific
    page.slug_fr = "sciences"
    page.save_revision().publish()
    dump(tmp_path)

    assert "unchanged: 40" in run_english("content", "plan", str(tmp_path / "content.yaml"))


def run_english(*arguments):
    from django.utils import translation

    with translation.override("en"):
        return run(*arguments)


def test_the_shipped_site_loads_from_its_dump(shipped, tmp_path):
    first = dump(tmp_path / "first")
    BasePage.objects.filter(depth=2).first().delete()
    for model in (Milestone, Kind, PortalImage, PortalSettings, LoadedObject):
        model.objects.all().delete()

    run("loaddata", str(tmp_path / "first" / "content.yaml"))

    assert dump(tmp_path / "second") == first
    assert not any(BasePage.find_problems())


@pytest.mark.parametrize("code", languages.codes())
def test_what_is_not_public_and_who_wrote_it_stays_here(overview, make_area, editor, tmp_path, code):
    page = make_area(slug_fr="ici", slug_en="here")
    setattr(page, column("introduction", code), "Brouillon secret.")
    page.save_revision(user=editor)
    make_area(live=False, title_fr="Page secrète", title_en="Secret page")

    text = dump(tmp_path)

    for secret in ("secret", "secrète", "editor", "password", "Secret"):
        assert secret not in text


def test_drafts_come_along_when_asked_and_load_as_drafts(overview, make_area, tmp_path):
    page = make_area(slug_fr="ici", slug_en="here", introduction_fr="Publié.")
    page.introduction_fr = "Brouillon."
    page.save_revision()
    make_area(live=False, slug_fr="brouillon", slug_en="draft")
    first = dump(tmp_path / "first", "--drafts")
    BasePage.objects.filter(depth=2).first().delete()
    LoadedObject.objects.all().delete()

    run("loaddata", str(tmp_path / "first" / "content.yaml"))

    page = BasePage.objects.get(slug_fr="ici").specific
    assert page.live
    assert page.introduction_fr == "Publié."
    assert page.get_latest_revision_as_object().introduction_fr == "Brouillon."
    assert not BasePage.objects.get(slug_fr="brouillon").live
    assert dump(tmp_path / "second", "--drafts") == first


def test_a_password_is_in_no_file_and_its_page_stays_closed(overview, make_area, tmp_path):
    from wagtail.models import PageViewRestriction

    page = make_area(slug_fr="ferme", slug_en="closed")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    text = dump(tmp_path)
    page.delete()
    LoadedObject.objects.all().delete()

    run("loaddata", str(tmp_path / "content.yaml"))

    assert "sesame" not in text
    restriction = BasePage.objects.get(slug_fr="ferme").view_restrictions.get()
    assert restriction.restriction_type == "login"


def test_a_part_of_a_site_brings_the_pictures_it_shows_and_loads_below_its_parent(shipped, tmp_path):
    text = dump(tmp_path, "--page", "/science/")

    assert files_in(tmp_path / "images").keys() == {"grants.png", "polesie.png", "science.png"}
    assert text.count("- model: cooperation.projectpage") == 2
    assert "overviewpage" not in text
    BasePage.objects.get(slug_fr="science").delete()
    LoadedObject.objects.filter(name__startswith="/science/").delete()
    run("loaddata", str(tmp_path / "content.yaml"))
    assert BasePage.objects.get(slug_fr="science").get_children().count() == 2


def test_a_part_that_is_not_there_is_told(shipped, tmp_path):
    with pytest.raises(CommandError, match="/nowhere/"):
        dump(tmp_path, "--page", "/nowhere/")


def test_a_lost_picture_or_a_folder_that_cannot_be_written_is_told(shipped, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        dump(tmp_path / "file")
    PortalImage.objects.update(file="original_images/lost.png")
    with pytest.raises(CommandError, match=r"lost\.png"):
        dump(tmp_path)


def test_dumpdata_writes_the_same_objects(shipped, tmp_path):
    out = StringIO()
    call_command("dumpdata", format="yaml", stdout=out)

    assert out.getvalue() == dump(tmp_path)


def test_dumpdata_of_one_app_writes_its_objects_only(shipped):
    out = StringIO()
    call_command("dumpdata", "timeline.milestone", format="yaml", stdout=out)

    assert out.getvalue().count("- model: ") == out.getvalue().count("- model: timeline.milestone") == 7


def test_two_pictures_of_one_name_are_told_apart(overview, content, tmp_path):
    for folder in ("one", "two"):
        shutil.copytree(EVERYTHING / "images", tmp_path / folder)
    with (tmp_path / "two" / "plan.png").open("ab") as file:
        file.write(b"another")
    from django.core.files.images import ImageFile

    for folder in ("one", "two"):
        with (tmp_path / folder / "plan.png").open("rb") as file:
            PortalImage.objects.create(title_fr=folder, file=ImageFile(file, name="plan.png"))

    dump(tmp_path / "out")

    assert len(files_in(tmp_path / "out" / "images")) == 2
