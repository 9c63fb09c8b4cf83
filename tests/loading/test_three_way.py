"""A newer file meets what editors wrote since: theirs is kept, the rest taken, what both changed is told."""

import hashlib
import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.utils import timezone
from PIL import Image
from wagtail.models import CollectionViewRestriction, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from cooperation.models import AreaPage, ProjectPage
from portal import languages
from portal.models import BasePage, PortalImage
from portal.texts import column
from tests.loading.conftest import run
from timeline.models import Kind, Milestone

CODES = languages.codes()
pytestmark = [pytest.mark.django_db, pytest.mark.names_languages]


@pytest.fixture
def fields(overview, content):
    """The fields of an area that was loaded."""
    fields = content.area()
    content.load()
    return fields


def area():
    return AreaPage.objects.get()


def edit(page=None, **values):
    """Change a page as an editor does, and publish it."""
    page = page or area()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def edit_body(change, page=None):
    page = page or area()
    raw = page.body.get_prep_value()
    change(raw)
    edit(page, body=page._meta.get_field("body").to_python(raw))


def texts(page=None):
    """Return the texts of the body, by language."""
    raw = (page or area()).body.get_prep_value()
    return {code: [block["value"][code] for block in raw] for code in CODES}


def plain(html):
    return re.sub(r' data-block-key="[^"]*"', "", html)


def actions(content, *options):
    """Return what is planned with each text that differs: mapping of field and language to action."""
    plan, code = content.plan(*options)
    changes = [change for each in plan["objects"] for change in each["changes"]]
    return {(change["field"], change["language"]): change["action"] for change in changes}, code


def test_nothing_to_do_after_a_load(fields, content):
    assert actions(content) == ({}, 0)


@pytest.mark.parametrize("code", CODES)
def test_a_text_edited_on_the_site_only_is_kept(fields, content, code):
    edit(**{column("introduction", code): "Écrit depuis."})

    assert actions(content) == ({("introduction", code): "keep"}, 0)
    content.load()

    assert area().in_language("introduction", code) == "Écrit depuis."


@pytest.mark.parametrize("code", CODES)
def test_a_text_changed_in_the_file_only_is_taken_and_the_other_language_stays(fields, content, code):
    [other] = [each for each in CODES if each != code]
    fields["introduction"][code] = "Texte nouveau."
    edit(**{column("introduction", other): "Écrit depuis."})

    assert actions(content) == (
        {("introduction", code): "change", ("introduction", other): "keep"},
        2,
    )
    content.load()

    assert area().in_language("introduction", code) == "Texte nouveau."
    assert area().in_language("introduction", other) == "Écrit depuis."
    assert actions(content) == ({("introduction", other): "keep"}, 0)


@pytest.mark.parametrize("code", CODES)
def test_a_text_changed_on_both_sides_is_a_conflict_and_nothing_is_written(fields, content, code):
    fields["introduction"][code] = "Texte nouveau."
    fields["title"][code] = "Titre nouveau"
    edit(**{column("introduction", code): "Écrit depuis."})
    before = Revision.objects.count()

    assert actions(content) == ({("introduction", code): "conflict", ("title", code): "change"}, 3)
    with pytest.raises(CommandError) as error:
        content.load()

    assert error.value.returncode == 3
    for said in ("introduction", "Écrit depuis.", "Texte nouveau.", languages.name_of(code)):
        assert said in str(error.value)
    assert area().in_language("title", code) != "Titre nouveau"
    assert Revision.objects.count() == before


@pytest.mark.parametrize(("prefer", "expected"), [("site", "Écrit depuis."), ("file", "Texte nouveau.")])
def test_a_conflict_is_settled_by_a_preference_and_stays_settled(fields, content, prefer, expected):
    fields["introduction"]["fr"] = "Texte nouveau."
    fields["title"]["fr"] = "Titre nouveau"
    edit(introduction_fr="Écrit depuis.")

    content.apply("--prefer", prefer)

    assert area().introduction_fr == expected
    assert area().title_fr == "Titre nouveau"
    assert actions(content)[1] == 0


