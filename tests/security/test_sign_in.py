"""Guessing passwords is stopped, by account and by address, and tells nothing."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from portal import languages
from portal.security.sign_in import address_of

pytestmark = pytest.mark.django_db
LIMIT = 10


@pytest.fixture(autouse=True)
def counts(settings, editor):
    settings.AXES_ENABLED = True
    settings.TRUSTED_PROXIES = 1


def sign_in(account="editor", password="wrong", address="192.0.2.1", client=None):  # noqa: S107
    data = {"username": account, "password": password}
    where = {"x-forwarded-for": f"198.51.100.7, {address}"}
    return (client or Client()).post(reverse("wagtailadmin_login"), data, headers=where)


def test_an_account_is_closed_after_too_many_failures_wherever_they_came_from():
    for number in range(LIMIT):
        last = sign_in(address=f"192.0.2.{number}")
    assert last.status_code == 429
    assert sign_in(password="pass", address="192.0.2.200").status_code == 429
    said = last.content.decode()
    for code in languages.codes():
        with translation.override(code):
            assert gettext("Please wait") in said
    assert last.headers["Retry-After"] == "900"


def test_an_address_is_closed_after_too_many_failures_whatever_accounts_it_tried(editor):
    for number in range(LIMIT):
        sign_in(account=f"nobody{number}")
    assert sign_in(password="pass").status_code == 429
    assert sign_in(password="pass", address="192.0.2.2").status_code == 302


def test_what_a_browser_says_of_its_address_proves_nothing(rf, settings):
    said = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.1", "REMOTE_ADDR": "127.0.0.1"}
    request = rf.get("/", **said)
    for count, expected in ((0, "127.0.0.1"), (1, "192.0.2.1"), (2, "203.0.113.9"), (3, "127.0.0.1")):
        settings.TRUSTED_PROXIES = count
        assert address_of(request) == expected


def test_who_waited_may_sign_in_again(settings):
    for _number in range(LIMIT + 3):
        sign_in()
    assert sign_in(password="pass").status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME * 1.1)
    assert sign_in(password="pass").status_code == 302


def test_a_wrong_account_and_a_wrong_password_are_told_alike():
    answers = [sign_in(account="editor"), sign_in(account="nobody")]
    tokens = re.compile(r"\w{64}|nobody|editor")
    said = [tokens.sub("", answer.content.decode()) for answer in answers]
    assert said[0] == said[1]


def test_a_session_ends_with_its_account(editor):
    for end in (lambda: editor.save(), editor.delete):
        client = Client()
        client.force_login(editor)
        assert client.get("/admin/").status_code == 200
        editor.is_active = False
        end()
        assert client.get("/admin/").status_code == 302
        if editor.pk:
            editor.is_active = True
            editor.save()


def test_there_is_no_account_that_everybody_knows(shipped):
    assert list(get_user_model().objects.exclude(username="editor")) == []


def test_a_letter_with_a_new_password_leads_to_the_portal_whatever_host_was_asked(settings, editor):
    settings.ALLOWED_HOSTS = ["testserver", "elsewhere.example"]
    address = reverse("wagtailadmin_password_reset")
    Client().post(address, {"email": editor.email}, headers={"host": "elsewhere.example"})
    [letter] = mail.outbox
    assert f"{settings.BASE_URL}/admin/password_reset/" in letter.body
    assert "elsewhere" not in letter.body + letter.subject


def test_the_log_tells_of_sign_ins_and_refusals_and_of_no_password(caplog, editor):
    caplog.set_level("INFO", "portal.audit")
    client = Client()
    sign_in(client=client)
    sign_in(password="pass", client=client)
    client.post(reverse("wagtailadmin_logout"))
    told = [
        (record.event, getattr(record, "address", None))
        for record in caplog.records
        if record.name == "portal.audit"
    ]
    assert told == [("sign-in refused", "192.0.2.1"), ("sign-in", "192.0.2.1"), ("sign-out", None)]
    assert "wrong" not in caplog.text
