"""What each of the groups that ship may do, and what it may not."""

from io import BytesIO

import PIL.Image
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, GroupApprovalTask, Task, Workflow, WorkflowPage
from wagtail.test.utils.form_data import nested_form_data

from cooperation.models import AreaPage
from portal.models import BasePage, LoadedObject, PortalDocument, PortalImage, PortalSettings
from tests.conftest import in_every_language
from tests.editing.test_edit_page import add_url, edit_url, posted
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url
from tests.loading.conftest import run
from timeline.models import Milestone

pytestmark = pytest.mark.names_languages
GROUPS = ("Editors", "Translators into French", "Translators into English", "Publishers")
EVERYBODY = set(GROUPS)
TRANSLATORS = {"Translators into French", "Translators into English"}


def is_open(client, address):
    """Tell whether an address opens: the editor sends those who may not to its front page, or says 404."""
    return client.get(address).status_code == 200


def picture(**fields):
    content = BytesIO()
    PIL.Image.new("RGB", (8, 8)).save(content, "PNG")
    file = SimpleUploadedFile("picture.png", content.getvalue(), "image/png")
    return PortalImage.objects.create(file=file, **in_every_language(title="Picture"), **fields)


def paper(**fields):
    file = SimpleUploadedFile("paper.txt", b"Text")
    return PortalDocument.objects.create(file=file, **in_every_language(title="Paper"), **fields)


def settings_url(settings):
    return reverse("wagtailsettings:edit", args=["portal", "portalsettings", settings.pk])


# What opens, for whom: by name, from what is there to an address

ADDRESSES = {
    "the editor": (lambda there: reverse("wagtailadmin_home"), EVERYBODY),
    "a page's form": (lambda there: edit_url(there["area"]), EVERYBODY),
    "a new page": (lambda there: add_url(AreaPage, there["overview"]), {"Editors"}),
    "deletion of a public page": (
        lambda there: reverse("wagtailadmin_pages:delete", args=[there["area"].pk]),
        {"Publishers"},
    ),
    "deletion of a page with others below it": (
        lambda there: reverse("wagtailadmin_pages:delete", args=[there["overview"].pk]),
        set(),
    ),
    "taking a page down": (
        lambda there: reverse("wagtailadmin_pages:unpublish", args=[there["area"].pk]),
        {"Publishers"},
    ),
    "moving a public page": (
        lambda there: reverse("wagtailadmin_pages:move", args=[there["area"].pk]),
        {"Publishers"},
    ),
    "a page's privacy": (
        lambda there: reverse("wagtailadmin_pages:set_privacy", args=[there["area"].pk]),
        {"Publishers"},
    ),
    "a page's usage": (
        lambda there: reverse("wagtailadmin_pages:usage", args=[there["area"].pk]),
        EVERYBODY,
    ),
    "a milestone's form": (lambda there: milestone_url("edit", there["milestone"].pk), EVERYBODY),
    "a new milestone": (lambda there: milestone_url("add"), {"Editors"}),
    "deletion of a milestone": (
        lambda there: milestone_url("delete", there["milestone"].pk),
        {"Publishers"},
    ),
    "taking a milestone down": (
        lambda there: milestone_url("unpublish", there["milestone"].pk),
        {"Publishers"},
    ),
    "a kind's form": (
        lambda there: milestone_url("edit", there["milestone"].kind_id, model="kind"),
        TRANSLATORS | {"Publishers"},
    ),
    "a new kind": (lambda there: milestone_url("add", model="kind"), {"Publishers"}),
    "a new picture": (lambda there: reverse("wagtailimages:add"), {"Editors"}),
    "a picture of somebody else": (
        lambda there: reverse("wagtailimages:edit", args=[there["image"].pk]),
        EVERYBODY - {"Editors"},
    ),
    "choosing a picture": (lambda there: reverse("wagtailimages_chooser:choose"), EVERYBODY),
    "a new document": (lambda there: reverse("wagtaildocs:add"), {"Editors"}),
    "a document of somebody else": (
        lambda there: reverse("wagtaildocs:edit", args=[there["document"].pk]),
        EVERYBODY - {"Editors"},
    ),
    "choosing a document": (lambda there: reverse("wagtaildocs_chooser:choose"), EVERYBODY),
    "the portal's settings": (
        lambda there: reverse(
            "wagtailsettings:edit", args=["portal", "portalsettings", there["settings"].pk]
        ),
        EVERYBODY - {"Editors"},
    ),
    "redirects": (lambda there: reverse("wagtailredirects:index"), {"Publishers"}),
    "a redirect": (
        lambda there: reverse("wagtailredirects:edit", args=[there["redirect"].pk]),
        {"Publishers"},
    ),
    "the site's history": (lambda there: reverse("wagtailadmin_reports:site_history"), EVERYBODY),
    "ageing pages": (lambda there: reverse("wagtailadmin_reports:aging_pages"), EVERYBODY),
    "locked pages": (lambda there: reverse("wagtailadmin_reports:locked_pages"), {"Publishers"}),
    "reviews": (lambda there: reverse("wagtailadmin_reports:workflow"), EVERYBODY),
    "texts by language": (lambda there: reverse("parity_report"), EVERYBODY),
    "accounts": (lambda there: reverse("wagtailusers_users:index"), set()),
    "groups": (lambda there: reverse("wagtailusers_groups:index"), set()),
    "sites": (lambda there: reverse("wagtailsites:index"), set()),
    "collections": (lambda there: reverse("wagtailadmin_collections:index"), set()),
    "workflows": (lambda there: reverse("wagtailadmin_workflows:index"), set()),
    "tasks": (lambda there: reverse("wagtailadmin_workflows:task_index"), set()),
}


