"""A backup is brought back as it was, or not at all."""

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


class Deployment:
    """A portal with a database and a media store of its own, used by commands alone."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        if connection.vendor == "sqlite":
            self.database = f"sqlite:///{folder / 'db.sqlite3'}"
        else:
            name, given = f"backup_{uuid4().hex[:12]}", connection.settings_dict
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
            host = f"{given['HOST'] or 'localhost'}:{given['PORT'] or 5432}"
            account = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
            self.database = f"postgres://{account}@{host}/{name}"

        self.environment = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        self.environment |= {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "x",
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder.parent / "static"),
            "CLOCK_FILE": str(folder / "clock"),
            "DJANGO_SETTINGS_MODULE": "tests.settings_deployed",
        }

    def manage(self, *command):
        return subprocess.run(  # noqa: S603 (our own interpreter and script)
            [sys.executable, "manage.py", *map(str, command)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def is_untouched(self):
        tables = "from django.db import connection; print(connection.introspection.table_names())"
        said = self.manage("shell", "--no-imports", "-c", tables).stdout.strip()
        return said.endswith("[]") and not any((self.folder / "media").rglob("*.*"))


@pytest.fixture(scope="module")
def made(tmp_path_factory, django_db_setup, django_db_blocker):
    """The shipped portal, and a backup of it: the deployment and the folder."""
    folder = tmp_path_factory.mktemp("backup")
    with django_db_blocker.unblock():
        first = Deployment(folder / "first")
    for command in (
        ["collectstatic", "--no-input"],
        ["migrate", "--verbosity", "0"],
        ["loaddata", "newsroom", "belarus", "milestones"],
        ["backup", folder / "archive"],
    ):
        done = first.manage(*command)
        assert done.returncode == 0, done.stderr
    return first, folder / "archive"


@pytest.fixture
def second(made, tmp_path):
    """An empty deployment; the static files are those of the first."""
    return Deployment(made[0].folder.parent / f"second-{uuid4().hex[:6]}")


def test_a_backup_is_brought_back_into_an_empty_deployment_and_proven(made, second):
    _first, archive = made
    manifest = json.loads((archive / "manifest.json").read_text())
    done = second.manage("restore", archive)
    assert done.returncode == 0, done.stderr
    assert f" {len(manifest['media'])};" in done.stdout
    again = second.folder / "again"
    assert second.manage("backup", again).returncode == 0
    other = json.loads((again / "manifest.json").read_text())
    for part in ("counts", "media", "migrations", "versions", "engine"):
        assert other[part] == manifest[part], part
    assert second.manage("migrate", "--check").returncode == 0


def test_what_is_there_is_neither_written_over_nor_mixed(made, second):
    first, archive = made
    done = first.manage("restore", archive)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert first.manage("backup", archive).returncode != 0

    (second.folder / "media").mkdir()
    (second.folder / "media" / "other.txt").write_text("mine")
    done = second.manage("restore", archive)
    assert done.returncode != 0
    assert "other.txt" in done.stderr


@pytest.mark.parametrize("damage", ["database", "media", "lost", "manifest", "none", "version", "outside"])
def test_a_damaged_archive_is_refused_and_nothing_touched(made, second, tmp_path, damage):
    archive = tmp_path / "archive"
    subprocess.run(["cp", "-r", made[1], archive], check=True)  # noqa: S603, S607
    manifest = json.loads((archive / "manifest.json").read_text())
    name = next(iter(manifest["media"]))
    match damage:
        case "database":
            [file] = archive.glob("database.*")
            with file.open("r+b") as opened:
                opened.seek(file.stat().st_size // 2)
                opened.write(b"\0\1\2\3damaged")
        case "media":
            (archive / "media" / name).write_bytes(b"other")
        case "lost":
            (archive / "media" / name).unlink()
        case "manifest":
            (archive / "manifest.json").write_text("{")
        case "none":
            (archive / "manifest.json").unlink()
        case "version":
            manifest["migrations"].append("portal.9999_later")
        case "outside":
            manifest["media"]["../../outside.txt"] = manifest["media"][name]
    if damage in {"version", "outside"}:
        (archive / "manifest.json").write_text(json.dumps(manifest))

    done = second.manage("restore", archive)

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert second.is_untouched()
