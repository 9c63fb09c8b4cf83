"""The log tells what was refused to whom, by the keys of accounts."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(caplog):
    """Return what was noted of refusals so far: who, which view, and how."""
    caplog.set_level("INFO", "portal.audit")

    def refused():
        lines = [record for record in caplog.records if getattr(record, "event", "") == "refused"]
        return [(line.user, line.view, line.method) for line in lines]

    return refused


@pytest.fixture
def newcomer(django_user_model):
    """Somebody who may enter the editor, and nothing there."""
    user = django_user_model.objects.create_user("newcomer")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.mark.parametrize("headers", [{}, {"x-requested-with": "XMLHttpRequest"}])
def test_a_view_without_the_right_to_it(refused, newcomer, client, headers):
    client.force_login(newcomer)
    client.get(reverse("wagtailusers_groups:index"), headers=headers)

    assert refused() == [(newcomer.pk, "wagtailusers_groups:index", "GET")]


def test_a_form_of_another_site(refused):
    Client(enforce_csrf_checks=True).post(reverse("wagtailadmin_login"), {"username": "editor"})

    assert refused() == [(None, "wagtailadmin_login", "POST")]


def test_what_is_allowed_or_not_there_is_no_refusal(refused, overview, client):
    client.get(overview.url)
    client.get(f"{overview.url}nowhere/")
    client.get(reverse("wagtailadmin_home"))

    assert refused() == []
