"""What the portal costs, each figure a ratio within one run: ``python -m bench`` measures all.

The measures write ``RESULTS.md`` (:mod:`.results`); each runs in a process and a database of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

HOST = "127.0.0.1:8000"


def in_own_process(module, *arguments, **environment):
    """Run a measure in a process of its own; return what it printed last, as JSON."""
    done = subprocess.run(  # noqa: S603 (our own file)
        _command(module, arguments),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    return json.loads(done.stdout.splitlines()[-1])


def in_turns(module, environments, rounds):
    """Have a process for each environment measure in turns; return the rounds of each, as JSON.

    The processes measure once for each line that they are given, and print a line then (see :func:`turns`).
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = _command(module, ["turns"])
    processes = [subprocess.Popen(command, env=os.environ | each, **pipes) for each in environments]  # noqa: S603
    found = [[] for _process in processes]
    try:
        for _round in range(rounds):
            for process, kept in zip(processes, found, strict=True):
                print(file=process.stdin, flush=True)
                kept.append(json.loads(process.stdout.readline()))
    finally:
        for process in processes:
            process.communicate()
    return found


def turns(measure):
    """Measure whenever it is this process's turn."""
    for _turn in sys.stdin:
        print(json.dumps(measure()), flush=True)  # noqa: T201


def _command(module, arguments):
    return [sys.executable, "-m", module, *map(str, arguments)]


@contextmanager
def own_portal(name="bench"):
    """Make a folder and an empty database; yield the environment of a portal that keeps all in them.

    The database is SQLite's, or on the PostgreSQL server that ``DATABASE_URL`` names.
    """
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder), name) as url:
        yield {
            "DJANGO_SETTINGS_MODULE": "tests.settings_deployed",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "only-for-measuring",
            "DEBUG": "off",
            "BASE_URL": f"http://{HOST}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": url,
            "CACHE_URL": "locmemcache://",
            "CACHE_PAGES": "on",
            "MEDIA_ROOT": f"{folder}/media",
            "STATIC_ROOT": f"{folder}/static",
            "CLOCK_FILE": f"{folder}/clock",
            "LOG_LEVEL": "ERROR",
        }


@contextmanager
def _database(folder, name):
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    import psycopg

    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(drop)


def set_up(*fixtures):
    """Start Django in this process as its environment says, with a database that is up to date."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if fixtures:
        call_command("loaddata", *fixtures, verbosity=0)
