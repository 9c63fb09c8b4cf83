"""When what is public last changed: a value that is another one after each change, in every process.

It stands before every key of the cache (:func:`key`), so that a change leaves nothing stale behind, whatever
was kept. While a request is answered, its value is held: what is made of older data is kept as older.
"""

import logging
import os
import threading
import time
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches

logger = logging.getLogger(__name__)

# instead of a version of a key: what is kept whatever changes
ALWAYS = "always"
DAY = 24 * 3600
RETRY = 1  # seconds
_SHARED_KEY = "portal.clock"
_held = threading.local()
_late = threading.Lock()


class FileClock:
    """Turned by the time of a file: all processes of a machine see it, and a full disk does not stop it."""

    def __init__(self, path):
        self.path = Path(path)

    def read(self):
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return "0"
        return f"{found.st_ino:x}.{found.st_mtime_ns:x}"

    def turn(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch()
        now = time.time_ns()
        os.utime(self.path, ns=(now, now))


class SharedClock:
    """Turned in the cache that several machines share."""

    def read(self):
        shared = caches["default"]
        value = shared.get(_SHARED_KEY, version=ALWAYS)
        if value is None:  # a new cache, or one that dropped it
            shared.add(_SHARED_KEY, uuid4().hex, timeout=None, version=ALWAYS)
            value = shared.get(_SHARED_KEY, version=ALWAYS)
        return value

    def turn(self):
        shared, value = caches["default"], uuid4().hex
        shared.set(_SHARED_KEY, value, timeout=None, version=ALWAYS)
        if shared.get(_SHARED_KEY, version=ALWAYS) is None:  # one that forgives says nothing
            raise ConnectionError("the shared cache does not answer")


@cache
def _clock():
    return SharedClock() if settings.CACHE_IS_SHARED else FileClock(settings.CLOCK_FILE)


def now():
    """Return the clock's value, with the day: what is current or past may change at midnight."""
    held = getattr(_held, "value", None)
    return held or _read()


def _read():
    return f"{_clock().read()}.{time.localtime().tm_yday}"


@contextmanager
def held():
    """Hold the clock in this thread while a request is answered; a preview is one within another."""
    before = dict(vars(_held))
    _held.value, _held.until = _read(), time.time() + DAY
    try:
        yield
    finally:
        vars(_held).clear()
        vars(_held).update(before)


def is_right():
    """Tell whether nothing public has changed since the clock is held."""
    return _held.value == _read()


def is_held():
    """Tell whether this thread answers a request."""
    return getattr(_held, "value", None) is not None


def until(moment):
    """Note that what is being made holds until a moment only, in seconds since 1970; the first counts."""
    if is_held():
        _held.until = min(_held.until, moment)


def limited(make):
    """Return what ``make()`` makes while the clock is held, and the moment until which it holds."""
    around, _held.until = _held.until, time.time() + DAY
    try:
        return make(), _held.until
    finally:
        _held.until = min(around, _held.until)


def seconds_left():
    """Return for how long holds what was made while the clock was held, a day at most."""
    return max(0, _held.until - time.time())


def turn():
    """Let everything that was kept be made anew, now that something public has changed.

    A cache that cannot be reached undoes nothing that was committed: it is told as soon as it answers.
    """
    try:
        _clock().turn()
        if is_held():
            _held.value = _read()
    except Exception:  # whatever the cache or the file system has against it
        logger.exception("readers may be shown what was public before: the cache could not be told")
        threading.Thread(target=_turn_later, daemon=True).start()


def _turn_later():
    if not _late.acquire(blocking=False):
        return  # another thread is at it
    try:
        is_told = False
        while not is_told:
            time.sleep(RETRY)
            with suppress(Exception):  # as above; the log was told
                _clock().turn()
                is_told = True
    finally:
        _late.release()


def key(name, prefix, version):
    """Return a key of the cache as Django's ``KEY_FUNCTION``: one that holds until the clock is turned."""
    return f"{prefix}:{version if version == ALWAYS else now()}:{name}"
