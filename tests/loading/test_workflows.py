"""Workflows and their tasks in content files."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from timeline.models import Milestone


@pytest.fixture
def review(content):
    """A file with two tasks and a workflow of these; return the fields of the workflow, to be changed."""
    content.add("auth.group", name="Readers")
    content.add("wagtailcore.groupapprovaltask", name="Read", groups=["Readers"])
    content.add("wagtailcore.groupapprovaltask", name="Approve", groups=["Readers"])
    return content.add("wagtailcore.workflow", name="Review", tasks=["Read", "Approve"], pages=["/"])


def names(workflow):
    return [task.name for task in workflow.tasks]


def test_a_workflow_is_made_and_assigned(overview, make_milestone, content, review):
    review["snippets"] = ["timeline.milestone"]

    content.load()

    workflow = Workflow.objects.get()
    assert names(workflow) == ["Read", "Approve"]
    assert overview.get_workflow() == workflow
    assert Milestone.get_default_workflow() == workflow
    assert GroupApprovalTask.objects.get(name="Read").groups.get().name == "Readers"


def test_its_tasks_are_put_in_another_order(overview, content, review):
    content.load()
    review["tasks"] = ["Approve", "Read"]

    content.load()

    assert names(Workflow.objects.get()) == ["Approve", "Read"]


def test_tasks_and_pages_that_the_site_changed_stay(overview, area, content, review):
    content.load()
    workflow = Workflow.objects.get()
    workflow.workflow_tasks.first().delete()
    WorkflowPage.objects.all().delete()
    WorkflowPage.objects.create(page=area, workflow=workflow)

    content.load()

    assert names(workflow) == ["Approve"]
    assert [row.page_id for row in workflow.workflow_pages.all()] == [area.pk]


def test_what_both_changed_is_a_conflict(overview, content, review):
    content.load()
    Workflow.objects.get().workflow_tasks.first().delete()
    review["tasks"] = ["Approve", "Read"]

    with pytest.raises(CommandError):
        content.load()


def test_a_page_has_one_workflow(overview, content, review):
    workflow = Workflow.objects.create(name="Other")
    WorkflowPage.objects.create(page=overview, workflow=workflow)

    with pytest.raises(CommandError, match="Other"):
        content.load()
    assert WorkflowPage.objects.get().workflow == workflow


def test_one_takes_a_page_that_another_leaves(overview, content, review):
    content.load()
    review["pages"] = []
    content.add("wagtailcore.workflow", name="Short", tasks=["Approve"], pages=["/"])

    content.load()

    assert overview.get_workflow().name == "Short"


def test_two_of_one_file_may_not_share_a_page(overview, content, review):
    content.add("wagtailcore.workflow", name="Short", tasks=["Approve"], pages=["/"])

    with pytest.raises(CommandError, match="Review"):
        content.load()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tasks", []),
        ("tasks", ["Nothing"]),
        ("tasks", "Read"),
        ("pages", ["/nowhere/"]),
        ("snippets", ["timeline.kind"]),
        ("snippets", ["cooperation.areapage"]),
        ("snippets", [{"a": "b"}]),
        ("active", "perhaps"),
        ("colour", "blue"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(overview, content, review, field, value):
    review[field] = value

    with pytest.raises(CommandError, match=f"Review.*{field}"):
        content.load()
    assert not Workflow.objects.exists()


def test_a_workflow_without_tasks_would_publish_at_once_and_is_refused(overview, content, review):
    del review["tasks"]

    with pytest.raises(CommandError, match="tasks"):
        content.load()


def test_a_workflow_out_of_use_ends_the_reviews_in_progress(overview, area, editor, content, review):
    content.load()
    area.save_revision()
    Workflow.objects.get().start(area, editor)
    review["active"] = False

    content.load()

    assert not Workflow.objects.get().active
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()


def test_a_task_of_another_sort_stays_in_its_workflow(overview, content, review):
    content.load()
    workflow = Workflow.objects.get()
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Own"), sort_order=0)
    review["tasks"] = ["Approve"]

    content.load()

    assert names(workflow) == ["Approve", "Own"]


# Wagtail’s own, which a migration takes away

remove_unused = import_module("portal.migrations.0012_groups_of_our_own").remove_unused


@pytest.fixture
def wagtail_s_own(overview):
    """What Wagtail's migrations make of groups and workflows."""
    root = overview.get_parent()
    for name, actions in (("Editors", "add change"), ("Moderators", "add change lock publish unlock")):
        group = Group.objects.create(name=name)
        for action in actions.split():
            permission = Permission.objects.get(codename=f"{action}_basepage")
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=root)
    return workflow


def left():
    return {*Group.objects.values_list("name", flat=True), *Workflow.objects.values_list("name", flat=True)}


def test_a_new_portal_has_none_of_wagtail_s_groups_and_workflows(db):
    assert not left()
    assert not Task.objects.exists()


def test_they_go_where_nobody_has_used_them(wagtail_s_own):
    remove_unused(apps, None)

    assert not left()
    assert not Task.objects.exists()


def test_a_group_with_a_member_stays(wagtail_s_own, editor):
    editor.groups.add(Group.objects.get(name="Editors"))

    remove_unused(apps, None)

    assert left() == {"Editors"}


def test_a_group_with_other_rights_stays(wagtail_s_own):
    Group.objects.get(name="Moderators").page_permissions.first().delete()

    remove_unused(apps, None)

    assert left() == {"Moderators"}


def test_a_workflow_that_was_used_stays_with_its_group(wagtail_s_own, area, editor):
    area.save_revision()
    wagtail_s_own.start(area, editor)

    remove_unused(apps, None)

    assert left() == {"Moderators", "Moderators approval"}