@pytest.fixture
def there(newsroom, overview, area, make_milestone):
    return {
        "overview": overview,
        "area": area,
        "milestone": make_milestone(),
        "image": picture(),
        "document": paper(),
        "settings": PortalSettings.load(),
        "redirect": Redirect.objects.create(old_path="/old", redirect_page=area),
    }


@pytest.mark.parametrize("name", GROUPS)
def test_each_group_opens_what_its_work_needs_and_nothing_else(member, there, name):
    client = member(name)

    opened = {what for what, (address, _groups) in ADDRESSES.items() if is_open(client, address(there))}

    assert opened == {what for what, (_address, groups) in ADDRESSES.items() if name in groups}


@pytest.mark.parametrize("name", [*sorted(TRANSLATORS), "Editors"])
def test_nobody_but_a_publisher_publishes(member, there, name):
    client = member(name)
    before = there["area"].live_revision_id

    client.post(edit_url(there["area"]), posted(there["area"], title_fr="Autre", **{"action-publish": "1"}))
    client.post(
        milestone_url("edit", there["milestone"].pk),
        milestone_posted(there["milestone"].kind, there["milestone"], **{"action-publish": "1"}),
    )

    assert BasePage.objects.get(pk=there["area"].pk).live_revision_id == before
    milestone = Milestone.objects.get()
    assert milestone.live_revision_id == there["milestone"].live_revision_id


def test_a_publisher_publishes_a_page_and_a_milestone(member, there):
    client = member("Publishers")
    words = in_every_language(title="Renamed")

    client.post(edit_url(there["area"]), posted(there["area"], **words, **{"action-publish": "1"}))
    client.post(
        milestone_url("edit", there["milestone"].pk),
        milestone_posted(there["milestone"].kind, there["milestone"], **words, **{"action-publish": "1"}),
    )

    assert BasePage.objects.get(pk=there["area"].pk).title_en == "Renamed en"
    assert Milestone.objects.get().title_en == "Renamed en"


def test_an_editor_writes_a_page_and_a_milestone_that_nobody_sees_yet(member, there, make_kind):
    client = member("Editors")
    words = in_every_language(title="New")

    client.post(add_url(AreaPage, there["overview"]), posted(**words))
    client.post(milestone_url("add"), milestone_posted(make_kind(), **words))

    assert AreaPage.objects.get(title_fr="New fr").live is False
    assert Milestone.objects.get(title_fr="New fr").live is False


