"""What else Wagtail offers works here too: locks, comments, aliases, usage, bulk actions, reports."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, PageLogEntry, ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from portal import languages
from portal.models import BasePage
from portal.texts import column
from tests.conftest import in_every_language
from tests.editing.test_edit_page import edit_url, posted, use_interface
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url
from tests.newsroom.test_groups import picture
from timeline.models import Milestone

interfaces = pytest.mark.parametrize("interface", languages.codes())
codes = pytest.mark.parametrize("code", languages.codes())
LOCKED = {"fr": "verrouillé", "en": "locked"}
SAVE = {"action-save": "1"}


@pytest.fixture(params=["page", "milestone"])
def public(request, area, make_milestone):
    """A public page or milestone."""
    return area if request.param == "page" else make_milestone(**in_every_language(title="Déminage"))


def form_url(obj):
    return edit_url(obj) if isinstance(obj, BasePage) else milestone_url("edit", obj.pk)


def form_data(obj, **changes):
    return posted(obj, **changes) if isinstance(obj, BasePage) else milestone_posted(obj.kind, obj, **changes)


def view_url(obj, name):
    if isinstance(obj, BasePage):
        return reverse(f"wagtailadmin_pages:{name}", args=[obj.pk])
    return milestone_url(name, obj.pk)


def bulk_url(obj, action, *others):
    base = type(obj) if not isinstance(obj, BasePage) else BasePage
    address = reverse("wagtail_bulk_action", args=[base._meta.app_label, base._meta.model_name, action])
    return f"{address}?" + "&".join(f"id={each.pk}" for each in (obj, *others))


# Locks


@pytest.mark.names_languages
@interfaces
def test_what_one_has_locked_another_does_not_save_and_is_told(member, public, interface):
    one = member("Publishers")
    another = member("Editors", interface=interface)
    one.post(view_url(public, "lock"))

    form = another.get(form_url(public))
    response = another.post(form_url(public), form_data(public, **in_every_language(title="X"), **SAVE))

    assertContains(form, LOCKED[interface])
    assert response.context["messages"]
    assert type(public).objects.get(pk=public.pk).latest_revision_id == public.latest_revision_id
    one.post(view_url(public, "unlock"))
    another.post(form_url(public), form_data(public, **in_every_language(title="X"), **SAVE))
    assert type(public).objects.get(pk=public.pk).get_latest_revision_as_object().title_en == "X en"


# Comments, which Wagtail has for pages


def commented(page, path, **changes):
    comment = {"text": "Vraiment ?", "contentpath": path, "position": "", "id": ""}
    rows = inline_formset([comment | {"replies": inline_formset([])}])
    return posted(page, comments=rows, **changes, **SAVE)


@codes
def test_a_comment_stands_at_the_text_of_one_language(admin_client, area, code):
    path = column("title", code)

    admin_client.post(edit_url(area), commented(area, path))

    assert Comment.objects.get().contentpath == path
    assertContains(admin_client.get(edit_url(area)), "Vraiment ?")


@codes
def test_a_comment_stands_at_the_text_of_one_language_in_a_block(admin_client, area, code):
    texts = {each: rich_text("<p>Texte</p>") for each in languages.codes()}
    admin_client.post(edit_url(area), posted(area, body=streamfield([("paragraph", texts)]), **SAVE))
    draft = BasePage.objects.get(pk=area.pk).get_latest_revision_as_object()
    [block] = draft.body.raw_data
    path = f"body.{block['id']}.{code}"
    body = streamfield([("paragraph", texts)]) | {"0-id": block["id"]}

    admin_client.post(edit_url(area), commented(area, path, body=body))

    assertContains(admin_client.get(edit_url(area)), path)
    assert Comment.objects.get().has_valid_contentpath(draft)


# Aliases


@codes
def test_an_alias_follows_its_page_in_every_language(admin_client, area, make_area, client, code):
    other = make_area()
    alias = CreatePageAliasAction(area, parent=other, update_slug="double").execute(
        skip_permission_checks=True
    )
    texts = in_every_language(title="Neuf", introduction="Phrase neuve")

    admin_client.post(edit_url(area), posted(area, **texts, **{"action-publish": "1"}))

    alias = BasePage.objects.get(pk=alias.pk).specific
    assert alias.in_language("title", code) == f"Neuf {code}"
    assertContains(client.get(alias.url_in(code)), f"Phrase neuve {code}")


# Usage before deletion


@interfaces
def test_what_is_used_says_where_before_it_is_deleted(
    admin_client, editor, area, make_area, make_milestone, interface
):
    use_interface(editor, interface)
    image = picture()
    linked = make_area()
    make_milestone(picture=image, pages=[linked])
    area.picture = image
    area.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(area)

    by_image = admin_client.get(reverse("wagtailimages:image_usage", args=[image.pk]))
    deletion = admin_client.get(reverse("wagtailimages:delete", args=[image.pk]))
    by_page = admin_client.get(reverse("wagtailadmin_pages:usage", args=[linked.pk]))

    assertContains(by_image, edit_url(area))
    assertContains(by_image, milestone_url("edit", Milestone.objects.get().pk))
    assertContains(deletion, reverse("wagtailimages:image_usage", args=[image.pk]))
    assertContains(by_page, milestone_url("edit", Milestone.objects.get().pk))
    assert admin_client.get(reverse("wagtailadmin_pages:delete", args=[linked.pk])).status_code == 200


@interfaces
def test_the_usage_of_a_milestone_opens_before_it_is_deleted(admin_client, editor, make_milestone, interface):
    use_interface(editor, interface)
    milestone = make_milestone()

    assert admin_client.get(milestone_url("usage", milestone.pk)).status_code == 200
    assert admin_client.get(milestone_url("delete", milestone.pk)).status_code == 200
    admin_client.post(milestone_url("delete", milestone.pk))
    assert not Milestone.objects.exists()


# Many at once


@interfaces
def test_many_pages_are_taken_down_moved_and_deleted(
    admin_client, editor, make_area, make_project, interface
):
    use_interface(editor, interface)
    projects = [make_project(), make_project()]
    target = make_area()

    for action in ("unpublish", "move", "delete"):
        assert admin_client.get(bulk_url(projects[0], action, projects[1])).status_code == 200
    admin_client.post(bulk_url(projects[0], "unpublish", projects[1]))
    is_live = BasePage.objects.filter(pk__in=[each.pk for each in projects], live=True).exists()
    admin_client.post(bulk_url(projects[0], "move", projects[1]), {"chooser": target.pk})
    parents = {BasePage.objects.get(pk=each.pk).get_parent().pk for each in projects}
    admin_client.post(bulk_url(projects[0], "delete", projects[1]))

    assert not is_live
    assert parents == {target.pk}
    assert not BasePage.objects.filter(pk__in=[each.pk for each in projects]).exists()


@interfaces
def test_many_milestones_are_deleted(admin_client, editor, make_milestone, interface):
    use_interface(editor, interface)
    milestones = [make_milestone(), make_milestone()]

    assert admin_client.get(bulk_url(milestones[0], "delete", milestones[1])).status_code == 200
    admin_client.post(bulk_url(milestones[0], "delete", milestones[1]))

    assert not Milestone.objects.exists()


# Redirects


@pytest.mark.names_languages
@codes
def test_a_publisher_changes_the_redirect_that_a_rename_left(
    member, area, make_area, django_capture_on_commit_callbacks, client, code
):
    publisher = member("Publishers")
    other = make_area()
    before = area.url_in(code)
    with django_capture_on_commit_callbacks(execute=True):
        changes = in_every_language(slug="ailleurs") | {"action-publish": "1"}
        changes = {name: value.replace(" ", "-") for name, value in changes.items()}
        publisher.post(edit_url(area), posted(area, **changes))
    redirect = Redirect.objects.get(old_path=before.rstrip("/"))
    address = reverse("wagtailredirects:edit", args=[redirect.pk])

    assertContains(publisher.get(reverse("wagtailredirects:index")), address)
    data = {"old_path": redirect.old_path, "site": redirect.site_id or "", "is_permanent": "on"}
    publisher.post(address, data | {"redirect_page": other.pk, "redirect_link": ""})

    assert client.get(before).url.endswith(other.url_in(code))


# History and reports


@interfaces
def test_the_history_of_all_the_site_names_pages_and_milestones(admin_client, editor, public, interface):
    use_interface(editor, interface)
    changes = in_every_language(title="Neuf") | {"action-publish": "1"}
    admin_client.post(form_url(public), form_data(public, **changes))

    response = admin_client.get(reverse("wagtailadmin_reports:site_history"))

    assertContains(response, f"Neuf {interface}")
    assertContains(admin_client.get(view_url(public, "history")), "editor")


@interfaces
def test_ageing_pages_are_listed_in_the_reader_s_language(admin_client, editor, area, interface):
    use_interface(editor, interface)
    BasePage.objects.filter(pk=area.pk).update(last_published_at=timezone.now() - timedelta(days=900))
    address = reverse("wagtailadmin_reports:aging_pages")

    assertContains(admin_client.get(address), area.in_language("title", interface))
    past = (timezone.now() - timedelta(days=800)).strftime("%Y-%m-%d")
    filtered = admin_client.get(address, {"last_published_at_to": past})
    assertContains(filtered, area.in_language("title", interface))
    for form in ("csv", "xlsx"):
        assert admin_client.get(address, {"export": form}).status_code == 200


@interfaces
def test_locked_pages_are_listed(admin_client, editor, area, interface):
    use_interface(editor, interface)
    admin_client.post(view_url(area, "lock"))

    response = admin_client.get(reverse("wagtailadmin_reports:locked_pages"))

    assertContains(response, area.in_language("title", interface))
    assert PageLogEntry.objects.filter(page=area.pk, action="wagtail.lock").exists()
    admin_client.post(view_url(area, "unlock"))
    assertNotContains(admin_client.get(reverse("wagtailadmin_reports:locked_pages")), edit_url(area))


@codes
def test_wagtail_checks_what_is_previewed_in_each_language(admin_client, client, public, code):
    if isinstance(public, BasePage):
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[public.pk])
    else:
        preview = milestone_url("preview_on_edit", public.pk)
    admin_client.post(preview, form_data(public))

    shown = admin_client.get(preview, {"mode": code, "in_preview_panel": "true"})

    assertContains(shown, f'<html lang="{code}"')
    assertContains(shown, "wagtail-userbar")  # through which its script does


@codes
def test_a_visitor_s_page_asks_for_no_session(overview, client, code):
    response = client.get(overview.url_in(code))

    assertNotContains(response, "wagtail-userbar")
    assert "Cookie" not in response.headers.get("Vary", "")
