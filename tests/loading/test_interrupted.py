"""Loads that are killed, run twice at once, or find no room: there is never half a site.

Each has a database and a media folder of its own, and runs as a deployer runs it.
"""

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.db import connection

from tests.loading.conftest import AREA
from tests.loading.test_dump import EVERYTHING

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
PAGES = 250
PICTURES = 3
STATE = """
import json
from portal.models import BasePage, LoadedObject, PortalImage
from wagtail.models import Revision
print(json.dumps({
    "pages": BasePage.objects.filter(depth__gte=2).exclude(slug="home").count(),
    "pictures": PortalImage.objects.count(),
    "revisions": Revision.objects.count(),
    "remembered": LoadedObject.objects.count(),
    "problems": [list(each) for each in BasePage.find_problems() if each],
}))
"""
NOTHING = {"pages": 0, "pictures": 0, "revisions": 0, "remembered": 0, "problems": []}
WHOLE = {
    "pages": PAGES + 1,
    "pictures": PICTURES,
    "revisions": PAGES + 1,
    "remembered": PAGES + PICTURES + 1,
    "problems": [],
}


class Deployment:
    """A portal with an empty database, and a content file to load into it."""

    def __init__(self, folder, database_url):
        self.media = folder / "media"
        self.file = self._write(folder / "content")
        self.env = os.environ | {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "only-for-the-tests",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": database_url,
            "MEDIA_ROOT": str(self.media),
        }

    def _write(self, folder):
        (folder / "images").mkdir(parents=True)
        picture = (EVERYTHING / "images" / "plan.png").read_bytes()
        rows = []
        for number in range(PICTURES):
            content = picture + bytes(200_000) + bytes([number])  # large enough to need room
            (folder / "images" / f"{number}.png").write_bytes(content)
            fields = {
                "file": f"images/{number}.png",
                "sha256": hashlib.sha256(content).hexdigest(),
                "title": {"fr": f"Image {number}", "en": f"Picture {number}"},
            }
            rows.append({"model": "portal.portalimage", "fields": fields})
        front = {"slug": {"fr": "portail"}, "title": {"fr": "Portail", "en": "Portal"}}
        rows.append({"model": "portal.overviewpage", "fields": front})
        for number in range(PAGES):
            fields = AREA | {"slug": {"fr": f"page-{number}", "en": f"page-{number}-en"}}
            rows.append({"model": "cooperation.areapage", "fields": fields})
        (folder / "content.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True))
        return folder / "content.yaml"

    def start(self, *arguments, **options):
        return subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def run(self, *arguments, **options):
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def load(self, **options):
        return self.run("loaddata", str(self.file), **options)

    @property
    def state(self):
        return json.loads(self.run("shell", "--no-imports", "-c", STATE)[1])

    @property
    def originals(self):
        return list(self.media.glob("original_images/*"))


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    """Return a function that gives the address of a new database, migrated."""
    folder = tmp_path_factory.mktemp("databases")
    if connection.vendor == "sqlite":
        template = folder / "template.sqlite3"
        Deployment(folder / "deployment", f"sqlite:///{template}").run("migrate", "--verbosity", "0")
        yield lambda name: f"sqlite:///{shutil.copy(template, folder / f'{name}.sqlite3')}"
        return
    default = settings.DATABASES["default"]
    server = psycopg.connect(
        host=default["HOST"],
        port=default["PORT"],
        user=default["USER"],
        password=default["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**default)
    made = ["interrupted_template"]
    server.execute("CREATE DATABASE interrupted_template")
    Deployment(folder / "deployment", address + made[0]).run("migrate", "--verbosity", "0")

    def make(name):
        made.append(f"interrupted_{name}")
        server.execute(f"CREATE DATABASE {made[-1]} TEMPLATE interrupted_template")
        return address + made[-1]

    yield make
    for name in made:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


@pytest.fixture
def deployment(tmp_path, empty_database, request):
    return Deployment(tmp_path, empty_database(request.node.name.removeprefix("test_")[:40]))


def test_a_load_killed_at_any_moment_leaves_nothing_and_the_next_completes(deployment):
    for moment in (0, 0.2, 0.5, 1, 1.5):
        shutil.rmtree(deployment.media, ignore_errors=True) if moment == 0.5 else None
        written = len(deployment.originals)
        process = deployment.start("loaddata", str(deployment.file))
        wait_for = time.monotonic() + 60
        while len(deployment.originals) in {0, written} - {PICTURES} and time.monotonic() < wait_for:
            time.sleep(0.01)  # until it writes
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        assert process.returncode == -signal.SIGKILL
        assert deployment.state == NOTHING

    code, _out, err = deployment.load()

    assert code == 0, err
    assert deployment.state == WHOLE
    assert len(deployment.originals) == PICTURES


def test_two_loads_at_once_make_one_site(deployment):
    processes = [deployment.start("loaddata", str(deployment.file)) for _each in range(2)]
    told = [process.communicate(timeout=300) for process in processes]

    assert [process.returncode for process in processes] == [0, 0], told
    assert deployment.state == WHOLE
    assert len(deployment.originals) == PICTURES


def small_disk():
    """Let no file grow above 150 KB, as on a full disk; a database file of SQLite is above that already."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))


def test_a_full_disk_leaves_nothing_and_the_next_load_completes(deployment):
    code, out, err = deployment.load(preexec_fn=small_disk)

    assert code == 1
    assert "Traceback" not in err
    assert "Rien n’a été écrit" in err
    assert out == ""
    assert deployment.state == NOTHING
    assert deployment.load()[0] == 0
    assert deployment.state == WHOLE
    assert len(deployment.originals) == PICTURES


def test_media_that_cannot_be_written_leave_nothing_and_the_next_load_completes(deployment):
    writable = deployment.env["MEDIA_ROOT"]
    deployment.env["MEDIA_ROOT"] = "/proc/media"  # not even root writes there

    code, _out, err = deployment.load()

    assert code == 1
    assert "Traceback" not in err
    assert "0.png" in err or "file" in err
    deployment.env["MEDIA_ROOT"] = writable
    assert deployment.state == NOTHING
    assert deployment.load()[0] == 0
    assert deployment.state == WHOLE


def test_a_database_without_its_tables_is_told(deployment, tmp_path):
    deployment.env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'none.sqlite3'}"

    for arguments in (["loaddata"], ["content", "plan"], ["content", "apply"]):
        code, _out, err = deployment.run(*arguments, str(deployment.file))
        assert code == 1
        assert "Traceback" not in err
        assert "migrate" in err
