"""The disk is full: readers notice nothing, editors are told, and all goes on when there is room again."""

import subprocess
from contextlib import suppress
from uuid import uuid4

import pytest

from tests.browser import without
from tests.caching.nginx import portal_behind_nginx
from tests.drills.person import Person
from tests.drills.test_editors import TOLD, UPDATES, publishes_in_the_end, titled

pytestmark = [pytest.mark.long, pytest.mark.names_languages]

SIZE = "160m"
NEVER_ASKED = ("/fr/plan-du-site/", "/en/site-map/")


@pytest.fixture
def disk(tmp_path):
    """A small file system of a portal's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "portal", folder])  # noqa: S603, S607
    if mounted.returncode:
        without("No file system can be mounted: run this test as root.")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607


def fill(disk):
    """Leave no room on a file system; return the file that takes it all."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with pytest.raises(OSError, match="No space left"):
        (disk / "more").write_bytes(bytes(4096))
    return filler


@pytest.fixture
def copies(disk, tmp_path):
    """Where nginx keeps what it is given: elsewhere, as its configuration says."""
    for name in ("copies", "client_body"):
        (tmp_path / name).mkdir()
        (disk / name).symlink_to(tmp_path / name)


@pytest.mark.usefixtures("copies")
def test_a_full_disk_stops_no_reader_and_loses_nothing(disk):
    with portal_behind_nginx(disk) as portal:
        editor, title = Person(portal, "fr", portal.port), f"Title {uuid4().hex[:8]}"
        path, form = editor.milestone(portal.port, **titled(title))
        for updates in UPDATES.values():
            portal.ask(updates)

        filler = fill(disk)

        for address in (*UPDATES.values(), *NEVER_ASKED):
            assert portal.ask(address).status == 200
        answer = editor.post(portal.port, path, form)
        assert answer.status_code == 503
        assert all(words in answer.text for words in TOLD)
        for address in UPDATES.values():
            assert title not in portal.ask(address).text

        filler.unlink()
        publishes_in_the_end(portal, editor, path, form, title)
