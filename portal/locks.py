"""One at a time, however many processes and machines begin the same thing at once.

Whoever dies leaves no lock: on PostgreSQL it belongs to the session, on SQLite, which has one machine, to an
open file beside the database.
"""

import zlib
from contextlib import contextmanager, nullcontext

from django.core.files import locks
from django.db import connections


def alone(name, using="default", wait=True):
    """Return a context within which nobody else is in one of the same name; it yields whether that is so.

    :param wait: until others have left theirs; otherwise it may yield ``False``
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        return _in_session(connection, zlib.crc32(f"portal.{name}".encode()), wait)
    if connection.is_in_memory_db():
        return nullcontext(True)
    return _in_file(f"{connection.settings_dict['NAME']}.{name}.lock", wait)


@contextmanager
def _in_session(connection, key, wait):
    take = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {take}(%s)", [key])
        is_held = wait or cursor.fetchone()[0]
    try:
        yield is_held
    finally:
        if is_held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _in_file(path, wait):
    with open(path, "ab") as file:
        yield locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)
