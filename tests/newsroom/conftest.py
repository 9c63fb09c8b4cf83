"""The groups and the workflow that ship, and people in these; groups with the rights of one job."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from wagtail.models import Collection, GroupPagePermission, Workflow

from portal import languages, translators
from portal.models import BasePage
from tests.editing.test_edit_page import use_interface

EVERYWHERE = ["access_admin", "change_milestone", "change_kind", "change_portalsettings"]


@pytest.fixture
def newsroom(overview):
    """Load what ships; return the workflow."""
    call_command("loaddata", "newsroom", verbosity=0)
    return Workflow.objects.get()


@pytest.fixture
def member(newsroom):
    """Make an account in the groups whose names end so; return its client, with its ``user``."""

    def member(*names, interface="fr"):
        user = get_user_model().objects.create_user(f"{'-'.join(names)}".replace(" ", "-"), password="pass")
        user.email = f"{user.username}@example.org"
        user.save()
        user.groups.set(Group.objects.get(name__endswith=f"· {name}") for name in names)
        use_interface(user, interface)
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return member


@pytest.fixture
def make_user(db):
    def make_user(*groups):
        user = get_user_model().objects.create_user("-".join(group.name for group in groups), password="pass")
        user.groups.set(groups)
        return user

    return make_user


@pytest.fixture
def make_group(db):
    """Make a group that changes all there is; a group of translators, if it is given languages."""

    def make_group(name, *codes):
        group = Group.objects.create(name=name)
        codenames = [*EVERYWHERE, *map(translators.codename, codes)]
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
        root = Collection.objects.get(depth=1)
        change = Permission.objects.get(codename="change_basepage")
        GroupPagePermission.objects.create(group=group, page=BasePage.objects.get(depth=1), permission=change)
        for permission in Permission.objects.filter(codename__in=["change_image", "change_document"]):
            group.collection_permissions.create(collection=root, permission=permission)
        return group

    return make_group


@pytest.fixture
def make_translator(make_user, make_group):
    return lambda *codes: make_user(*(make_group(f"into {code}", code) for code in codes))


@pytest.fixture
def translator(make_translator):
    """A translator into the default language."""
    return make_translator(languages.default())
