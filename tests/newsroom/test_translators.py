"""A translator changes the texts of one language: whatever is posted, the rest stays."""

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.log_actions import registry as history
from wagtail.test.utils.form_data import rich_text

from cooperation.models import Participant
from portal import languages
from portal.forms.translators import DROPPED_ACTION
from portal.models import BasePage, PortalImage
from portal.parity.passages import passages
from portal.parity.states import as_read
from portal.texts import column
from tests.changing import change, codes, others, paragraph, put
from tests.conftest import in_every_language
from tests.forms import filled
from timeline.models import Source

pytestmark = pytest.mark.django_db
TYPED = ("title", "introduction", "slug")


def edit_url(obj):
    if isinstance(obj, BasePage):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse(f"wagtailsnippets_{obj._meta.app_label}_{obj._meta.model_name}:edit", args=[obj.pk])


def latest(obj):
    obj = type(obj).objects.get(pk=obj.pk)
    return obj.get_latest_revision_as_object() if hasattr(obj, "revisions") else obj


def dropped(obj):
    """Return what the history says was dropped, in the active language."""
    entries = history.get_logs_for_instance(obj).filter(action=DROPPED_ACTION)
    return [entry.data["fields"][languages.current()] for entry in entries]


def post(client, obj, **changes):
    """Post the form as it is shown, with changes to it."""
    data = filled(client.get(edit_url(obj))) | changes
    return client.post(edit_url(obj), {name: value for name, value in data.items() if value is not None})


def texts(obj):
    """Return all that there is to read in the latest draft, by its place."""
    found = passages(latest(obj))
    return {each.place: {code: as_read(text) for code, text in each.values.items()} for each in found}


def other_than(code):
    return sorted(others(code))[0]


@codes
def test_a_form_sent_as_it_is_changes_and_drops_nothing(shipped, client, make_translator, code):
    client.force_login(make_translator(code))
    seen = {}
    for page in BasePage.objects.filter(depth__gt=1).specific():
        seen.setdefault(type(page), page)
    for page in seen.values():
        before = texts(page)

        assert post(client, page).status_code == 302

        assert texts(page) == before
        assert dropped(page) == []


@codes
def test_texts_of_the_own_language_are_saved(client, make_translator, area, code):
    put(area, paragraph("Before", "p1"))
    client.force_login(make_translator(code))
    changes = {
        column("title", code): "Mine",
        column("introduction", code): "My words",
        column("slug", code): "mine",
        f"body-0-value-{code}": rich_text("<p>My paragraph</p>"),
    }

    post(client, area, **changes)

    after = latest(area)
    assert (after.in_language("title", code), after.in_language("slug", code)) == ("Mine", "mine")
    assert after.in_language("introduction", code) == "My words"
    assert "My paragraph" in after.body.raw_data[0]["value"][code]
    assert dropped(area) == []


@codes
def test_what_is_not_theirs_is_dropped_and_logged(client, make_translator, area, code, caplog):
    put(area, paragraph("First", "p1"), paragraph("Second", "p2"))
    before, other = latest(area), other_than(code)
    client.force_login(make_translator(code))
    caplog.set_level("WARNING", "portal.translators")
    forged = {
        column("title", other): "Forged",
        column("slug", other): "forged",
        column("published_in", other): "",
        "show_in_menus": "on",
        f"body-0-value-{other}": rich_text("<p>Forged</p>"),
        "body-0-order": "1",
        "body-1-order": "0",
        column("title", code): "Mine",
    }

    post(client, area, **forged)

    after = latest(area)
    assert after.in_language("title", code) == "Mine"
    for name in ("title", "slug"):
        assert after.in_language(name, other) == before.in_language(name, other)
    assert after.is_published_in(other)
    assert after.show_in_menus == before.show_in_menus
    assert [block["id"] for block in after.body.raw_data] == ["p1", "p2"]
    assert after.body.raw_data[0]["value"][other] == f"<p>First {other}</p>"
    [said] = dropped(area)
    assert f"Titre – {languages.name_of(other)}" in said
    assert "Corps" in said
    assert "portal.translators" in caplog.text
    shown = client.get(reverse("wagtailadmin_pages:history", args=[area.pk]))
    assertContains(shown, "Modifications écartées")


