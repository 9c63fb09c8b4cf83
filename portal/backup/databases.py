"""A database as one file: by SQLite's own backup, or by ``pg_dump`` and ``pg_restore``."""

import os
import sqlite3
import subprocess
from contextlib import closing

from django.db import connection
from django.utils.translation import gettext as _


class RefusedError(Exception):
    """What kept a backup from being made or restored, in words for the person at the terminal."""


def file_name():
    return {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[connection.vendor]


def is_empty():
    """Tell whether the database has no tables yet."""
    return not connection.introspection.table_names()


def write(path):
    """Write the database as it is at one moment, while others go on using it."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # all of it in one file
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def read(path):
    """Fill the empty database, all of it or nothing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            copy.backup(connection.connection)
    else:
        _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", path)
    connection.close()


def _run(program, *arguments):
    """Run a program of PostgreSQL on the portal's database; the password goes by the environment.

    :raises RefusedError: it is not installed, or said that it failed
    """
    given = connection.get_connection_params()
    environment = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    environment = {name: str(given[key]) for name, key in environment.items() if given.get(key)}
    command = [program, f"--dbname={given['dbname']}", *map(str, arguments)]
    try:
        subprocess.run(  # noqa: S603 (no word of it comes from elsewhere)
            command, env=os.environ | environment, check=True, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        said = _("%(program)s is not installed: it comes with the client programs of PostgreSQL.")
        raise RefusedError(said % {"program": program}) from error
    except subprocess.CalledProcessError as error:
        raise RefusedError(error.stderr.strip() or str(error)) from error
