"""Groups of editors, and what each may do."""

from functools import cached_property

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from portal.content.families.base import Family
from portal.content.fields.base import LaterField, a_list, has_row
from portal.models import BasePage


def permissions():
    """Return every permission: mapping of ``"wagtailadmin.access_admin"`` to primary key."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": pk for app, codename, pk in rows}


class Permissions(LaterField):
    """What a group may do everywhere: ``[wagtailadmin.access_admin]``."""

    def read(self, value, place, names):
        known, found = permissions(), []
        for number, name in enumerate(a_list(value, place)):
            found.append(known.get(str(name)))
            if found[-1] is None:
                (place / number).wrong(_("There is no permission “%s”.") % str(name)[:60])
        return sorted({pk for pk in found if pk})

    def written(self, value, names):
        by_pk = {pk: name for name, pk in permissions().items()}
        return sorted(by_pk[pk] for pk in value)

    def taken(self, obj):
        return sorted(obj.permissions.values_list("pk", flat=True)) if has_row(obj) else []

    def usual(self):
        return []

    def left_out(self, value):
        return not value

    def save(self, obj, value):
        obj.permissions.set(value)


class PermissionsAt(Permissions):
    """What a group may do below a page or collection: ``{/science/: [portal.change_basepage]}``."""

    def __init__(self, name, model, target):
        super().__init__(name)
        self.model = model  # of the permission
        self.target = target  # the model it is about
        self.foreign_key = "page" if target is BasePage else "collection"

    def read(self, value, place, names):
        if not isinstance(value, dict | None):
            place.wrong(_("Write what is in it, each with its name."))
            return []
        found = []
        for name, permitted in (value or {}).items():
            pk = names.pk(self.target, name, place / name)
            found += [(pk, permission) for permission in super().read(permitted, place / name, names)]
        return sorted({pair for pair in found if pair[0] is not None})

    def written(self, value, names):
        found = {}
        for pk, permission in value:
            if name := names.name(self.target, pk):
                found.setdefault(name, []).append(permission)
        return {name: super(PermissionsAt, self).written(found[name], names) for name in sorted(found)}

    def taken(self, obj):
        if not has_row(obj):
            return []
        rows = self.model.objects.filter(group=obj)
        return sorted(rows.values_list(f"{self.foreign_key}_id", "permission_id"))

    def save(self, obj, value):
        rows = self.model.objects.filter(group=obj)
        there = {(getattr(row, f"{self.foreign_key}_id"), row.permission_id): row for row in rows}
        rows.exclude(pk__in=[there[pair].pk for pair in value if pair in there]).delete()
        self.model.objects.bulk_create(
            self.model(group=obj, permission_id=permission, **{f"{self.foreign_key}_id": pk})
            for pk, permission in value
            if (pk, permission) not in there
        )


class Groups(Family):
    identity = ("name",)

    @cached_property
    def names(self):
        return dict(Group.objects.values_list("pk", "name"))

    def name_in(self, fields, place):
        return self.cleaned(super().name_in(fields, place), place)

    def fields(self, model):
        return {
            "permissions": Permissions("permissions"),
            "pages": PermissionsAt("pages", GroupPagePermission, BasePage),
            "collections": PermissionsAt("collections", GroupCollectionPermission, Collection),
        }

    @property
    def needs_pages(self):
        return True

    def make(self, item, obj, storing):
        obj.name = item.name
        return super().make(item, obj, storing)