def test_both_sides_changed_to_the_same_is_no_conflict(fields, content):
    fields["introduction"]["fr"] = "Le même."
    edit(introduction_fr="Le même.")

    assert actions(content) == ({}, 0)


def test_what_a_file_leaves_out_is_never_touched(fields, content):
    edit(search_description_fr="Écrit depuis.", show_in_menus=True)
    del fields["introduction"]["en"]
    del fields["body"]

    assert actions(content) == ({}, 0)
    content.load()

    assert area().introduction_en == "First text."
    assert area().search_description_fr == "Écrit depuis."
    assert texts()["en"] == ["Heading", "<p>One.</p>", "<p>Two.</p>"]


def test_a_field_that_a_newer_file_adds_fills_what_is_empty_and_else_is_a_conflict(fields, content):
    fields["search_description"] = {"fr": "Résumé", "en": "Summary"}
    edit(search_description_fr="Écrit depuis.")

    assert actions(content)[0] == {
        ("search_description", "fr"): "conflict",
        ("search_description", "en"): "change",
    }


def test_a_value_for_all_languages_is_compared_as_one(fields, content):
    fields["show_in_menus"] = True
    content.load()
    edit(show_in_menus=False)

    assert actions(content) == ({("show_in_menus", None): "keep"}, 0)


# Bodies


@pytest.mark.parametrize("code", CODES)
def test_paragraphs_of_one_body_are_kept_and_taken_each_by_itself(fields, content, code):
    ids = [block.id for block in area().body]
    fields["body"][2]["paragraph"][code] = "<p>Nouveau.</p>"
    edit_body(lambda raw: raw[1]["value"].update({code: '<p data-block-key="abcde">Écrit depuis.</p>'}))

    assert actions(content) == ({("body/2/paragraph", code): "change", ("body/1/paragraph", code): "keep"}, 2)
    content.load()

    assert texts()[code][1:] == ['<p data-block-key="abcde">Écrit depuis.</p>', "<p>Nouveau.</p>"]
    assert [block.id for block in area().body] == ids


def test_what_the_editor_s_program_adds_to_a_text_is_no_edit(fields, content):
    edit_body(lambda raw: raw[1]["value"].update(fr='<p data-block-key="abcde">Un.</p>'))

    assert actions(content) == ({}, 0)


def test_blocks_that_did_not_change_keep_their_ids_when_one_is_added(fields, content):
    ids = [block.id for block in area().body]
    fields["body"].insert(1, {"paragraph": {"fr": "<p>Entre.</p>", "en": "<p>Between.</p>"}})

    content.load()

    found = [block.id for block in area().body]
    assert [found[0], *found[2:]] == ids
    assert texts()["fr"] == ["Titre", "<p>Entre.</p>", "<p>Un.</p>", "<p>Deux.</p>"]


def test_a_body_to_which_editors_added_a_block_is_kept_and_a_conflict_with_a_changed_one(fields, content):
    extra = {"type": "heading", "value": {"fr": "Ajouté", "en": "Added"}, "id": "x"}
    edit_body(lambda raw: raw.append(extra))

    assert actions(content) == ({("body", None): "keep"}, 0)
    fields["body"][1]["paragraph"]["fr"] = "<p>Nouveau.</p>"
    assert actions(content) == ({("body", None): "conflict"}, 3)
    content.apply("--prefer", "site")
    assert texts()["fr"] == ["Titre", "<p>Un.</p>", "<p>Deux.</p>", "Ajouté"]
    assert actions(content)[1] == 0


def test_children_keep_their_rows_and_texts(overview, content):
    content.area()
    fields = content.project(
        participants=[{"role": "lead", "country": "CA"}, {"name": {"fr": "Un", "en": "One"}}],
    )
    content.load()
    project = ProjectPage.objects.get()
    rows = list(project.participants.values_list("pk", flat=True))
    participants = list(project.participants.all())
    participants[1].name_fr = "Écrit depuis"
    project.participants = participants
    project.save_revision().publish()
    fields["participants"][1]["name"]["en"] = "New"

    content.load()

    project = ProjectPage.objects.get()
    assert list(project.participants.values_list("pk", flat=True)) == rows
    assert [(each.name_fr, each.name_en) for each in project.participants.all()][1] == ("Écrit depuis", "New")


