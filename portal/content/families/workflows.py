"""Workflows and their tasks: who looks at what, in which order, before it is published."""

from functools import cached_property

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import (
    AbstractPage,
    GroupApprovalTask,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowTask,
)

from portal.content.families.base import Family
from portal.content.fields.base import Field, LaterField, a_list, has_row
from portal.content.problems import Place
from portal.content.three_way import Action
from portal.models import BasePage


class ActiveField(Field):
    """Whether it is in use; what a file does not call otherwise is."""

    is_drafted = False

    def left_out(self, value):
        return value is True


class NamesField(LaterField):
    """Other objects by their names, in no order of their own: ``[Publishers]``."""

    def __init__(self, name, target=None):
        super().__init__(name)
        self.target = target

    def read(self, value, place, names):
        given = enumerate(a_list(value, place))
        found = [self.pk(name, place / number, names) for number, name in given]
        return list(dict.fromkeys(pk for pk in found if pk is not None))

    def pk(self, name, place, names):
        return names.pk(self.target, name, place)

    def written(self, value, names):
        return sorted(self.names_of(value, names))

    def names_of(self, value, names):
        return [name for pk in value if (name := names.name(self.target, pk))]

    def usual(self):
        return []

    def left_out(self, value):
        return not value


class GroupsField(NamesField):
    """The groups of which one member approves."""

    def taken(self, obj):
        return list(obj.groups.values_list("pk", flat=True)) if has_row(obj) else []

    def save(self, obj, value):
        obj.groups.set(value)


class TasksField(NamesField):
    """The tasks of a workflow, one after the other; those of another sort, made in the editor, come after."""

    def read(self, value, place, names):
        found = super().read(value, place, names)
        if value in (None, []):  # Wagtail publishes at once what has nobody to approve it
            place.wrong(_("A workflow has a task at least."))
        return found

    def written(self, value, names):
        return self.names_of(value, names)

    def taken(self, obj):
        rows = WorkflowTask.objects.filter(workflow=obj.pk).exclude(task__groupapprovaltask=None)
        return list(rows.order_by("sort_order").values_list("task_id", flat=True))

    def save(self, obj, value):
        rows = WorkflowTask.objects.filter(workflow=obj)
        rows.exclude(task__groupapprovaltask=None).delete()
        others = list(rows.order_by("sort_order"))
        for number, row in enumerate(others, len(value)):
            rows.filter(pk=row.pk).update(sort_order=number)
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=obj, task_id=pk, sort_order=number) for number, pk in enumerate(value)
        )

    def check_default(self, obj, place):
        place.wrong(_("This is missing."))


class AssignedField(NamesField):
    """What goes through a workflow: pages with those below them, by address. One has one workflow."""

    model, foreign_key = WorkflowPage, "page_id"

    def taken(self, obj):
        return list(self.rows().filter(workflow=obj.pk).values_list("pk", flat=True))

    def rows(self):
        return self.model.objects.order_by("pk")

    def save(self, obj, value):
        self.rows().filter(workflow=obj).exclude(pk__in=value).delete()
        for pk in value:
            self.rows().update_or_create(**{self.foreign_key: pk}, defaults={"workflow": obj})


class SnippetsField(AssignedField):
    """Snippets that go through a workflow, by their model: ``[timeline.milestone]``."""

    model, foreign_key = WorkflowContentType, "content_type_id"

    def pk(self, name, place, names):
        try:
            model = apps.get_model(str(name))
        except (LookupError, ValueError):
            model = None
        if model and issubclass(model, WorkflowMixin) and not issubclass(model, AbstractPage):
            return ContentType.objects.get_for_model(model).pk
        place.wrong(_("There are no snippets “%s” with a workflow.") % str(name)[:60])
        return None

    def names_of(self, value, names):
        models = [ContentType.objects.get_for_id(pk).model_class() for pk in value]
        return [model._meta.label_lower for model in models if model]


class NamedObjects(Family):
    """Objects that are named by their name, which Wagtail lets two have: the later one is numbered."""

    identity = ("name",)

    @cached_property
    def names(self):
        names, taken = {}, set()
        for pk, name in self.model.objects.order_by("pk").values_list("pk", "name"):
            number, names[pk] = 1, name
            while names[pk] in taken:
                number += 1
                names[pk] = f"{name} ({number})"
            taken.add(names[pk])
        return names

    def name_in(self, fields, place):
        return self.cleaned(super().name_in(fields, place), place)

    def make(self, item, obj, storing):
        obj.name = item.name
        return super().make(item, obj, storing)


class Tasks(NamedObjects):
    def fields(self, model):
        active = ActiveField("active", model._meta.get_field("active"))
        return {"active": active, "groups": GroupsField("groups", Group)}


class Workflows(NamedObjects):
    def fields(self, model):
        return {
            "active": ActiveField("active", model._meta.get_field("active")),
            "tasks": TasksField("tasks", GroupApprovalTask),
            "pages": AssignedField("pages", BasePage),
            "snippets": SnippetsField("snippets"),
        }

    def check_together(self, items, noted):
        """Check that nothing is given a second workflow."""
        for name in ("pages", "snippets"):
            self._check_assigned(name, [item for item in items if _gives(item, name)], noted)

    def _check_assigned(self, name, items, noted):
        if not items:
            return
        field = items[0].fields[name]
        rows = field.rows().exclude(workflow__in=[item.pk for item in items])
        taken = dict(rows.values_list("pk", "workflow__name"))
        for item in items:
            place = Place(item.row, noted) / "fields" / name
            for pk in field.read(item.row.fields[name], Place(item.row, []), self.all_names):
                if pk in taken:
                    place.wrong(
                        _("“%(object)s” has the workflow “%(workflow)s” already.")
                        % {"object": field.written([pk], self.all_names)[0], "workflow": taken[pk]}
                    )
                taken[pk] = item.name

    def change(self, obj, storing):
        """End the reviews in progress of a workflow that is no longer used, as Wagtail does."""
        if not obj.active:
            obj.deactivate()


def _gives(item, name):
    return name in item.given and (item.action is Action.CREATE or name in item.changed)