@codes
def test_blocks_and_children_are_neither_added_nor_taken_away(
    client, make_translator, make_project, make_milestone, code
):
    project = make_project()
    project.participants.add(Participant(country="BY", role="lead"))
    project.save()
    project.save_revision().publish()
    put(project, paragraph("First", "p1"), paragraph("Second", "p2"))
    before = latest(project)
    client.force_login(make_translator(code))
    forged = {
        "body-0-deleted": "1",
        "body-count": "3",
        "body-2-deleted": "",
        "body-2-order": "2",
        "body-2-type": "paragraph",
        "body-2-id": "",
        f"body-2-value-{code}": rich_text("<p>New</p>"),
        "participants-0-DELETE": "1",
        "participants-TOTAL_FORMS": "2",
        "participants-1-id": "",
        "participants-1-country": "FR",
        "participants-1-role": "partner",
        "participants-1-ORDER": "2",
    }

    post(client, project, **forged)

    after = latest(project)
    assert [block["id"] for block in after.body.raw_data] == ["p1", "p2"]
    assert [each.country.code for each in after.participants.all()] == ["BY"]
    assert [each.pk for each in after.participants.all()] == [each.pk for each in before.participants.all()]
    assert "Corps" in dropped(project)[0]


structure = st.dictionaries(
    st.sampled_from([f"body-{n}-{part}" for n in range(2) for part in ("order", "deleted")] + ["body-count"]),
    st.sampled_from(["0", "1", "2"]),
)
fields = st.dictionaries(
    st.sampled_from(
        [
            *(column(name, code) for name in TYPED for code in languages.codes()),
            *(column("published_in", code) for code in languages.codes()),
            *(f"body-{n}-value-{code}" for n in range(2) for code in languages.codes()),
            *("picture", "go_live_at", "expire_at", "show_in_menus"),
        ]
    ),
    st.sampled_from(["", "1", "forged", "2030-01-01", rich_text("<p>Forged</p>")]),
)


@pytest.mark.long
@given(data=st.builds(lambda some, more: some | more, structure, fields))
def test_whatever_is_posted_the_rest_stays(client, translator, area, data):
    code, *rest = languages.codes()
    put(area, paragraph("First", "p1"), paragraph("Second", "p2"), publish=False)
    before = latest(area).serializable_data()
    client.force_login(translator)

    response = post(client, area, **data)

    assert response.status_code in (200, 302)
    after = latest(area).serializable_data()
    own = {
        column(name, code) for name in ("title", "introduction", "slug", "seo_title", "search_description")
    }
    kept = {"latest_revision", "latest_revision_created_at", "has_unpublished_changes", "body", "draft_title"}
    own |= {
        "title",
        "slug",
        "introduction",
        "url_path",
        column("url_path", code),
        column("draft_title", code),
    }
    assert {name for name in before if before[name] != after[name]} <= own | kept
    was, now = json.loads(before["body"]), json.loads(after["body"])
    assert [(each["id"], each["type"]) for each in now] == [(each["id"], each["type"]) for each in was]
    for old, new in zip(was, now, strict=True):
        assert {each: new["value"][each] for each in rest} == {each: old["value"][each] for each in rest}


@codes
def test_other_languages_are_shown_to_read(client, make_translator, area, code):
    other = other_than(code)
    change(area, introduction="Words to read")
    client.force_login(make_translator(code))

    response = client.get(edit_url(area))

    assertContains(response, f"Words to read {other}")
    assertNotContains(response, f'name="{column("introduction", other)}"')
    assertContains(response, f'name="{column("introduction", code)}"')
    for structure in ("show_in_menus", "picture", column("slug", other), column("published_in", code)):
        assertNotContains(response, f'name="{structure}"')


@codes
def test_a_draft_that_somebody_saved_meanwhile_keeps_its_other_languages(client, make_translator, area, code):
    put(area, paragraph("Before", "p1"))
    client.force_login(make_translator(code))
    data = filled(client.get(edit_url(area)))
    del data["loaded_revision_id"]  # as a program would post it
    put(area, paragraph("After", "p1"), paragraph("New", "p2"), publish=False)

    client.post(edit_url(area), data | {column("title", code): "Mine"})

    after = latest(area)
    assert after.in_language("title", code) == "Mine"
    assert [block["id"] for block in after.body.raw_data] == ["p1", "p2"]
    assert after.body.raw_data[0]["value"][other_than(code)] == f"<p>After {other_than(code)}</p>"


@codes
def test_of_a_milestone_only_the_texts_of_one_language_change(client, make_translator, make_milestone, code):
    milestone = make_milestone(period="1998-04")
    milestone.sources = [Source(url="https://example.org/", **in_every_language(label="Source"))]
    milestone.save()
    milestone.save_revision().publish()
    before, other = latest(milestone), other_than(code)
    client.force_login(make_translator(code))
    forged = {"period": "2001", "key": "forged", column("title", other): "Forged"}

    post(client, milestone, **forged, **{column("title", code): "Mine"})

    after = latest(milestone)
    assert after.in_language("title", code) == "Mine"
    assert after.in_language("title", other) == before.in_language("title", other)
    assert (after.period, after.key) == (before.period, before.key)
    assert after.sources.count() == 1
    assert "Titre" in dropped(milestone)[0]