# Pages that editors moved, renamed, added or deleted


def test_a_renamed_page_is_still_the_one_that_the_file_means(fields, content):
    page = area()
    page.slug_fr = "autre"
    page.save_revision().publish()
    fields["introduction"]["fr"] = "Texte nouveau."
    content.project(
        body=[{"paragraph": {"fr": '<p><a page="/essai/">Essai</a></p>', "en": "<p>Trial</p>"}}],
    )

    content.load()

    page.refresh_from_db()
    assert page.introduction_fr == "Texte nouveau."
    assert page.slug_fr == "autre"
    project = ProjectPage.objects.get()
    assert project.url_in("fr") == "/fr/autre/projet/"
    assert f'id="{page.pk}"' in project.body.raw_data[0]["value"]["fr"]
    assert actions(content)[1] == 0


def test_a_page_that_editors_deleted_is_not_made_again_nor_those_below_it(fields, content):
    area().delete()
    content.project()

    plan, code = content.plan()
    content.load()

    assert [each["action"] for each in plan["objects"]] == ["gone", "gone"]
    assert code == 0
    assert not AreaPage.objects.exists()
    assert not ProjectPage.objects.exists()


def test_a_page_that_editors_made_at_the_same_address_is_compared_with_the_file(overview, content, make_area):
    make_area(slug_fr="essai", slug_en="trial", title_fr="Essai", title_en="Autre")
    content.area()

    found, code = actions(content)

    assert found["title", "en"] == "conflict"
    assert ("title", "fr") not in found
    assert found["introduction", "fr"] == "change"
    assert code == 3


def test_pages_that_editors_added_stay(fields, content, make_area):
    make_area(slug_fr="ajoute", slug_en="added")
    fields["introduction"]["fr"] = "Texte nouveau."

    content.load()

    assert AreaPage.objects.filter(slug_fr="ajoute", live=True).exists()
    assert not any(BasePage.find_problems())


# Drafts


def test_a_draft_in_progress_survives_and_is_told_of_nothing_it_changed(fields, content):
    page = area()
    page.introduction_fr = "Brouillon."
    page.save_revision()
    fields["introduction"]["fr"] = "Texte nouveau."
    fields["introduction"]["en"] = "New text."

    content.load()

    page = area()
    draft = page.get_latest_revision_as_object()
    assert (page.introduction_fr, page.introduction_en) == ("Texte nouveau.", "New text.")
    assert page.has_unpublished_changes
    assert (draft.introduction_fr, draft.introduction_en) == ("Brouillon.", "New text.")
    draft.save_revision().publish()
    assert area().introduction_fr == "Brouillon."
    assert actions(content)[1] == 0


def test_a_scheduled_revision_survives_with_what_was_loaded(fields, content):
    later = timezone.now() + timezone.timedelta(days=1)
    page = area()
    page.title_fr = "Demain"
    page.go_live_at = later
    page.save_revision().publish()
    fields["introduction"]["en"] = "New text."

    content.load()

    page = area()
    scheduled = page.scheduled_revision
    assert page.live
    assert scheduled.approved_go_live_at == later
    assert scheduled.as_object().title_fr == "Demain"
    assert scheduled.as_object().introduction_en == "New text."


def test_a_page_that_was_never_published_is_changed_as_a_draft(overview, content):
    fields = content.area(live=False)
    content.load()
    fields["introduction"]["fr"] = "Texte nouveau."

    content.load()

    page = area()
    assert not page.live
    assert page.get_latest_revision_as_object().introduction_fr == "Texte nouveau."
    assert actions(content)[1] == 0


def test_an_unpublished_page_stays_so(fields, content):
    area().unpublish()
    fields["introduction"]["fr"] = "Texte nouveau."

    content.load()

    assert not area().live
    assert area().get_latest_revision_as_object().introduction_fr == "Texte nouveau."


# History


