"""What the editor's forms tell of each text: its state, changes by language, previews."""

import json
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cooperation.models import AreaPage, ProjectPage
from portal import languages
from portal.bilingual import SIDE_BY_SIDE
from portal.parity.memory import recall
from portal.parity.passages import at_input, passages
from portal.texts import column
from tests.conftest import in_every_language
from tests.editing.test_edit_page import add_url, edit_url, posted, project_posted, use_interface
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url
from tests.translating.test_settling import settle

LAST = languages.codes()[-1]
COPY = "Le projet a détruit des stocks"
codes = pytest.mark.parametrize("code", languages.codes())


def states(html):
    """Return the state of each text that a form shows, by the steps to its input."""
    panel = BeautifulSoup(html, "html.parser").find(attrs={"data-controller": "parity"})
    found = json.loads(panel["data-parity-states-value"])
    return {"/".join(each["path"]): each["state"] for each in found}


@codes
def test_a_form_tells_how_each_text_stands(admin_client, area, code):
    for name, value in (in_every_language(introduction="Text") | {column("introduction", code): ""}).items():
        setattr(area, name, value)
    area.save_revision()

    found = states(admin_client.get(edit_url(area)).text)

    assert found[column("introduction", code)] == "missing"
    assert found[column("title", code)] == "fine"


@codes
def test_autosave_brings_the_new_states(admin_client, area, code):
    texts = {each: rich_text("<p>Text</p>") for each in languages.codes()} | {code: rich_text("<p></p>")}
    data = posted(area, body=streamfield([("paragraph", texts)]))

    response = admin_client.post(edit_url(area), data, headers={"accept": "application/json"})

    found = states(response.json()["html"])
    [block] = [path for path in found if path.startswith("body/") and path.endswith(f"/{code}")]
    assert found[block] == "missing"


@codes
def test_the_text_of_a_child_is_told_by_its_place(admin_client, area, code):
    participant = in_every_language(name="Organisation") | {
        column("name", code): "",
        "role": "lead",
        "country": "",
        "ORDER": "1",
    }
    data = project_posted(**in_every_language(title="P"), participants=inline_formset([participant]))
    address = add_url(ProjectPage, area)

    response = admin_client.post(address, data, follow=True)

    assert states(response.text)[f"participants/0/{column('name', code)}"] == "missing"


def test_a_new_form_has_no_state_yet(admin_client, overview, make_milestone):
    for address in (
        add_url(AreaPage, overview),
        milestone_url("add"),
        milestone_url("copy", make_milestone().pk),
    ):
        assert states(admin_client.get(address).text) == {}


@codes
def test_an_older_revision_shows_its_own_states(admin_client, area, make_milestone, code):
    milestone = make_milestone()
    for obj, view in ((area, "wagtailadmin_pages"), (milestone, "wagtailsnippets_timeline_milestone")):
        title = column("title", code)
        kept = getattr(obj, title)
        setattr(obj, title, "")
        older = obj.save_revision(clean=False)
        setattr(obj, title, kept)
        obj.save_revision()

        response = admin_client.get(reverse(f"{view}:revisions_revert", args=[obj.pk, older.pk]))

        assert states(response.text)[title] == "missing"


def test_every_input_of_a_text_has_its_language(admin_client, area, make_milestone):
    area.body = [("paragraph", dict.fromkeys(languages.codes(), ""))]
    area.save_revision().publish()
    for address in (edit_url(area), milestone_url("edit", make_milestone().pk)):
        page = BeautifulSoup(admin_client.get(address).text, "html.parser")
        for code in languages.codes():
            inputs = page.select(f"[data-text-language={code}] :is(input[type=text], textarea)")
            assert inputs
            assert {each["lang"] for each in inputs} == {code}
    blocks = unescape(admin_client.get(edit_url(area)).text)
    for code in languages.codes():
        assert f'"data-text-language": "{code}"' in blocks


# Copies that are meant


