"""No text that must be there in each language is missing from what visitors see, by whichever door."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import rich_text, streamfield

from cooperation.models import AreaPage
from portal import languages
from portal.models import BasePage, PortalSettings
from portal.parity.gate import HELD_BACK_ACTION, HoleError
from portal.texts import column
from tests.conftest import in_every_language, settings_posted, with_holes
from tests.editing.test_edit_page import add_url, edit_url, posted, use_interface
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url
from timeline.models import Milestone

codes = pytest.mark.parametrize("code", languages.codes())


@pytest.fixture
def unfit(area):
    """A page with a draft in which the introduction is missing in a language."""

    def unfit(code, page=area):
        texts = in_every_language(introduction="Introduction") | {column("introduction", code): " <p> </p>"}
        for name, text in texts.items():
            setattr(page, name, text)
        page.save_revision()
        return page

    return unfit


def visible(client, page):
    """Return what visitors get of a page in every language."""
    return [client.get(page.url_in(code)).text for code in languages.codes()]


def is_refused(page):
    page.refresh_from_db()
    return not page.introduction_fr and not page.introduction_en and page.has_unpublished_changes


# Page forms


@codes
def test_a_draft_with_a_hole_is_saved(admin_client, area, code):
    texts = in_every_language(introduction="Introduction") | {column("introduction", code): ""}

    response = admin_client.post(edit_url(area), posted(area, **texts))

    assertRedirects(response, edit_url(area))
    draft = BasePage.objects.get(pk=area.pk).get_latest_revision_as_object()
    assert [draft.in_language("introduction", each) for each in languages.codes()] == [
        texts[column("introduction", each)] for each in languages.codes()
    ]


@codes
def test_a_form_refuses_to_publish_a_hole_and_says_so_at_its_field(admin_client, area, client, code):
    before = visible(client, area)
    texts = in_every_language(introduction="Introduction") | {column("introduction", code): ""}

    response = admin_client.post(edit_url(area), posted(area, **texts, **{"action-publish": "1"}))

    assert set(response.context["form"].errors) == {column("introduction", code)}
    for text in filter(None, texts.values()):
        assertContains(response, text)
    assert visible(client, area) == before


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("interface", "said"), [("fr", "Texte manquant en anglais."), ("en", "Missing in English.")]
)
def test_the_refusal_speaks_the_editor_s_language(admin_client, editor, overview, interface, said):
    use_interface(editor, interface)

    response = admin_client.post(
        add_url(AreaPage, overview), posted(title_fr="Déminage", **{"action-publish": "1"})
    )

    assert response.context["form"].errors == {"title_en": [said]}
    assert not AreaPage.objects.exists()


@codes
def test_a_hole_in_a_block_is_shown_in_the_block(admin_client, area, code):
    texts = {each: rich_text("<p>Texte</p>") for each in languages.codes()}
    holed = texts | {code: rich_text("<p>\xa0</p>")}
    words = dict.fromkeys(languages.codes(), "Words")
    body = streamfield(
        [
            ("paragraph", texts),
            ("paragraph", holed),
            ("quote", {"text": words, "source": words | {code: ""}}),
        ]
    )

    response = admin_client.post(edit_url(area), posted(area, body=body, **{"action-publish": "1"}))

    form = response.context["form"]
    assert set(form.errors) == {"body"}
    [error] = form.errors.as_data()["body"]
    assert set(error.block_errors) == {1, 2}
    assert set(error.block_errors[1].block_errors) == {code}
    assert set(error.block_errors[2].block_errors) == {"source"}


@codes
def test_a_milestone_with_a_hole_is_kept_as_a_draft_but_not_published(
    admin_client, make_kind, timeline, code
):
    texts = in_every_language(title="Title", description="Text") | {column("description", code): ""}
    data = milestone_posted(make_kind(), **texts)

    refused = admin_client.post(milestone_url("add"), data | {"action-publish": "1"})
    assert set(refused.context["form"].errors) == {column("description", code)}
    assert not Milestone.objects.exists()

    admin_client.post(milestone_url("add"), data)
    assert not Milestone.objects.get().live


@codes
def test_a_hole_in_a_child_is_shown_at_its_own_field(admin_client, make_milestone, code):
    from wagtail.test.utils.form_data import inline_formset

    milestone = make_milestone()
    source = in_every_language(label="Source") | {column("label", code): "", "url": "https://example.org/"}
    data = milestone_posted(milestone.kind, milestone, sources=inline_formset([source]))

    response = admin_client.post(milestone_url("edit", milestone.pk), data | {"action-publish": "1"})

    [child] = response.context["form"].formsets["sources"].forms
    assert set(child.errors) == {column("label", code)}
    admin_client.post(milestone_url("edit", milestone.pk), data)
    milestone.refresh_from_db()
    assert milestone.has_unpublished_changes
    assert not milestone.sources.exists()


@pytest.mark.parametrize("model", ["kind", "settings"])
@codes
def test_what_has_no_draft_is_refused_with_a_hole(admin_client, make_kind, model, code):
    kind, settings = make_kind(), PortalSettings.load()
    settings_url = reverse("wagtailsettings:edit", args=["portal", "portalsettings", settings.pk])
    address = {
        "kind": reverse("wagtailsnippets_timeline_kind:edit", args=[kind.pk]),
        "settings": settings_url,
    }[model]
    data = settings_posted(**in_every_language(name="Name", tagline="Tagline")) | {column("name", code): ""}

    response = admin_client.post(address, data, follow=True)

    assert set(response.context["form"].errors) == {column("name", code)}


# Other doors


@codes
def test_publishing_a_revision_is_refused_and_leaves_all_as_it_was(unfit, client, area, code):
    before = visible(client, area)
    revision = unfit(code).latest_revision

    with pytest.raises(HoleError) as error:
        revision.publish()

    assert set(error.value.message_dict) == {column("introduction", code)}
    assert languages.name_for_reader(code) in str(error.value)
    assert visible(client, area) == before
    assert is_refused(area)


@codes
def test_a_refused_publication_leaves_the_schedule(unfit, area, code):
    area.introduction_fr = area.introduction_en = "Later"
    for each in languages.codes():
        setattr(area, column("introduction", each), "Later")
    area.go_live_at = timezone.now() + timedelta(days=1)
    planned = area.save_revision()
    planned.publish()
    area.go_live_at = None

    with pytest.raises(HoleError):
        unfit(code).latest_revision.publish()

    planned.refresh_from_db()
    assert planned.approved_go_live_at is not None


@codes
def test_scheduling_a_hole_is_refused_at_once(unfit, area, code):
    area.go_live_at = timezone.now() + timedelta(days=1)

    with pytest.raises(HoleError):
        unfit(code).latest_revision.publish()

    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@codes
def test_saving_a_live_page_with_a_new_hole_is_refused(area, code):
    setattr(area, column("title", code), "")

    with pytest.raises(HoleError):
        area.save()


@codes
def test_a_page_that_a_new_language_left_with_a_hole_can_still_be_moved(area, make_area, make_project, code):
    project = with_holes(make_project(parent=area), **{column("title", code): ""})

    project.move(make_area(), pos="last-child")
    project.refresh_from_db()
    project.save()

    assert project.live


@codes
def test_the_admin_s_api_refuses_a_hole_by_its_field(admin_client, unfit, code):
    page = unfit(code)

    response = admin_client.post(f"/admin/api/main/pages/{page.pk}/action/publish/")

    assert response.status_code == 400
    assert set(response.json()) == {column("introduction", code)}
    assert is_refused(page)


@codes
def test_publishing_many_publishes_those_that_are_whole_and_names_the_others(
    admin_client, unfit, make_area, code
):
    page = unfit(code, make_area(**in_every_language(title="Holed")))
    whole = make_area(**in_every_language(title="Whole"))
    for each in languages.codes():
        setattr(whole, column("introduction", each), "New")
    whole.save_revision()
    address = reverse("wagtail_bulk_action", args=["portal", "basepage", "publish"])

    response = admin_client.post(f"{address}?id={page.pk}&id={whole.pk}&next=/admin/", {}, follow=True)

    assertContains(response, page.get_admin_display_title())
    whole.refresh_from_db()
    assert whole.in_language("introduction", code) == "New"
    assert is_refused(page)


@codes
def test_publishing_many_with_what_is_below_holds_back_holes_below(admin_client, area, make_project, code):
    titles = in_every_language(title="Below") | {column("title", code): ""}
    draft = make_project(parent=area, live=False, **titles)
    other = make_project(parent=area, live=False)
    address = reverse("wagtail_bulk_action", args=["portal", "basepage", "publish"])

    admin_client.post(f"{address}?id={area.pk}&next=/admin/", {"include_descendants": "on"})

    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.live, other.live) == (False, True)


@codes
@pytest.mark.parametrize("is_dialogue", [False, True])
def test_a_review_cannot_end_with_a_hole(admin_client, editor, unfit, review, client, code, is_dialogue):
    page = unfit(code)
    review.start(page, editor)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    headers = {"x-requested-with": "XMLHttpRequest"} if is_dialogue else {}

    response = admin_client.post(address, {"comment": ""}, headers=headers)

    if is_dialogue:
        assert response.json() == {"step": "success", "redirect": edit_url(page)}
    else:
        assertRedirects(response, edit_url(page))
    assertContains(admin_client.get(edit_url(page)), "Introduction")
    assert is_refused(page)
    state.refresh_from_db()
    assert state.status == "in_progress"


@codes
def test_approving_from_the_form_keeps_the_draft_and_the_review(admin_client, editor, area, review, code):
    area.save_revision()
    review.start(area, editor)
    texts = in_every_language(introduction="Introduction") | {column("introduction", code): ""}
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}

    response = admin_client.post(edit_url(area), posted(area, **texts, **action), follow=True)

    assert response.status_code == 200
    assert is_refused(area)
    assert area.current_workflow_task_state.status == "in_progress"
    other = next(each for each in languages.codes() if each != code)
    draft = area.get_latest_revision_as_object()
    assert draft.in_language("introduction", other) == f"Introduction {other}"


@codes
def test_a_milestone_s_review_cannot_end_with_a_hole(admin_client, editor, make_milestone, review, code):
    titles = in_every_language(title="Title") | {column("title", code): ""}
    milestone = make_milestone(live=False, **titles)
    milestone.save_revision()
    review.start(milestone, editor)
    state = milestone.current_workflow_task_state
    address = milestone_url("workflow_action", milestone.pk, "approve", state.pk)

    response = admin_client.post(address, {"comment": ""}, follow=True)

    assert response.status_code == 200
    milestone.refresh_from_db()
    assert not milestone.live


def test_a_copy_that_would_open_a_hole_tells_why(admin_client, area, make_project):
    code = languages.codes()[-1]  # the form names the copy in the editor's language only
    project = with_holes(make_project(parent=area), **{column("title", code): ""})
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": area.pk, "publish_copies": "on"}

    response = admin_client.post(reverse("wagtailadmin_pages:copy", args=[project.pk]), data, follow=True)

    assert response.status_code == 200
    assert not [page for page in area.get_children().specific() if page.live and page.pk != project.pk]


# Schedules


def due(obj, minutes, **texts):
    """Return a revision of an object that was to go live some minutes ago."""
    for name, text in texts.items():
        setattr(obj, name, text)
    obj.go_live_at = timezone.now() - timedelta(minutes=minutes)
    return obj.save_revision(approved_go_live_at=obj.go_live_at, clean=False)


@codes
def test_of_two_revisions_due_the_unfit_one_is_held_back_and_the_other_goes_live(
    area, make_area, client, admin_client, code
):
    other = make_area()
    unfit = due(area, 9, **in_every_language(introduction="Unfit") | {column("introduction", code): ""})
    due(other, 5, **in_every_language(introduction="Fit"))

    with pytest.raises(CommandError) as error:
        call_command("publish_scheduled")

    assert area.get_admin_display_title() in str(error.value)
    assertContains(client.get(other.url_in(code)), f"Fit {code}")
    assertNotContains(client.get(area.url_in(code)), "Unfit")
    unfit.refresh_from_db()
    assert unfit.approved_go_live_at is not None
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[area.pk]))
    assertContains(history, languages.name_for_reader(code))
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    assert PageLogEntry.objects.filter(page=area.pk, action=HELD_BACK_ACTION).count() == 1


def test_of_two_revisions_of_one_page_the_fit_one_goes_live(area, client):
    code = languages.codes()[-1]
    due(area, 9, **in_every_language(introduction="Unfit") | {column("introduction", code): ""})
    due(area, 5, **in_every_language(introduction="Fit"))

    with pytest.raises(CommandError):
        call_command("publish_scheduled")

    for each in languages.codes():
        assertContains(client.get(area.url_in(each)), f"Fit {each}")


def test_what_is_held_back_keeps_its_schedule_when_an_earlier_one_goes_live(area):
    code = languages.codes()[-1]
    due(area, 9, **in_every_language(introduction="Fit"))
    unfit = due(area, 5, **in_every_language(introduction="Unfit") | {column("introduction", code): ""})

    for _time in range(2):
        with pytest.raises(CommandError):
            call_command("publish_scheduled")

    area.refresh_from_db()
    unfit.refresh_from_db()
    assert area.in_language("introduction", code) == f"Fit {code}"
    assert unfit.approved_go_live_at is not None


@pytest.mark.names_languages
def test_the_history_says_why_in_the_language_of_who_reads_it(admin_client, editor, area):
    due(area, 9, introduction_fr="Texte", introduction_en="")
    with pytest.raises(CommandError):
        call_command("publish_scheduled")

    for interface, words in (("fr", "Introduction (anglais)"), ("en", "Introduction (English)")):
        use_interface(editor, interface)
        assertContains(admin_client.get(reverse("wagtailadmin_pages:history", args=[area.pk])), words)


def test_another_reason_to_hold_back_names_the_page(area):
    due(area, 9, **{column("seo_title", languages.codes()[-1]): "x" * 300})

    with pytest.raises(CommandError) as error:
        call_command("publish_scheduled")

    assert area.get_admin_display_title() in str(error.value)
    assert "255" in str(error.value)


def test_a_milestone_is_held_back_too_and_what_has_expired_goes(make_milestone, make_area):
    code = languages.codes()[-1]
    milestone = make_milestone()
    due(milestone, 9, **{column("title", code): ""})
    expired = make_area()
    BasePage.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(CommandError):
        call_command("publish_scheduled")

    milestone.refresh_from_db()
    expired.refresh_from_db()
    assert milestone.in_language("title", code)
    assert (expired.live, expired.expired) == (False, True)


def test_nothing_due_is_no_failure(area):
    call_command("publish_scheduled")


# One language on purpose


@codes
def test_no_language_at_all_is_refused(admin_client, area, code):
    data = posted(area) | {"action-publish": "1"}
    for each in languages.codes():
        del data[column("published_in", each)]

    response = admin_client.post(edit_url(area), data)

    assert {column("published_in", each) for each in languages.codes()} <= set(
        response.context["form"].errors
    )
    for each in languages.codes():
        setattr(area, column("published_in", each), False)
    with pytest.raises(ValidationError):
        area.save_revision().publish()