def test_each_change_is_a_revision_in_the_history_with_the_name_of_the_file(
    fields, content, admin_client, editor
):
    fields["introduction"]["fr"] = "Texte nouveau."

    content.apply("--user", "editor")

    page = area()
    assert page.latest_revision == page.live_revision
    assert page.live_revision.user == editor
    assert page.live_revision.as_object().introduction_fr == "Texte nouveau."
    entry = PageLogEntry.objects.filter(page=page).first()
    assert entry.user == editor
    assert entry.revision == page.live_revision
    for code in CODES:
        profile = UserProfile.get_for_user(editor)
        profile.preferred_language = code
        profile.save()
        history = admin_client.get(f"/admin/pages/{page.pk}/history/").content.decode()
        assert history.count("content.yaml") == 2  # as it was made, and as it changed


def test_without_user_the_change_is_nobody_s(fields, content):
    fields["introduction"]["fr"] = "Texte nouveau."

    content.load()

    assert area().live_revision.user is None


def test_an_unknown_user_is_told(fields, content):
    with pytest.raises(CommandError, match="nobody"):
        content.apply("--user", "nobody")


def test_a_load_announces_what_it_publishes(fields, content):
    from wagtail.signals import page_published

    heard = []

    def hear(instance, **_kwargs):
        heard.append(instance.pk)

    page_published.connect(hear)
    try:
        fields["introduction"]["fr"] = "Texte nouveau."
        content.load()
    finally:
        page_published.disconnect(hear)

    assert heard == [area().pk]


# Milestones


@pytest.mark.parametrize("code", CODES)
def test_milestones_are_kept_and_taken_text_by_text_too(overview, content, code):
    content.add("timeline.kind", key="essai", name={"fr": "Essai", "en": "Trial"})
    fields = content.add(
        "timeline.milestone",
        key="jalon",
        period="1998",
        kind="essai",
        title={"fr": "Jalon", "en": "Milestone"},
        description={"fr": "Un.", "en": "One."},
        pages=["/"],
    )
    content.load()
    milestone = Milestone.objects.get()
    setattr(milestone, column("title", code), "Écrit depuis")
    milestone.save_revision().publish()
    fields["description"][code] = "Nouveau."
    fields["period"] = "1998-04"

    content.load()

    milestone = Milestone.objects.get()
    assert milestone.in_language("title", code) == "Écrit depuis"
    assert milestone.in_language("description", code) == "Nouveau."
    assert milestone.period.edtf == "1998-04"
    assert milestone.live_revision.as_object().period.edtf == "1998-04"
    assert actions(content)[1] == 0


def test_a_deleted_milestone_is_not_made_again(shipped):
    Milestone.objects.get(key="ouverture-de-la-mission").delete()

    run("loaddata", "milestones")

    assert not Milestone.objects.filter(key="ouverture-de-la-mission").exists()


# What editors deleted, and what a file says later


def test_what_was_deleted_is_no_edit_of_what_refers_to_it(shipped):
    science = BasePage.objects.get(slug_fr="science").specific
    polesie = BasePage.objects.get(slug_fr="polesie")
    PortalImage.objects.get(title_en="Science").delete()
    Kind.objects.get(key="projet").delete()
    polesie.delete()
    edit(science, picture=PortalImage.objects.get(title_en="Mines destroyed"))
    edit_body(lambda raw: raw[0]["value"].update(fr="<p>Réécrit.</p>"), science)
    milestone = Milestone.objects.get(key="fin-de-la-destruction-des-mines")
    milestone.kind = Kind.objects.get(key="rencontre")
    milestone.save_revision().publish()

    run("loaddata", "belarus", "milestones")

    science.refresh_from_db()
    assert science.picture.title_en == "Mines destroyed"
    assert science.body.raw_data[0]["value"]["fr"] == "<p>Réécrit.</p>"
    assert Milestone.objects.get(key="fin-de-la-destruction-des-mines").kind.key == "rencontre"


