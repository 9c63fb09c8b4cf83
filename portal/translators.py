"""Translators: who may change the texts of some languages only.

A group with the permission ``wagtailadmin.translate_<code>`` is one of translators: what Wagtail lets its
members change, they change in that language alone. Rights add up, as Wagtail's do: whoever may change the
same page through another group changes all of it.
"""

import functools

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import documents, images
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.revert_to_revision import RevertToRevisionAction
from wagtail.admin.models import Admin
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    AbstractPage,
    CollectionMember,
    GroupApprovalTask,
    GroupCollectionPermission,
    PagePermissionTester,
)
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from portal import languages

APP = "wagtailadmin"  # its permissions stand beside “Can access Wagtail admin” in the form of a group


def codename(code):
    """Return the name of the permission that makes a group one of translators into a language."""
    return f"translate_{code.replace('-', '_')}"


def make_permissions(**_kwargs):
    """Make the permission of each language, named in all of them; run after each ``migrate``."""
    ContentType.objects.clear_cache()  # it may know them from before the database was emptied
    content_type = ContentType.objects.get_for_model(Admin)
    for code in languages.codes():
        names = []
        for reader in languages.codes():
            with translation.override(reader):
                names.append(_("Change texts in %s only") % languages.name_for_reader(code))
        Permission.objects.update_or_create(
            content_type=content_type, codename=codename(code), defaults={"name": " · ".join(names)[:255]}
        )


def permissions():
    """Return the permissions that make groups ones of translators."""
    codenames = [codename(code) for code in languages.codes()]
    return Permission.objects.filter(content_type__app_label=APP, codename__in=codenames)


def languages_of(user, obj):
    """Return the codes of the languages in which somebody may change the texts of an object.

    ``None`` says: all of them, and all that is no text. Asked of somebody who may change the object.
    """
    if user.is_superuser or not (translating := _languages_by_group(user)):
        return None
    groups = _groups_that_change(user, obj)
    if not groups <= translating.keys():
        return None
    return {code for group in groups or translating for code in translating[group]}


def _languages_by_group(user):
    """Return what each of somebody's groups of translators translates into, read once a request."""
    if not hasattr(user, "_languages_by_group"):
        codes = {codename(code): code for code in languages.codes()}
        user._languages_by_group = found = {}
        for group, name in permissions().filter(group__user=user).values_list("group", "codename"):
            found.setdefault(group, set()).add(codes[name])
    return user._languages_by_group


def _groups_that_change(user, obj):
    """Return the primary keys of somebody's groups through which they may change an object."""
    if isinstance(obj, AbstractPage):
        groups = _groups_of_rows(_page_rows(user, obj), obj.owner_id == user.pk)
    elif isinstance(obj, CollectionMember):
        rows = GroupCollectionPermission.objects.filter(group__user=user).select_related(
            "collection", "permission"
        )
        model = policy_registry.get(obj).auth_model._meta.model_name
        rows = [
            row
            for row in rows
            if obj.collection.path.startswith(row.collection.path)
            and row.permission.codename.endswith(f"_{model}")
        ]
        groups = _groups_of_rows(rows, obj.uploaded_by_user_id == user.pk)
    else:
        name = get_permission_codename("change", obj._meta)
        rows = user.groups.filter(
            permissions__codename=name, permissions__content_type__app_label=obj._meta.app_label
        )
        groups = set(rows.values_list("pk", flat=True))
    return groups | _groups_of_task(user, obj)


def _page_rows(user, page):
    rows = policy_registry.get(page).get_cached_permissions_for_user(user)
    return [row for row in rows if page.path.startswith(row.page.path)]


def _groups_of_rows(rows, is_owner):
    """Return the groups that may change what some permissions are about; its owner needs only to add."""
    actions = ("change_", "add_") if is_owner else ("change_",)
    return {row.group_id for row in rows if row.permission.codename.startswith(actions)}


def _groups_of_task(user, obj):
    """Return the groups whose turn it is in a workflow: while it is, they may change the object."""
    task = getattr(obj, "current_workflow_task", None)
    if not isinstance(task, GroupApprovalTask):
        return set()
    return set(task.groups.filter(user=user).values_list("pk", flat=True))


def translates(user, obj):
    """Tell whether somebody may change no more of an object than texts in their languages."""
    return languages_of(user, obj) is not None


class PagePermissions(PagePermissionTester):
    """What somebody may do with a page: a translator neither deletes, moves nor copies it."""

    @cached_property
    def _is_whole(self):
        return not translates(self.user, self.page)

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and self._is_whole

    def can_copy(self):
        return super().can_copy() and self._is_whole


class MediaPermissions(CollectionOwnershipPermissionPolicy):
    """What somebody may do with pictures or documents: a translator deletes none."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        is_deletion = set(actions) == {"delete"}
        if is_deletion and translates(user, instance):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


def guard():
    """Hold translators back from what whoever may edit may do too: delete media, bring old structure back.

    A policy for exactly our models comes before Wagtail's own, whichever is registered first.
    """
    for model, theirs in ((get_image_model(), images), (get_document_model(), documents)):
        policy = theirs.get_permission_policy()
        register_permission_policy(
            model,
            MediaPermissions(model, auth_model=policy.auth_model, owner_field_name=policy.owner_field_name),
            exact_class=True,
        )
    for action in (RevertToRevisionAction, ConvertAliasPageAction):
        action.execute = _guarded(action.execute)


def _guarded(execute):
    @functools.wraps(execute)
    def guarded(action, *args, **kwargs):
        if action.user and translates(action.user, action.instance):
            raise PermissionDenied
        return execute(action, *args, **kwargs)

    return guarded
