"""Commands that are begun in several places at once: what they do is done once, whoever of them dies."""

import json
import subprocess
import sys

import pytest

from tests.running.test_backup import Deployment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

COPIES = 4
DUE = """
from datetime import timedelta
from django.utils import timezone
from portal.models import BasePage
ago = timezone.now() - timedelta(hours=1)
pages = list(BasePage.objects.filter(depth__gt=2).specific())
for page in pages[1:9]:
    page.save_revision(approved_go_live_at=ago)
unfit = pages[0].save_revision(approved_go_live_at=ago)
unfit.content |= {name: "" for name in unfit.content if name.startswith("title_")}
unfit.save()
pages[9].expire_at = ago
pages[9].save()
"""
DONE = """
import json
from collections import Counter
from wagtail.models import PageLogEntry, Revision
from portal.parity.gate import HELD_BACK_ACTION
actions = PageLogEntry.objects.filter(user=None).values_list("page_id", "action")
known = ("wagtail.publish.scheduled", "wagtail.unpublish.scheduled", HELD_BACK_ACTION)
print(json.dumps({
    "done": Counter(f"{page} {action}" for page, action in actions if action in known),
    "waiting": Revision.objects.filter(approved_go_live_at__isnull=False).count(),
}))
"""


@pytest.fixture
def begin():
    """Begin a command in another process; those that still run are killed in the end."""
    begun = []

    def begin(deployment, *command):
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and script)
            [sys.executable, "manage.py", *command],
            env=deployment.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def deployment(tmp_path):
    return Deployment(tmp_path / "portal")


def test_what_is_due_is_done_once_however_many_copies_of_the_job_run(deployment, begin):
    deployment.manage("migrate", "--verbosity", "0")
    assert deployment.manage("loaddata", "newsroom", "belarus", "milestones").returncode == 0
    assert deployment.manage("shell", "--no-imports", "-c", DUE).returncode == 0

    copies = [begin(deployment, "publish_scheduled") for _copy in range(COPIES)]
    said = [copy.communicate() for copy in copies]

    assert "Traceback" not in "".join(err for _out, err in said)
    assert 1 in [copy.returncode for copy in copies]  # who did the work says what was held back
    found = json.loads(deployment.manage("shell", "--no-imports", "-c", DONE).stdout)
    assert found["waiting"] == 1
    assert len(found["done"]) == 10
    assert set(found["done"].values()) == {1}
    audited = [line for _out, err in said for line in err.splitlines() if "publish.scheduled" in line]
    assert len([line for line in audited if "unpublish" not in line]) == 8
    assert any("copy" in out or "copie" in out for out, _err in said), said  # the others say why they left


def test_copies_that_migrate_at_once_do_it_one_after_the_other(deployment, begin):
    copies = [begin(deployment, "migrate", "--verbosity", "0") for _copy in range(3)]

    assert [(copy.communicate()[1], copy.returncode) for copy in copies] == [("", 0)] * 3
    assert deployment.manage("migrate", "--check").returncode == 0


def test_who_is_killed_while_migrating_keeps_nobody_waiting(deployment, begin):
    first = begin(deployment, "migrate")
    for line in first.stdout:
        if "Applying portal." in line:
            break
    second = begin(deployment, "migrate", "--verbosity", "0")
    first.kill()

    assert (second.communicate(timeout=300)[1], second.returncode) == ("", 0)
    assert deployment.manage("migrate", "--check").returncode == 0