def test_what_a_file_did_not_say_at_first_is_no_edit(overview, content):
    fields = content.area(slug={"fr": "essai"})
    del fields["body"]
    content.add("timeline.kind", key="essai", name={"fr": "Essai", "en": "Trial"})
    milestone = content.add(
        "timeline.milestone",
        key="jalon",
        period="1998",
        kind="essai",
        title={"fr": "Jalon", "en": "Milestone"},
    )
    content.load()
    fields |= {
        "privacy": "signed-in",
        "show_in_menus": True,
        "body": [{"heading": {"fr": "Un", "en": "One"}}],
    }
    fields["slug"]["en"] = "other"
    milestone |= {"importance": "major", "pages": ["/essai/"]}

    assert actions(content)[1] == 2
    content.load()

    assert area().slug_en == "other"
    assert area().show_in_menus
    assert area().view_restrictions.get().restriction_type == "login"
    assert Milestone.objects.get().importance == "major"
    assert actions(content) == ({}, 0)


def test_a_page_is_taken_offline_and_brought_back_by_a_file(fields, content):
    fields["live"] = False
    content.load()
    assert not area().live

    fields["live"] = True
    content.load()

    assert area().live
    assert actions(content) == ({}, 0)


@pytest.mark.parametrize("prefer", ["site", "file"])
def test_paragraphs_in_another_order_are_one_whole_so_that_no_text_is_lost(fields, content, prefer):
    edit_body(lambda raw: raw.reverse())
    assert actions(content) == ({("body", None): "keep"}, 0)
    fields["body"][1]["paragraph"]["fr"] = "<p>Nouveau.</p>"

    assert actions(content) == ({("body", None): "conflict"}, 3)
    content.apply("--prefer", prefer)

    expected = {
        "site": ["<p>Deux.</p>", "<p>Un.</p>", "Titre"],
        "file": ["Titre", "<p>Nouveau.</p>", "<p>Deux.</p>"],
    }
    english = {
        "site": ["<p>Two.</p>", "<p>One.</p>", "Heading"],
        "file": ["Heading", "<p>One.</p>", "<p>Two.</p>"],
    }
    assert texts() == {"fr": expected[prefer], "en": english[prefer]}


def test_a_file_that_swaps_paragraphs_does_not_mix_their_languages(fields, content):
    paragraphs = fields["body"][1:]
    fields["body"][1:] = paragraphs[::-1]
    edit_body(lambda raw: raw[1]["value"].update(en="<p>One, edited.</p>"))

    assert actions(content)[0] == {("body", None): "conflict"}
    content.apply("--prefer", "site")

    assert texts() == {
        "fr": ["Titre", "<p>Un.</p>", "<p>Deux.</p>"],
        "en": ["Heading", "<p>One, edited.</p>", "<p>Two.</p>"],
    }


def test_english_addresses_can_be_exchanged_and_leave_redirects(
    overview, content, client, django_capture_on_commit_callbacks
):
    one = content.area(slug={"fr": "un", "en": "one"})
    two = content.area(slug={"fr": "deux", "en": "two"})
    content.load()
    one["slug"]["en"], two["slug"]["en"] = "two", "three"

    with django_capture_on_commit_callbacks(execute=True):
        content.load()

    found = dict(AreaPage.objects.values_list("slug_fr", "slug_en"))
    assert found == {"un": "two", "deux": "three"}
    assert client.get("/en/one/").url == "/en/two/"
    assert client.get("/en/two/").status_code == 200


def test_a_file_moves_and_renames_a_page_by_its_former_address(fields, content, client):
    content.area(slug={"fr": "autre", "en": "other"})
    project = content.project()
    content.load()
    project |= {"was": "/essai/projet/", "parent": "/autre/", "slug": {"fr": "neuf", "en": "new"}}

    content.load()

    page = ProjectPage.objects.get()
    assert page.url_in("fr") == "/fr/autre/neuf/"
    assert page.url_in("en") == "/en/other/new/"
    assert not any(BasePage.find_problems())
    assert actions(content) == ({}, 0)


