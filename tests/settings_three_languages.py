"""The portal with a third language: its columns come from migrations made beside copies of ours."""

import shutil
import sys
import tempfile
from pathlib import Path

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
