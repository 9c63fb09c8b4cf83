"""What editors are told while nothing can be stored, and that what they have written is not lost."""

from uuid import uuid4

import pytest

from portal import languages
from tests.caching.nginx import wait_until
from tests.drills.test_database import END_SESSIONS

pytestmark = [pytest.mark.long, pytest.mark.names_languages]

UPDATES = {"fr": "/fr/atom.xml", "en": "/en/atom.xml"}
TOLD = ["Ce que vous venez d’écrire est encore dans votre navigateur", "is still in your browser"]


def titled(title):
    return {f"title_{code}": f"{title} {code}" for code in languages.codes()} | {"action-publish": "1"}


def publishes_in_the_end(portal, editor, path, form, title):
    """Send a form once more, as somebody does who went back to it."""
    answer = editor.post(portal.port, path, form)
    assert answer.status_code == 302, answer.text
    for code, updates in UPDATES.items():
        wait_until(lambda code=code, updates=updates: f"{title} {code}" in portal.ask(updates).text)


def test_a_database_that_is_gone_loses_nothing_that_was_written(portal, postgres, editor):
    title = f"Title {uuid4().hex[:8]}"
    path, form = editor.milestone(portal.port, **titled(title))
    postgres.kill()
    try:
        answer = editor.post(portal.port, path, form)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert all(words in answer.text for words in TOLD)
    finally:
        postgres.start()
    publishes_in_the_end(portal, editor, path, form, title)


def test_a_database_that_takes_nothing_says_so(portal, postgres, editor):
    title = f"Title {uuid4().hex[:8]}"
    path, form = editor.milestone(portal.port, **titled(title))
    postgres.do("ALTER DATABASE postgres SET default_transaction_read_only = on")
    postgres.do(END_SESSIONS)
    try:
        answer = editor.post(portal.port, path, form)
        assert answer.status_code == 503
        assert all(words in answer.text for words in TOLD)
        assert title not in portal.ask(UPDATES["en"], port=portal.other).text
    finally:
        postgres.do("ALTER DATABASE postgres RESET default_transaction_read_only")
        postgres.do(END_SESSIONS)
    publishes_in_the_end(portal, editor, path, form, title)


def test_a_cache_that_is_gone_is_not_noticed(portal, redis, editor):
    title = f"Title {uuid4().hex[:8]}"
    redis.kill()
    try:
        path, form = editor.milestone(portal.port, **titled(title))
        publishes_in_the_end(portal, editor, path, form, title)
    finally:
        redis.start()
    wait_until(lambda: '"kept_pages": "ok"' in portal.ask("/readyz", port=portal.origin).text)