def test_a_scheduled_page_is_published_as_the_newest_file_says(overview, content):
    fields = content.area(go_live_at="2099-01-01T00:00:00.123456+00:00")
    content.load()
    assert not area().live
    fields["title"]["fr"] = "Titre nouveau"
    content.load()
    assert actions(content) == ({}, 0)
    fields["go_live_at"] = None

    content.load()

    assert area().live
    assert area().title_fr == "Titre nouveau"
    assert area().scheduled_revision is None
    assert actions(content) == ({}, 0)


def test_a_live_page_that_a_file_schedules_stays_as_it_is_until_then(fields, content):
    fields |= {
        "go_live_at": "2099-01-01T00:00:00+00:00",
        "introduction": {"fr": "Demain.", "en": "Tomorrow."},
    }

    content.load()

    assert area().live
    assert area().introduction_fr == "Premier texte."
    assert area().scheduled_revision.as_object().introduction_fr == "Demain."


def test_a_newer_draft_is_taken_where_none_is_in_progress(fields, content):
    content.rows[0]["draft"] = {"introduction": {"fr": "Brouillon."}}
    assert actions(content) == ({("draft", None): "change"}, 2)

    content.load()

    page = area()
    assert page.introduction_fr == "Premier texte."
    assert page.get_latest_revision_as_object().introduction_fr == "Brouillon."
    assert actions(content) == ({}, 0)
    content.rows[0]["draft"] = {"introduction": {"fr": "Autre."}}
    content.load()
    assert area().get_latest_revision_as_object().introduction_fr == "Autre."
    draft = area().get_latest_revision_as_object()
    draft.introduction_fr = "D’une éditrice."
    draft.save_revision()
    assert actions(content) == ({}, 0)
    content.rows[0]["draft"] = {"introduction": {"fr": "Encore autre."}}
    assert actions(content) == ({("draft", None): "conflict"}, 3)


def test_an_alias_is_left_to_the_page_that_it_follows(fields, content):
    alias = area().create_alias(update_slug="alias")
    content.area(slug={"fr": alias.slug_fr, "en": alias.slug_en}, introduction={"fr": "Autre."})

    assert actions(content, "--prefer", "file") == ({}, 0)
    fields["introduction"]["fr"] = "Texte nouveau."
    content.load()

    alias.refresh_from_db()
    assert alias.introduction_fr == "Texte nouveau."


