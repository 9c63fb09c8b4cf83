"""The portal with a third language: migrations and shipped content are copies of ours that know it too."""

import shutil
import sys
import tempfile
from pathlib import Path

import yaml

from tests.settings import *  # noqa: F403

LANGUAGES = [*LANGUAGES, ("de", "Deutsch")]  # noqa: F405
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)

_folder = tempfile.mkdtemp(prefix="portal-migrations-")
sys.path.insert(0, _folder)
MIGRATION_MODULES = {}
for _app in ("portal", "cooperation", "timeline"):
    shutil.copytree(
        BASE_DIR / _app / "migrations",  # noqa: F405
        Path(_folder) / f"{_app}_migrations",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    MIGRATION_MODULES[_app] = f"{_app}_migrations"


def _with_third(value):
    """Return a part of a content file with each text in the third language too."""
    if isinstance(value, list):
        return [_with_third(each) for each in value]
    if not isinstance(value, dict):
        return {"true": True, "false": False}.get(value, value)
    known = {code for code, _name in LANGUAGES}
    if value and set(value) <= known and isinstance(next(iter(value.values())), str):
        return value | {LANGUAGES[-1][0]: next(iter(value.values()))}
    return {key: _with_third(each) for key, each in value.items()}


_fixtures = Path(_folder) / "fixtures"
shutil.copytree(FIXTURE_DIRS[0], _fixtures)  # noqa: F405
for _file in _fixtures.glob("*.yaml"):
    # plain words stay as they are: NO is a country
    _rows = [_with_third(row) for row in yaml.load(_file.read_text(), yaml.BaseLoader)]  # noqa: S506
    _file.write_text(yaml.safe_dump(_rows, allow_unicode=True, sort_keys=False))
FIXTURE_DIRS = [_fixtures]
