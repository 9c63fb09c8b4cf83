"""Where things live: cooperation → portal ← timeline, and what portal's code may name."""

import ast
import re
from pathlib import Path

APPS = {"portal": set(), "cooperation": {"portal"}, "timeline": {"portal"}}


def imports(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module


def test_the_apps_import_in_one_direction():
    for app, allowed in APPS.items():
        for file in Path(app).rglob("*.py"):
            used = {name.partition(".")[0] for name in imports(file)} & set(APPS)
            assert used <= allowed | {app}, f"{file} imports {used - allowed - {app}}"


def test_only_what_may_name_a_language_does():
    free = ("portal/languages/", "portal/settings.py", "/migrations/", "/locale/")
    files = [
        *Path("portal").rglob("*.py"),
        *Path("cooperation").rglob("*.py"),
        *Path("timeline").rglob("*.py"),
        *Path("templates").rglob("*.html"),
    ]
    for file in files:
        if not any(part in str(file) for part in free):
            code = "\n".join(
                ast.unparse(_without_docstrings(ast.parse(file.read_text()))).splitlines()
                if file.suffix == ".py"
                else file.read_text().splitlines()
            )
            assert not re.search(r"""["'](fr|en)["']|_(fr|en)\b|French|English|Français""", code), file


def _without_docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return tree


def test_wagtail_s_own_page_model_is_a_dead_name():
    for file in [file for app in APPS for file in Path(app).rglob("*.py")]:
        assert not re.search(r"from wagtail\.models import [^\n]*\bPage\b", file.read_text()), file