def test_a_picture_is_replaced_by_a_newer_file_unless_editors_replaced_it(overview, content):
    (content.folder / "images").mkdir()
    path = content.folder / "images" / "plan.png"
    fields = content.add("portal.portalimage", file="images/plan.png", title={"fr": "Plan", "en": "Map"})

    def put(colour):
        Image.new("RGB", (20, 10), colour).save(path)
        fields["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()

    put("red")
    content.load()
    put("blue")
    assert actions(content) == ({("sha256", None): "change"}, 2)
    content.load()
    assert actions(content) == ({}, 0)
    picture = PortalImage.objects.get()
    with picture.file.open("rb") as file:
        assert file.read() == path.read_bytes()
    PortalImage.objects.update(file_hash="an editor's")
    assert actions(content) == ({("sha256", None): "keep"}, 0)
    put("green")
    assert actions(content) == ({("sha256", None): "conflict"}, 3)


def test_an_empty_text_says_nothing(fields, content):
    fields["introduction"] = {}

    assert actions(content) == ({}, 0)


def test_a_review_in_progress_goes_on_with_what_was_loaded(fields, content, editor, review):
    page = area()
    page.introduction_fr = "À relire."
    page.save_revision(user=editor)
    review.start(page, editor)
    fields["introduction"]["en"] = "New text."

    content.load()

    state = area().current_workflow_state
    assert state.status == state.STATUS_IN_PROGRESS
    reviewed = state.current_task_state.revision.as_object()
    assert (reviewed.introduction_fr, reviewed.introduction_en) == ("À relire.", "New text.")


def test_a_moved_page_stays_where_editors_moved_it(fields, content, make_area):
    project = content.project()
    content.load()
    ProjectPage.objects.get().move(make_area(slug_fr="ailleurs", slug_en="elsewhere"), pos="last-child")
    project["title"]["fr"] = "Titre nouveau"

    assert actions(content) == ({("title", "fr"): "change", ("parent", None): "keep"}, 2)
    content.load()

    page = ProjectPage.objects.get()
    assert (page.title_fr, page.url_in("fr")) == ("Titre nouveau", "/fr/ailleurs/projet/")


@pytest.mark.parametrize("live", [True, False])
def test_an_address_that_editors_changed_stays_while_the_file_changes_the_other(overview, content, live):
    fields = content.area(live=live)
    content.load()
    page = area().get_latest_revision_as_object()
    page.slug_fr = "autre"
    revision = page.save_revision()
    if live:
        revision.publish()
    fields["slug"]["en"] = "new"

    content.load()

    page = area().get_latest_revision_as_object()
    assert (page.slug_fr, page.slug_en) == ("autre", "new")
    assert area().slug_fr
    assert area().slug_en


def test_a_former_address_does_not_bring_other_deleted_pages_back(fields, content):
    one = content.area(slug={"fr": "un", "en": "one"})
    content.area(slug={"fr": "deux", "en": "two"})
    content.load()
    AreaPage.objects.filter(slug_fr__in=["un", "deux"]).delete()
    one |= {"was": "/un/", "slug": {"fr": "neuf", "en": "new"}}

    content.load()

    assert [page.slug_fr for page in AreaPage.objects.all()] == ["essai"]


def test_a_row_may_stand_before_the_one_whose_page_has_its_address(fields, content):
    edit(slug_fr="renomme")
    new = content.area(slug={"fr": "renomme", "en": "renamed"}, title={"fr": "Nouvelle", "en": "New"})
    content.rows.reverse()

    told = content_error(content)

    assert "renomme" in told  # the address is another's, and nothing else is said of the page
    new["slug"]["fr"] = "libre"
    assert actions(content)[1] == 2


def content_error(content):
    with pytest.raises(CommandError) as error:
        content.load()
    return str(error.value)


def test_permissions_that_were_taken_away_stay_so_and_can_be_taken_by_a_file(overview, content):
    group = content.add("auth.group", name="Groupe", pages={"/": ["portal.change_basepage"]})
    content.load()
    found = Group.objects.get(name="Groupe")
    found.page_permissions.all().delete()
    assert actions(content) == ({("pages", None): "keep"}, 0)
    content.apply("--prefer", "file")
    assert not found.page_permissions.exists()
    group["pages"] = {"/": ["portal.publish_basepage"]}
    content.apply("--prefer", "file")
    assert found.page_permissions.count() == 1

    group["pages"] = {}
    content.load()

    assert not found.page_permissions.exists()


def test_a_body_in_one_language_does_not_wipe_the_other(fields, content):
    fields["body"] = [
        {"paragraph": {"fr": "<p>Neuf.</p>"}},
        *[{name: {"fr": text["fr"]} for name, text in block.items()} for block in fields["body"]],
    ]

    assert actions(content) == ({("body", None): "conflict"}, 3)


def test_the_newest_draft_of_what_is_not_public_stays_the_newest(overview, content):
    fields = content.area(go_live_at="2099-01-01T00:00:00+00:00")
    content.load()
    page = area().get_latest_revision_as_object()
    page.introduction_fr = "Brouillon plus récent."
    page.save_revision()
    fields["introduction"]["en"] = "New text."

    content.load()

    latest = area().get_latest_revision_as_object()
    assert (latest.introduction_fr, latest.introduction_en) == ("Brouillon plus récent.", "New text.")
    assert area().scheduled_revision.as_object().introduction_en == "New text."


def test_a_page_that_is_put_off_keeps_the_draft_in_progress(fields, content):
    page = area()
    page.introduction_fr = "Brouillon."
    page.save_revision()
    fields |= {"go_live_at": "2099-01-01T00:00:00+00:00"}
    fields["introduction"]["en"] = "Tomorrow."

    content.load()

    page = area()
    assert page.live
    assert page.get_latest_revision_as_object().introduction_fr == "Brouillon."
    assert page.revisions.filter(approved_go_live_at__isnull=False).count() == 1
    assert page.scheduled_revision.as_object().introduction_en == "Tomorrow."


def test_a_collection_may_be_private_to_a_group_of_the_same_file(overview, content):
    content.add("wagtailcore.collection", path="/Presse/", privacy=["Groupe"])
    content.add("auth.group", name="Groupe")

    content.load()

    assert CollectionViewRestriction.objects.get().groups.get().name == "Groupe"


def test_a_page_without_any_revision_can_be_changed(overview, content, make_area):
    overview.add_child(instance=AreaPage(live=False, title_fr="Essai", slug_fr="essai", slug_en="trial"))
    content.area()

    content.apply("--prefer", "file")

    assert area().get_latest_revision_as_object().introduction_fr == "Premier texte."


def test_what_editors_made_anew_counts_as_what_they_deleted(shipped, content):
    Kind.objects.get(key="projet").delete()
    anew = Kind.objects.create(key="projet", name_fr="Projet", name_en="Project")
    content.add(
        "timeline.milestone", key="jalon", period="1998", kind="projet", title={"fr": "Jalon", "en": "Event"}
    )

    content.load()

    assert Milestone.objects.get(key="jalon").kind == anew


def test_ends_of_lines_are_no_edit(overview, content):
    content.add("timeline.kind", key="essai", name={"fr": "Essai", "en": "Trial"})
    content.add(
        "timeline.milestone",
        key="jalon",
        period="1998",
        kind="essai",
        title={"fr": "Jalon", "en": "Event"},
        description={"fr": "Un.\n\nDeux.\n", "en": "One.\n\nTwo.\n"},
    )
    content.load()
    milestone = Milestone.objects.get()
    milestone.description_fr = "Un.\r\n\r\nDeux."
    milestone.save_revision().publish()

    assert actions(content) == ({}, 0)


def test_a_page_cannot_be_moved_below_itself_or_where_it_may_not_stand(fields, content):
    content.area(slug={"fr": "autre", "en": "other"})
    project = content.project()
    content.load()

    project |= {"was": "/essai/projet/", "parent": "/"}
    assert "parent" in content_error(content)
    project |= {"was": "/essai/projet/", "parent": "/essai/"}
    fields |= {"was": "/essai/", "parent": "/essai/projet/"}
    assert "parent" in content_error(content)


def test_a_page_moves_and_is_renamed_at_once_past_a_page_of_that_name(fields, content):
    project = {"title": {"fr": "Projet", "en": "Project"}}
    content.area(slug={"fr": "autre", "en": "other"})
    for parent, slug in (("/essai/", "un"), ("/essai/", "deux"), ("/autre/", "un")):
        content.add("cooperation.projectpage", parent=parent, slug={"fr": slug, "en": slug}, **project)
    content.load()
    moved = content.rows[2]["fields"]
    moved |= {"was": "/essai/un/", "parent": "/autre/", "slug": {"fr": "deux", "en": "deux"}}

    content.load()

    assert ProjectPage.objects.filter(slug_fr="deux").count() == 2
    assert actions(content) == ({}, 0)
    assert not any(BasePage.find_problems())


def test_an_edit_that_says_what_stands_elsewhere_is_no_new_order(fields, content):
    edit_body(lambda raw: raw[1]["value"].update(fr="<p>Deux.</p>"))
    fields["body"][0]["heading"]["fr"] = "Titre nouveau"

    assert actions(content)[0] == {("body/0/heading", "fr"): "change", ("body/1/paragraph", "fr"): "keep"}


def test_drafts_that_a_file_renames_keep_an_address_until_they_are_published(overview, content):
    one = content.area(slug={"fr": "un", "en": "one"}, live=False)
    two = content.area(slug={"fr": "deux", "en": "two"}, live=False)
    content.load()
    one["slug"]["en"], two["slug"]["en"] = "three", "four"

    content.load()

    found = {page.slug_fr: page for page in AreaPage.objects.all()}
    assert {page.slug_en for page in found.values()} == {"one", "two"}
    assert found["un"].get_latest_revision_as_object().slug_en == "three"
    assert actions(content) == ({}, 0)
