"""What tests of content files begin with: files written in a line, and the commands."""

import json
from io import StringIO

import pytest
import yaml
from django.core.management import call_command

AREA = {
    "parent": "/",
    "slug": {"fr": "essai", "en": "trial"},
    "title": {"fr": "Essai", "en": "Trial"},
    "introduction": {"fr": "Premier texte.", "en": "First text."},
    "body": [
        {"heading": {"fr": "Titre", "en": "Heading"}},
        {"paragraph": {"fr": "<p>Un.</p>", "en": "<p>One.</p>"}},
        {"paragraph": {"fr": "<p>Deux.</p>", "en": "<p>Two.</p>"}},
    ],
}


class Content:
    """A content file that is changed and loaded again; ``rows`` are its objects."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "content.yaml"
        self.rows = []

    def add(self, model, **fields):
        self.rows.append({"model": model, "fields": fields})
        return fields

    def area(self, **fields):
        """Add an area with a text of each sort; return its fields, to be changed."""
        return self.add("cooperation.areapage", **json.loads(json.dumps(AREA | fields)))

    def project(self, **fields):
        """Add a project below that area; return its fields, to be changed."""
        texts = {"slug": {"fr": "projet", "en": "project"}, "title": {"fr": "Projet", "en": "Project"}}
        return self.add("cooperation.projectpage", parent="/essai/", **texts, **fields)

    def write(self):
        self.path.write_text(yaml.safe_dump(self.rows, allow_unicode=True, sort_keys=False))
        return str(self.path)

    def load(self):
        return run("loaddata", self.write())

    def apply(self, *options):
        return run("content", "apply", self.write(), *options)

    def plan(self, *options):
        """Return what is planned, as data, and the exit code."""
        out, code = run_with_code("content", "plan", self.write(), "--json", *options)
        return json.loads(out), code


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def run_with_code(*arguments):
    out = StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return out.getvalue(), stop.code
    return out.getvalue(), 0


@pytest.fixture
def content(tmp_path):
    """An empty content file in a folder of its own."""
    return Content(tmp_path)
