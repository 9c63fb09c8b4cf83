"""How the texts of images and documents stand, and where that is told."""

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Collection, GroupCollectionPermission

from portal import languages
from portal.parity.states import State
from portal.parity.survey import standings
from portal.texts import column
from tests.conftest import in_every_language, png
from tests.translating.test_survey import REPORT, codes, titles

FIRST, LAST = languages.codes()[0], languages.codes()[-1]


@pytest.fixture(autouse=True)
def portal(overview):
    """Begin with a page that is whole, in place of the one that Wagtail makes."""


def edit_url(image):
    return reverse("wagtailimages:edit", args=[image.pk])


def states(obj, name):
    [standing] = standings([type(obj).objects.get(pk=obj.pk)])
    found = {judged.passage.path[0]: judged.states for judged in standing.passages}
    return found.get(name, {})


def save(client, image, **texts):
    """Save the form of an image with some texts changed."""
    names = ("title", "description", "credit")
    fields = {
        column(name, code): image.in_language(name, code) or ""
        for name in names
        for code in languages.codes()
    }
    return client.post(edit_url(image), fields | texts | {"tags": ""})


@codes
def test_a_missing_alternative_text_is_told_everywhere(admin_client, make_image, code):
    make_image()
    image = make_image(**{column("description", code): ""})

    report = admin_client.get(REPORT, {"type": "portal.portalimage", "language": code, "state": "missing"})
    dashboard = admin_client.get("/admin/")
    out = StringIO()
    call_command("parity", "--json", stdout=out)

    assert titles(report) == [image.text("title").value]
    assertContains(report, edit_url(image))
    assertContains(dashboard, edit_url(image))
    [row] = json.loads(out.getvalue())
    assert row == {
        "object": f"portal.portalimage {image.filename}",
        "field": "description",
        "language": code,
        "state": "missing",
    }


@codes
def test_a_document_s_missing_title_is_told(admin_client, make_document, code):
    document = make_document(**{column("title", code): ""})

    report = admin_client.get(REPORT, {"type": "portal.portaldocument", "state": "missing"})

    assert titles(report) == [document.text("title").value]
    assertContains(report, reverse("wagtaildocs:edit", args=[document.pk]))


def test_a_decorative_picture_needs_no_alternative_text(admin_client, make_image):
    make_image(is_decorative=True, **{column("description", code): "" for code in languages.codes()})

    assert titles(admin_client.get(REPORT, {"state": "missing"})) == []


@codes
def test_a_credit_is_there_in_each_language_or_in_none(make_image, code):
    without = make_image()
    halfway = make_image(**in_every_language(credit="Me") | {column("credit", code): ""})

    assert states(without, "credit") == {}
    assert states(halfway, "credit")[code] is State.MISSING


@pytest.mark.parametrize("title", ["Visite_2024", "Visite 2024"])
def test_a_title_that_is_the_name_of_the_file_counts_as_copied_until_somebody_says_otherwise(
    admin_client, make_image, title
):
    for _time in range(2):  # the storage gives the second file another name
        image = make_image(
            png("Visite_2024.png"), **{column("title", code): title for code in languages.codes()}
        )
    assert states(image, "title")[LAST] is State.COPIED
    panel = admin_client.get(edit_url(image)).context["side_panels"].media
    assert "parity.js" in str(panel)

    [standing] = standings([image])
    seen = standing.passages[0].passage.seen
    response = admin_client.post(
        reverse("parity_settle", args=["portal", "portalimage", image.pk]),
        {"path": column("title", LAST), "seen": seen},
    )

    assert response.status_code == 200
    assert states(image, "title")[LAST] is State.FINE


def test_a_name_that_is_not_that_of_the_file_may_be_alike(make_image):
    image = make_image(png("science.png"), **{column("title", code): "Science" for code in languages.codes()})

    assert set(states(image, "title").values()) == {State.FINE}


@codes
def test_a_text_changed_in_one_language_leaves_the_others_behind(admin_client, make_image, code):
    image = make_image()

    save(admin_client, image, **{column("description", code): "Changed"})

    found = states(image, "description")
    assert found.pop(code) is State.FINE
    assert set(found.values()) == {State.OUTDATED}
    assertContains(admin_client.get(edit_url(image)), "outdated")


def test_files_cost_the_report_no_query_a_row(admin_client, make_image, make_document):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(REPORT).status_code == 200
        return len(queries)

    make_image()
    make_document()
    first = cost()
    for _time in range(12):
        make_image(**{column("description", LAST): ""})
        make_document()
    assert cost() == first


def test_the_dashboard_follows_the_library_although_it_has_no_history(
    admin_client, make_image, django_capture_on_commit_callbacks
):
    assertNotContains(admin_client.get("/admin/"), "parity-badge--missing")

    with django_capture_on_commit_callbacks(execute=True):
        make_image(**{column("description", LAST): ""})

    assertContains(admin_client.get("/admin/"), "parity-badge--missing")


@pytest.fixture
def member(client):
    """Somebody who may do something with the pictures of a collection."""

    def member(codename):
        user = get_user_model().objects.create_user("member", password="pass")
        group = Group.objects.create(name="Members")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        collection = Collection.get_first_root_node().add_child(name="Press")
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailimages")
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
        user.groups.add(group)
        client.force_login(user)
        return user, collection

    return member


def test_each_sees_the_files_of_their_collections(client, member, make_image):
    _user, press = member("change_image")
    make_image()
    theirs = make_image(collection=press)

    assert titles(client.get(REPORT)) == [theirs.text("title").value]


def test_whoever_may_add_files_sees_their_own(client, member, make_image):
    user, press = member("add_image")
    make_image(collection=press)
    own = make_image(collection=press, uploaded_by_user=user)

    assert titles(client.get(REPORT)) == [own.text("title").value]


def test_whoever_may_not_edit_a_file_settles_nothing_of_it(client, member, make_image):
    member("change_image")
    other = make_image()

    response = client.post(reverse("parity_settle", args=["portal", "portalimage", other.pk]), {"path": ""})

    assert response.status_code in (302, 403)


def test_a_page_is_published_with_a_picture_that_is_not_described(admin_client, make_area, make_image):
    image = make_image(**{column("description", code): "" for code in languages.codes()})

    page = make_area(picture=image)

    assert page.live