def settle_url(obj):
    return reverse("parity_settle", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


@pytest.fixture
def copied(area):
    """An area whose introduction is alike in every language."""
    for code in languages.codes():
        setattr(area, column("introduction", code), COPY)
    area.save_revision().publish()
    area.refresh_from_db()
    return area


def test_an_editor_says_that_a_text_is_alike_on_purpose(admin_client, editor, copied):
    path = column("introduction", LAST)
    assert states(admin_client.get(edit_url(copied)).text)[path] == "copied"

    response = settle(admin_client, copied, path)

    assert states(response.json()["html"])[path] == "fine"
    assert states(admin_client.get(edit_url(copied)).text)[path] == "fine"
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[copied.pk]))
    assertContains(history, COPY)
    assert history.context["object_list"][0].user == editor


def test_another_copy_is_judged_anew(admin_client, copied):
    path = column("introduction", LAST)
    settle(admin_client, copied, path)
    data = posted(copied, **{column("introduction", code): f"{COPY} encore" for code in languages.codes()})

    response = admin_client.post(edit_url(copied), data, follow=True)

    assert states(response.text)[path] == "copied"


def test_only_those_who_may_edit_accept_a_copy(client, copied, make_area, django_user_model):
    passage, _code = at_input(passages(copied), column("introduction", LAST))
    address, asked = settle_url(copied), {"path": column("introduction", LAST), "seen": passage.seen}
    assert client.post(address, asked).status_code == 302  # to sign in
    writer = django_user_model.objects.create_user("writer", password="pass")
    group = Group.objects.create(name="Writers of another area")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_basepage")
    GroupPagePermission.objects.create(group=group, page=make_area(), permission=change)
    writer.groups.add(group)
    client.force_login(writer)

    assert client.post(address, asked).status_code in {302, 403}
    assert not recall([copied])[copied.pk].copies
    GroupPagePermission.objects.create(group=group, page=copied, permission=change)
    assert client.post(address, asked).status_code == 200
    assert recall([copied])[copied.pk].copies


@pytest.mark.parametrize("name", ["title", "seo_title", "nothing"])
def test_only_a_copy_is_accepted(admin_client, copied, name):
    response = admin_client.post(settle_url(copied), {"path": column(name, LAST)})

    assert response.status_code == 404
    assert not recall([copied])[copied.pk].copies


@pytest.mark.parametrize(
    "address",
    [
        "/admin/parity/portal/nothing/1/settle/",
        "/admin/parity/portal/user/1/settle/",
        "/admin/parity/cooperation/areapage/999999999999999999999999/settle/",
        "/admin/parity/timeline/milestone/3/settle/",
    ],
)
def test_what_is_not_there_is_not_accepted(admin_client, address):
    assert admin_client.post(address, {"path": "x"}).status_code == 404
    assert admin_client.get(address).status_code == 405


# History and comparison


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("interface", "names"), [("fr", ("français", "anglais")), ("en", ("French", "English"))]
)
def test_the_history_names_the_languages_that_changed(admin_client, editor, area, interface, names):
    use_interface(editor, interface)
    for changes in (
        {"introduction_fr": "Texte", "introduction_en": "Text"},
        {"introduction_fr": "Neuf"},
        {"introduction_en": "New"},
        {"introduction_fr": "Plus neuf", "introduction_en": "Newer"},
        {"show_in_menus": "on"},
    ):
        area.refresh_from_db()
        admin_client.post(edit_url(area), posted(area, **changes) | {"action-publish": "1"})

    response = admin_client.get(reverse("wagtailadmin_pages:history", args=[area.pk]))

    edits = [each for each in response.context["object_list"] if each.action == "wagtail.edit"]
    french, english = names
    assert [each.changed_languages for each in edits][:4] == ["", f"{french}, {english}", english, french]
    assertContains(response, f"{french}, {english}")


