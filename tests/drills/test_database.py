"""The database is gone, or takes nothing: what is kept is still read, what was acknowledged is not lost."""

import signal
from uuid import uuid4

import pytest

from tests.caching.nginx import wait_until
from tests.caching.test_behind_nginx import AREA, PUBLISH, keep, publish

pytestmark = [pytest.mark.long, pytest.mark.names_languages]

END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
SLOWLY = PUBLISH + "\nimport time; time.sleep(60)\n"


def test_kept_pages_are_read_without_a_database_and_others_when_it_is_back(portal, postgres):
    title = publish(portal)
    wait_until(lambda: not portal.is_refreshing())
    texts = keep(portal, *AREA.values())
    assert all(f"{title} {code}" in text for code, text in zip(AREA, texts, strict=True))
    postgres.kill()
    portal.forget_editor()  # it is no server, and does not look for a new connection
    try:
        for code, path in AREA.items():
            answer = portal.ask(path)
            assert (answer.status, f"{title} {code}" in answer.text) == (200, True)
            assert portal.ask(path, port=portal.origin).status == 200  # from the shared cache
        assert portal.ask("/fr/nowhere-yet/", port=portal.origin).status == 503
        assert portal.ask("/readyz", port=portal.origin).status == 503
        assert portal.ask("/healthz", port=portal.origin).status == 200
    finally:
        postgres.start()
    wait_until(lambda: portal.ask("/readyz", port=portal.origin).status == 200)
    assert portal.ask("/fr/nowhere-yet/", port=portal.origin).status == 404
    for code, path in AREA.items():
        assert f"{title} {code}" in portal.ask(path, port=portal.other).text


def test_a_database_that_takes_nothing_is_still_read(portal, postgres):
    title = publish(portal)
    postgres.do("ALTER DATABASE postgres SET default_transaction_read_only = on")
    postgres.do(END_SESSIONS)
    try:
        for code, path in AREA.items():
            assert f"{title} {code}" in portal.ask(path, port=portal.other).text
        assert portal.ask("/fr/plan-du-site/", port=portal.other).status == 200
    finally:
        postgres.do("ALTER DATABASE postgres RESET default_transaction_read_only")
        postgres.do(END_SESSIONS)
    portal.forget_editor()
    assert publish(portal)


def test_who_is_killed_while_publishing_leaves_all_of_it_or_nothing(portal):
    before = publish(portal)
    wait_until(lambda: not portal.is_refreshing())
    title = f"Title {uuid4().hex[:8]}"
    portal.begin(SLOWLY.format(title))
    portal.kill_editor(after=3)
    for port in (portal.origin, portal.other):
        for code, path in AREA.items():
            text = portal.ask(path, port=port).text
            assert f"{before} {code}" in text
            assert title not in text
    assert publish(portal)


def test_who_is_told_to_end_answers_what_was_asked_first(portal):
    wait_until(lambda: not portal.is_refreshing())
    keep(portal, *AREA.values())
    portal.signal_gunicorn(signal.SIGTERM)
    for _number in range(20):
        for path in AREA.values():
            assert portal.ask(path).status == 200
    portal.gunicorn.wait(30)
    for path in AREA.values():
        assert portal.ask(path).status == 200  # as nginx keeps it
    portal.start_gunicorn()
