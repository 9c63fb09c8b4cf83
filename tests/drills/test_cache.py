"""The shared cache is gone, or hangs: readers and editors go on, and nothing old is shown."""

import pytest

from tests.caching.nginx import wait_until
from tests.caching.test_behind_nginx import AREA, publish

pytestmark = [pytest.mark.long, pytest.mark.names_languages]


def shown(portal, title):
    """Tell whether both processes show a title in both languages."""
    return all(
        f"<h1>{title} {code}</h1>" in portal.ask(path, port=port).text
        for port in (portal.origin, portal.other)
        for code, path in AREA.items()
    )


def ready(portal):
    return portal.ask("/readyz", port=portal.origin).text


def test_what_is_published_is_shown_by_each_process_at_the_next_request(portal):
    for _time in range(5):
        title = publish(portal)
        assert shown(portal, title)
        assert shown(portal, title)  # as it is kept


def test_a_cache_that_is_gone_is_done_without(portal, redis):
    assert shown(portal, publish(portal))
    redis.kill()
    try:
        assert shown(portal, publish(portal))
        assert '"kept_pages": "ok"' not in ready(portal)
    finally:
        redis.start()
    wait_until(lambda: '"kept_pages": "ok"' in ready(portal))
    assert shown(portal, publish(portal))


def test_a_cache_that_hangs_is_done_without_and_told_what_it_missed(portal, redis):
    before = publish(portal)
    assert shown(portal, before)
    redis.hang()
    try:
        title = publish(portal)
        assert shown(portal, title)
    finally:
        redis.go_on()
    for _time in range(10):
        assert shown(portal, title)
    wait_until(lambda: '"kept_pages": "ok"' in ready(portal))
    assert shown(portal, title)