def test_an_editor_changes_and_deletes_the_pictures_that_are_their_own(member, there):
    client = member("Editors")
    own = picture(uploaded_by_user=client.user)

    assert is_open(client, reverse("wagtailimages:edit", args=[own.pk]))
    client.post(reverse("wagtailimages:delete", args=[there["image"].pk]))
    client.post(reverse("wagtailimages:delete", args=[own.pk]))

    assert [image.pk for image in PortalImage.objects.all()] == [there["image"].pk]


def test_to_an_administrator_everything_opens(there, admin_client):
    shut = [what for what, (address, _) in ADDRESSES.items() if not is_open(admin_client, address(there))]

    assert not shut


def test_every_right_that_wagtail_knows_is_given_on_purpose_or_withheld(newsroom):
    """A right that a newer version brings is to be decided, not overlooked."""
    offered = {permission for hook in hooks.get_hooks("register_permissions") for permission in hook()}
    given = {permission for group in Group.objects.all() for permission in group.permissions.all()}
    withheld = {
        f"{permission.content_type.app_label}.{permission.codename}" for permission in offered - given
    }

    assert given <= offered
    assert withheld == {
        *(
            f"wagtailcore.{action}_{model}"
            for model in ("task", "workflow")
            for action in ("add", "change", "delete")
        ),
        *(f"wagtailcore.{action}_site" for action in ("add", "change", "delete")),
        *(f"auth.{action}_group" for action in ("add", "change", "delete")),
        *(f"portal.{action}_user" for action in ("add", "change", "delete")),
    }


# Loading


def state():
    groups = {
        group.name: (
            sorted(group.permissions.values_list("codename", flat=True)),
            sorted(group.page_permissions.values_list("page", "permission__codename")),
            sorted(group.collection_permissions.values_list("collection", "permission__codename")),
        )
        for group in Group.objects.all()
    }
    tasks = [
        (task.pk, task.name, list(task.groups.all())) for task in GroupApprovalTask.objects.order_by("pk")
    ]
    return groups, tasks, list(WorkflowPage.objects.values_list()), list(LoadedObject.objects.values_list())


def test_loading_twice_changes_nothing(newsroom):
    before = state()

    told = run("loaddata", "newsroom")

    assert ": 8." in told
    assert state() == before


def test_what_an_administrator_changed_stays(newsroom, admin_client):
    editors = Group.objects.get(name__endswith="· Editors")
    editors.permissions.remove(Permission.objects.get(codename="add_milestone"))
    last = newsroom.workflow_tasks.last()
    address = reverse("wagtailadmin_workflows:edit", args=[newsroom.pk])
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1", "MIN_NUM_FORMS": "1", "MAX_NUM_FORMS": "1000"}
    rows |= {"0": {"id": last.pk, "task": last.task_id, "ORDER": "1", "DELETE": ""}}
    pages = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    data = {"name": newsroom.name, "active": "on", "workflow_tasks": rows, "pages": pages}
    newsroom.workflow_tasks.exclude(pk=last.pk).delete()
    admin_client.post(address, nested_form_data(data))

    run("loaddata", "newsroom")

    assert not editors.permissions.filter(codename="add_milestone").exists()
    assert [task.pk for task in newsroom.tasks] == [last.task_id]


def test_nothing_of_wagtail_s_own_groups_and_workflow_is_left(newsroom):
    assert all(" · " in group.name for group in Group.objects.all())
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Relecture bilingue · Bilingual review"]
    assert Task.objects.count() == 3


def test_it_says_what_is_missing_where_there_are_no_pages_yet(db):
    with pytest.raises(CommandError, match="/"):
        call_command("loaddata", "newsroom", verbosity=0)
    assert not Group.objects.exists()
    assert not PortalSettings.objects.exists()
    assert Collection.objects.count() == 1
