"""A third language is a setting: what a deployment that adds one sees."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import io, re, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("makemigrations", verbosity=0, interactive=False)
import importlib, pathlib
for module in settings.MIGRATION_MODULES.values():
    folder = pathlib.Path(importlib.import_module(module).__file__).parent
    for file in sorted(folder.glob("*.py"))[-2:-1]:
        print(file.read_text())
call_command("migrate", verbosity=0)
print("--- addresses")
from django.test import Client
from portal.models import BasePage
client = Client()
for page in BasePage.objects.live().filter(depth__gte=2):
    for code, _name in settings.LANGUAGES:
        address = page.url_in(code)
        print(code, address, client.get(address).status_code)
"""


def run(tmp_path, settings_module, *command):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
    }
    done = subprocess.run(  # noqa: S603 (our own interpreter and script)
        [sys.executable, *command], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
@pytest.mark.names_languages
def test_an_existing_portal_takes_a_third_language(tmp_path):
    run(tmp_path, "tests.settings", "manage.py", "migrate", "--verbosity", "0")
    run(tmp_path, "tests.settings", "manage.py", "loaddata", "belarus", "milestones", "--verbosity", "0")

    printed = run(tmp_path, "tests.settings_three_languages", "-c", SCRIPT)

    migrations, _, answers = printed.partition("--- addresses\n")
    operations = [line.strip() for line in migrations.splitlines() if line.strip().startswith("migrations.")]
    assert operations
    assert set(operations) == {"migrations.AddField("}
    names = [line.strip() for line in migrations.splitlines() if line.strip().startswith("name=")]
    assert all(name.endswith("_de',") for name in names), names
    assert "Block" not in migrations
    lines = answers.splitlines()
    assert len(lines) == 3 * 15
    assert all(line.endswith(" 200") for line in lines), lines
    assert "de /de/demilitarisation/mines-antipersonnel/ 200" in lines


def test_no_migration_holds_a_block():
    from pathlib import Path

    for file in Path().glob("*/migrations/*.py"):
        assert "block_lookup" not in file.read_text()
        assert "Block" not in file.read_text().replace("portal.blocks.BodyField", "")
