"""Machines that watch the portal are told how it is; strangers hear no more than that."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from portal import health
from portal.models import BasePage, Heartbeat, SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well(overview, django_capture_on_commit_callbacks):
    """A portal of which every part works."""
    with django_capture_on_commit_callbacks(execute=True):
        overview.save()
    Heartbeat.beat()


def asked(client, **headers):
    answer = client.get("/readyz", headers=headers)
    return answer.status_code, answer.json()


def fails(*_args, **_kwargs):
    raise OSError("gone")


def test_a_process_that_runs_says_so_and_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_portal_that_is_well_is_ready(client):
    status, said = asked(client)
    assert (status, said["status"]) == (200, "ok")
    assert set(said["parts"]) == {part.__name__ for part in health.PARTS}
    assert set(said["parts"].values()) == {"ok"}


def test_strangers_hear_no_more_than_that(client):
    Heartbeat.objects.all().delete()
    assert asked(client, **{"x-forwarded-for": "192.0.2.1"}) == (200, {"status": "degraded"})


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        (
            "kept_pages",
            lambda patch: patch.setattr(cache._connections["default"].__class__, "get", lambda *a, **k: None),
        ),
        ("storage", lambda patch: patch.setattr(default_storage, "save", fails, raising=False)),
        ("search", lambda patch: SearchDocument.objects.all().delete()),
        ("scheduler", lambda patch: Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))),
        ("tree", lambda patch: BasePage.objects.filter(depth=1).update(numchild=7)),
    ],
)
def test_a_part_that_fails_is_named_and_the_portal_goes_on(client, monkeypatch, part, fault):
    fault(monkeypatch)
    status, said = asked(client)
    assert (status, said["status"]) == (200, "degraded")
    assert {name for name, state in said["parts"].items() if state != "ok"} == {part}


def test_without_a_database_the_portal_is_down(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", fails)
    status, said = asked(client)
    assert (status, said["status"]) == (503, "down")
    assert set(said["parts"]) == {"database"}


def test_migrations_that_have_not_run_keep_the_portal_down(client, monkeypatch):
    health.migrations.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: ["one"])
    status, said = asked(client)
    assert (status, said["status"]) == (503, "down")


def test_each_part_has_an_entry_in_the_runbook():
    from pathlib import Path

    runbook = Path("docs/runbook.md").read_text()
    for part in health.PARTS:
        assert f"## `{part.__name__}`" in runbook