@codes
def test_of_a_kind_only_the_name_in_one_language_changes(client, make_translator, make_kind, code):
    kind, other = make_kind(), other_than(code)
    before = kind.in_language("name", other)
    client.force_login(make_translator(code))

    post(client, kind, **{column("name", code): "Mine", column("name", other): "Forged"})

    kind.refresh_from_db()
    assert (kind.in_language("name", code), kind.in_language("name", other)) == ("Mine", before)
    assert dropped(kind)


@codes
def test_who_may_change_all_through_another_group_changes_all(client, make_user, make_group, area, code):
    other = other_than(code)
    client.force_login(make_user(make_group("into", code), make_group("editors")))

    post(client, area, **{column("title", other): "Theirs too"})

    assert latest(area).in_language("title", other) == "Theirs too"
    assert dropped(area) == []


def test_a_translator_into_every_language_changes_texts_but_no_structure(client, make_translator, area):
    client.force_login(make_translator(*languages.codes()))
    titles = {column("title", code): f"Mine {code}" for code in languages.codes()}

    post(client, area, show_in_menus="on", **titles)

    after = latest(area)
    assert {column("title", code): after.in_language("title", code) for code in languages.codes()} == titles
    assert not after.show_in_menus


@codes
@pytest.mark.parametrize("view", ["delete", "move", "copy"])
def test_a_translator_neither_deletes_moves_nor_copies(client, make_translator, make_project, code, view):
    project = make_project(live=False)
    client.force_login(make_translator(code))

    response = client.post(reverse(f"wagtailadmin_pages:{view}", args=[project.pk]))

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert BasePage.objects.filter(pk=project.pk).exists()


@codes
def test_a_translator_deletes_no_picture_and_moves_none(client, make_translator, make_image, code):
    image = make_image()
    client.force_login(make_translator(code))
    bulk = reverse("wagtail_bulk_action", args=["portal", "portalimage", "add_tags"]) + f"?id={image.pk}"

    client.post(reverse("wagtailimages:delete", args=[image.pk]))
    client.post(bulk, {"tags": "forged"})

    image = PortalImage.objects.get(pk=image.pk)
    assert image.tags.count() == 0


@codes
def test_of_a_picture_only_the_texts_of_one_language_change(client, make_translator, make_image, code):
    image, other = make_image(), other_than(code)
    before = image.in_language("title", other)
    client.force_login(make_translator(code))
    url = reverse("wagtailimages:edit", args=[image.pk])

    shown = client.get(url)
    client.post(
        url,
        {
            column("title", code): "Mine",
            column("description", code): "What it shows",
            column("title", other): "Forged",
            "focal_point_x": "3",
            "tags": "forged",
        },
    )

    assert shown.status_code == 200
    image = PortalImage.objects.get(pk=image.pk)
    assert (image.in_language("title", code), image.in_language("title", other)) == ("Mine", before)
    assert image.in_language("description", code) == "What it shows"
    assert (image.focal_point_x, image.tags.count()) == (None, 0)


@codes
def test_only_texts_of_the_own_language_are_settled_and_put_back(client, make_translator, area, code):
    other = other_than(code)
    change(area, introduction="Words of before that are put back")
    first = type(area).objects.get(pk=area.pk).latest_revision
    change(area, code=code, introduction="Other words")
    client.force_login(make_translator(code))
    settle = reverse("parity_settle", args=["cooperation", "areapage", area.pk])

    refused = client.post(settle, {"path": column("introduction", other), "seen": ""})
    put_back = {
        each: client.get(edit_url(area), {"put_back": first.pk, "language": each}) for each in (code, other)
    }

    assert refused.status_code in (302, 403)
    assert put_back[code].status_code == 200
    assert put_back[other].status_code == 302


@codes
def test_a_translator_brings_back_no_old_structure(client, make_translator, area, code):
    put(area, paragraph("First", "p1"))
    first = type(area).objects.get(pk=area.pk).latest_revision
    put(area, paragraph("First", "p1"), paragraph("Second", "p2"))
    client.force_login(make_translator(code))
    url = reverse("wagtailadmin_api:pages:action", args=[area.pk, "revert_to_page_revision"])

    response = client.post(url, {"revision_id": first.pk})

    assert response.status_code == 403
    assert [block["id"] for block in latest(area).body.raw_data] == ["p1", "p2"]


@codes
def test_a_translator_makes_no_page_of_an_alias(client, make_translator, area, code):
    alias = area.create_alias(update_slug="alias", parent=area.get_parent())
    client.force_login(make_translator(code))

    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

    assert type(area).objects.get(pk=alias.pk).alias_of_id == area.pk
