"""The JSON Schema with which an editor program completes and checks content files."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from portal.content.files import read
from tests.loading.conftest import AREA, run
from tests.loading.test_dump import EVERYTHING

SHIPPED = Path("fixtures/content.schema.json")
FILES = [*sorted(Path("fixtures").glob("*.yaml")), EVERYTHING / "content.yaml"]
pytestmark = pytest.mark.names_languages


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(SHIPPED.read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_shipped_schema_is_that_of_the_models():
    assert SHIPPED.read_text() == run("content", "schema"), f"manage.py content schema > {SHIPPED}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_what_is_shipped_and_what_is_dumped_follows_it(validator, path):
    problems = []
    rows = [{"model": row.label, "fields": row.fields} for row in read(path, problems)]

    assert problems == []
    assert [error.message for error in validator.iter_errors(_as_yaml_programs_read(rows))] == []


def _as_yaml_programs_read(value):
    """Return numbers where other YAML programs see them."""
    if isinstance(value, dict):
        return {name: _as_yaml_programs_read(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_as_yaml_programs_read(part) for part in value]
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else value


@pytest.mark.parametrize("path", FILES[:2], ids=str)
def test_shipped_files_name_it_for_editor_programs(path):
    assert path.read_text().splitlines()[0] == "# yaml-language-server: $schema=content.schema.json"


def test_the_example_of_the_documentation_follows_it(validator, tmp_path):
    text = Path("docs/content.md").read_text()
    (tmp_path / "example.yaml").write_text(text.partition("```yaml\n")[2].partition("```")[0])
    problems = []
    rows = read(tmp_path / "example.yaml", problems)

    assert problems == []
    assert len(rows) == 3
    assert validator.is_valid([{"model": row.label, "fields": row.fields} for row in rows])


@pytest.mark.parametrize(
    "row",
    [
        {"model": "portal.nothing", "fields": {}},
        {"model": "cooperation.areapage"},
        {"model": "cooperation.areapage", "fields": AREA | {"colour": "blue"}},
        {"model": "cooperation.areapage", "fields": AREA | {"title": "Essai"}},
        {"model": "cooperation.areapage", "fields": AREA | {"title": {"xx": "Essai"}}},
        {"model": "cooperation.areapage", "fields": AREA | {"body": [{"carousel": {}}]}},
        {"model": "cooperation.areapage", "fields": AREA | {"body": [{"quote": {"words": {}}}]}},
        {"model": "cooperation.areapage", "fields": {"parent": "/"}},
        {"model": "cooperation.projectpage", "fields": AREA | {"status": "perhaps"}},
        {"model": "cooperation.projectpage", "fields": AREA | {"participants": [{"rank": 1}]}},
        {"model": "timeline.milestone", "fields": {"title": {"fr": "Jalon"}}},
        {"model": "portal.portalimage", "fields": {"file": "a.png", "sha256": "x"}},
    ],
)
def test_what_would_not_load_is_marked(validator, row):
    assert validator.is_valid([{"model": "cooperation.areapage", "fields": AREA}])
    assert not validator.is_valid([row])
