"""A line of the log can be traced to its request, and names no visitor."""

import json
import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from portal.logs import RequestIdFilter

pytestmark = pytest.mark.django_db


def written(record):
    """Return a record as production writes it."""
    options = dict(settings.LOGGING["formatters"]["json"])
    formatter = import_string(options.pop("()"))
    fmt = options.pop("format")
    RequestIdFilter().filter(record)
    return json.loads(formatter(fmt, **options).format(record))


def test_each_answer_has_an_id(client):
    first, second = client.get("/healthz"), client.get("/healthz")
    assert len(first.headers["X-Request-ID"]) == 32
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_an_id_is_taken_from_a_server_of_ours_alone(client, settings):
    given = "0123456789abcdef0123456789abcdef"
    assert client.get("/healthz", headers={"x-request-id": given}).headers["X-Request-ID"] != given
    settings.TRUSTED_PROXIES = 1
    assert client.get("/healthz", headers={"x-request-id": given}).headers["X-Request-ID"] == given
    odd = client.get("/healthz", headers={"x-request-id": "a\nb"})
    assert len(odd.headers["X-Request-ID"]) == 32


def test_a_line_names_neither_the_address_of_a_visitor_nor_what_was_asked(overview, client, caplog):
    caplog.set_level(logging.WARNING, "django.request")
    address = "/fr/nulle-part/?q=secret"
    client.get(address, headers={"x-forwarded-for": "192.0.2.1"}, REMOTE_ADDR="192.0.2.2")
    answer = client.get(address, headers={"x-forwarded-for": "192.0.2.1"}, REMOTE_ADDR="192.0.2.2")
    record = [record for record in caplog.records if record.name == "django.request"][-1]
    line = written(record)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert line["message"] == "Not Found: /fr/nulle-part/"
    assert line["level"] == "WARNING"
    assert not {"192.0.2", "secret"} & {part for part in ("192.0.2", "secret") if part in json.dumps(line)}


def test_a_line_stays_one_line():
    record = logging.LogRecord("a", logging.INFO, "", 0, "one\ntwo", None, None)
    assert written(record)["message"] == "one\ntwo"
    options = dict(settings.LOGGING["formatters"]["json"])
    formatter = import_string(options.pop("()"))
    assert "\n" not in formatter(options.pop("format"), **options).format(record)
