"""A site is written out, and carried elsewhere."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Collection, PageViewRestriction, Task, Workflow

from cooperation.models import AreaPage, Participant, ProjectPage
from portal import languages
from portal.dates import Period
from portal.models import BasePage, LoadedObject, PortalDocument, PortalImage, PortalSettings
from portal.texts import column
from tests.conftest import make
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
    for model in (Group, Workflow, Task):
        model.objects.all().delete()


def dump(folder, *options):
    run("content", "dump", str(folder), *options)
    return (folder / "content.yaml").read_text()


@pytest.mark.parametrize("code", languages.codes())
def test_what_is_dumped_loads_elsewhere_and_is_dumped_alike_byte_for_byte(db, tmp_path, code):
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

    assert "unchanged: 46" in run_english("content", "plan", str(tmp_path / "content.yaml"))


def run_english(*arguments):
    with translation.override("en"):
        return run(*arguments)


def test_the_shipped_site_loads_from_its_dump(shipped, tmp_path):
    first = dump(tmp_path / "first")
    clear_shipped()

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
    page = make_area(slug_fr="ici", slug_en="here", introduction_fr="Publié.", introduction_en="Public.")
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


def test_a_dump_of_exchanged_addresses_says_nothing_new_to_its_own_site(shipped, tmp_path):
    science = BasePage.objects.get(slug_fr="science").specific
    other = BasePage.objects.get(slug_fr="transparence").specific
    for page, slug in ((science, "passage"), (other, "science"), (science, "transparence")):
        page.slug_fr = slug
        page.save_revision().publish()
    dump(tmp_path)

    assert "unchanged: 46" in run_english("content", "plan", str(tmp_path / "content.yaml"))


def test_a_page_that_took_the_address_of_a_renamed_one_is_told_apart(shipped, tmp_path):
    science = BasePage.objects.get(slug_fr="science").specific
    science.slug_fr, science.slug_en = "sci", "sci"
    science.save_revision().publish()
    overview = BasePage.objects.get(depth=2).specific
    make(AreaPage, overview, slug_fr="science", slug_en="science")
    first = dump(tmp_path / "first")

    assert "unchanged: 47" in run_english("content", "plan", str(tmp_path / "first" / "content.yaml"))
    clear_shipped()
    run("loaddata", str(tmp_path / "first" / "content.yaml"))
    assert dump(tmp_path / "second") == first


def clear_shipped():
    BasePage.objects.filter(depth=2).first().delete()
    for model in (Milestone, Kind, PortalImage, PortalSettings, LoadedObject):
        model.objects.all().delete()


def test_what_editors_deleted_is_left_out_of_a_dump_that_loads(shipped, tmp_path):
    science = BasePage.objects.get(slug_fr="science").specific
    image = PortalImage.objects.get(title_en="Science")
    figure = {"type": "figure", "value": {"image": image.pk, "caption": {"fr": "a", "en": "b"}}, "id": "1"}
    raw = [*science.body.get_prep_value(), figure]
    science.body = science._meta.get_field("body").to_python(raw)
    science.save_revision().publish()
    image.delete()
    Kind.objects.get(key="projet").delete()
    BasePage.objects.get(slug_fr="polesie").delete()
    group = Group.objects.create(name="Passagers")
    PageViewRestriction.objects.create(page=science, restriction_type="groups").groups.add(group)
    group.delete()
    first = dump(tmp_path / "first")
    clear_shipped()

    run("loaddata", str(tmp_path / "first" / "content.yaml"))

    assert dump(tmp_path / "second") == first
    assert BasePage.objects.get(slug_fr="science").view_restrictions.exists()


def test_odd_names_of_collections_and_groups_and_odd_signs_load(overview, make_area, tmp_path):
    root = Collection.get_first_root_node()
    for name in ("2018/2019", "Même", "Même"):
        root.add_child(instance=Collection(name=name))
        root.refresh_from_db()
    Group.objects.create(name="a: b").permissions.add(Permission.objects.get(codename="add_kind"))
    make_area(slug_fr="ici", slug_en="here", introduction_fr="cafe\u0301", introduction_en=" a\u00a0")
    first = dump(tmp_path / "first")
    BasePage.objects.filter(depth=2).first().delete()
    LoadedObject.objects.all().delete()
    for collection in Collection.objects.filter(depth=2):
        collection.delete()
    Group.objects.all().delete()

    run("loaddata", str(tmp_path / "first" / "content.yaml"))

    assert dump(tmp_path / "second") == first
    assert Group.objects.get(name="a: b").permissions.filter(codename="add_kind").exists()


def test_unfinished_drafts_come_along_too(overview, make_area, make_kind, tmp_path):
    make_area(slug_fr="zone", slug_en="zone").add_child(
        instance=ProjectPage(live=False, title_fr="Projet", slug_fr="projet", slug_en="project")
    )
    project = ProjectPage.objects.get()
    project.participants = [Participant()]
    project.save_revision(clean=False)
    Milestone(title_fr="Jalon", key="jalon", live=False, period=Period.parse("1998")).save()
    first = dump(tmp_path / "first", "--drafts")
    BasePage.objects.filter(depth=2).first().delete()
    for model in (Milestone, LoadedObject):
        model.objects.all().delete()

    run("loaddata", str(tmp_path / "first" / "content.yaml"))

    assert dump(tmp_path / "second", "--drafts") == first


def test_a_part_brings_the_collections_of_its_pictures(db, tmp_path):
    run("loaddata", str(EVERYTHING / "content.yaml"))

    text = dump(tmp_path, "--page", "/tout/")

    assert "path: /Presse/2018/" in text
    assert "path: /Presse/\n" in text or "path: /Presse/}" in text


def test_what_editors_emptied_is_said_to_be_empty(shipped, tmp_path):
    project = ProjectPage.objects.get(slug_fr="subventions-sps")
    project.period = project.picture = None
    project.save_revision().publish()

    text = dump(tmp_path, "--page", "/science/subventions-sps/")

    assert "period: null" in text
    assert "picture: null" in text