def test_a_milestone_s_history_names_them_too(admin_client, make_milestone):
    milestone = make_milestone()
    data = milestone_posted(milestone.kind, milestone, **{column("title", LAST): "Other"})
    admin_client.post(milestone_url("edit", milestone.pk), data)

    response = admin_client.get(milestone_url("history", milestone.pk))

    edits = [each for each in response.context["object_list"] if each.action == "wagtail.edit"]
    assert edits[0].changed_languages == languages.name_for_reader(LAST)


@codes
def test_a_comparison_labels_each_change_by_its_language(admin_client, area, make_milestone, code):
    paragraph = {each: rich_text("<p>Before</p>") for each in languages.codes()}
    first = posted(area, body=streamfield([("paragraph", paragraph)]))
    admin_client.post(edit_url(area), first | {"action-publish": "1"})
    area.refresh_from_db()
    before = area.latest_revision_id
    block = area.body.raw_data[0]
    area.body = [block | {"value": block["value"] | {code: "<p>After</p>"}}]
    setattr(area, column("introduction", code), "Changed")
    after = area.save_revision()

    address = reverse("wagtailadmin_pages:revisions_compare", args=[area.pk, before, after.pk])
    response = admin_client.get(address)

    name = languages.name_of(code)
    other = next(languages.name_of(each) for each in languages.codes() if each != code)
    assertContains(response, f"– {name}")
    assertNotContains(response, f"– {other}")
    assertContains(response, f"<dt>{name}</dt>", html=True)
    milestone = make_milestone()
    first = milestone.latest_revision_id
    setattr(milestone, column("title", code), "Changed")
    second = milestone.save_revision()
    compared = admin_client.get(milestone_url("revisions_compare", milestone.pk, first, second.pk))
    assertContains(compared, f"– {name}")


# Previews


def preview(client, address, mode):
    return client.get(address, {"mode": mode, "in_preview_panel": "true"})


def test_one_draft_is_previewed_in_each_language_and_beside_each_other(admin_client, area):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[area.pk])
    data = posted(area, **in_every_language(introduction="Draft"))
    assert admin_client.post(address, data).json()["is_valid"]

    for code in languages.codes():
        shown = preview(admin_client, address, code)
        assertContains(shown, f"Draft {code}")
        assertContains(shown, f'<html lang="{code}">')
    both = preview(admin_client, address, SIDE_BY_SIDE)

    frames = BeautifulSoup(both.text, "html.parser").find_all("iframe")
    assert [frame["lang"] for frame in frames] == languages.codes()
    for code, frame in zip(languages.codes(), frames, strict=True):
        assert f"Draft {code}" in frame["srcdoc"]
        assert f'<html lang="{code}">' in frame["srcdoc"]


def test_a_milestone_is_previewed_beside_its_other_language(admin_client, make_milestone, timeline):
    milestone = make_milestone()
    address = milestone_url("preview_on_edit", milestone.pk)
    data = milestone_posted(milestone.kind, milestone, **in_every_language(title="Draft"))
    assert admin_client.post(address, data).json()["is_valid"]

    both = preview(admin_client, address, SIDE_BY_SIDE)

    for code in languages.codes():
        assertContains(both, f"Draft {code}")


def test_the_preview_of_a_language_that_is_left_out_shows_what_readers_get(admin_client, area):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[area.pk])
    data = posted(area, **in_every_language(introduction="Draft"))
    del data[column("published_in", LAST)]
    admin_client.post(address, data)

    assertContains(preview(admin_client, address, LAST), "noindex")
    assertContains(preview(admin_client, address, SIDE_BY_SIDE), f"Draft {languages.default()}")


def test_so_does_that_of_a_milestone(admin_client, make_milestone, timeline):
    milestone = make_milestone()
    address = milestone_url("preview_on_edit", milestone.pk)
    data = milestone_posted(milestone.kind, milestone, description_fr="Draft", description_en="Draft")
    del data[column("published_in", LAST)]
    admin_client.post(address, data)

    assertContains(preview(admin_client, address, LAST), "noindex")
    assertNotContains(preview(admin_client, address, LAST), "Draft")
    assertContains(preview(admin_client, address, languages.default()), "Draft")
