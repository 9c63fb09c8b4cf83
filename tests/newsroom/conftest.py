"""People of a newsroom, each with the rights of their job."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupPagePermission

from portal import languages, translators
from portal.models import BasePage, PortalImage
from tests.conftest import in_every_language

EVERYWHERE = ["access_admin", "change_milestone", "change_kind", "change_portalsettings"]


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


@pytest.fixture
def make_image(db):
    return lambda **fields: PortalImage.objects.create(
        file=get_test_image_file(), **(fields or in_every_language(title="Picture"))
    )
