"""Remove Wagtail's own groups and workflow, where nobody has used or changed them.

“Editors” and “Moderators” have more rights than a portal's groups need, and names so like theirs that somebody would
be put into the wrong one; “Moderators approval” asks for no review of the languages. ``loaddata newsroom`` brings the
portal's own.
"""

from django.db import migrations

OWN = {"Moderators": {"add", "change", "lock", "publish", "unlock"}, "Editors": {"add", "change"}}
WORKFLOW = "Moderators approval"


def remove_unused(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).first()
    if workflow and _is_unused_workflow(workflow):
        workflow.delete()
        apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(
            name=WORKFLOW, workflow_tasks=None
        ).delete()
    for group in Group.objects.filter(name__in=OWN):
        if _is_unused(group, apps):
            group.delete()


def _is_unused_workflow(workflow):
    pages = workflow.workflow_pages.values_list("page__depth", flat=True)
    return (
        not workflow.workflow_states.exists()
        and not workflow.workflow_content_types.exists()
        and [row.task.name for row in workflow.workflow_tasks.all()] == [WORKFLOW]
        and list(pages) == [1]
    )


def _is_unused(group, apps):
    """Tell whether a group is as Wagtail made it, and nobody is in it or mentions it."""
    rows = group.page_permissions.values_list("page__depth", "permission__codename")
    collections = group.collection_permissions.values_list("collection__depth", flat=True)
    permissions = group.permissions.values_list("content_type__app_label", flat=True)
    loaded = apps.get_model("portal", "LoadedObject").objects.filter(kind="auth.group", name=group.name)
    mentions = [
        "user_set",
        "pageviewrestriction_set",
        "collectionviewrestriction_set",
        "groupapprovaltask_set",
    ]
    return (
        {(depth, codename.partition("_")[0]) for depth, codename in rows}
        == {(1, action) for action in OWN[group.name]}
        and set(collections) <= {1}
        and set(permissions) <= {"wagtailadmin", "wagtailimages", "wagtaildocs"}
        and not loaded.exists()
        and not any(getattr(group, name).exists() for name in mentions)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0011_heartbeat"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(remove_unused, migrations.RunPython.noop)]
