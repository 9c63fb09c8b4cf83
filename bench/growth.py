"""What the same costs in a portal of 10,000 pages as in one of 100: ``python -m bench.growth``.

Each page is made anew, as after a change; two portals, each with a database and a process of its own, are
measured in turns. ``DATABASE_URL`` may name a PostgreSQL server; without it, SQLite.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import HOST, in_own_process, in_turns, own_portal, set_up, turns
from bench.load import page
from bench.results import Figure, report

# projects in each area: a portal that grows has more of both; the first area fills a page of the explorer
SIZES = {100: [54, *[4] * 9], 10_000: [99] * 100}
MILESTONES = 12  # for each area, one every ten years
FIRST_YEAR, YEARS = 1900, 120
MOST = 1.5
WARMING = 2
USER = "editor"


def rows(areas):
    """Yield the rows of a content file: an overview, a timeline, areas, their projects and milestones."""
    yield _row("portal.overviewpage", "", **page(0) | {"slug": {"fr": "accueil", "en": "accueil"}})
    yield _row("timeline.timelinepage", "/", **page(0) | {"slug": {"fr": "chronologie", "en": "timeline"}})
    for number in range(3):
        yield _row("portal.informationpage", "/", **page(number))
    yield {"model": "timeline.kind", "fields": {"key": "event", "name": {"fr": "Évènement", "en": "Event"}}}
    for number, projects in enumerate(areas):
        area = f"/domaine-{number}/"
        slug = {"fr": area.strip("/"), "en": f"area-{number}"}
        yield _row("cooperation.areapage", "/", **page(number) | {"slug": slug, "show_in_menus": number < 5})
        for below in range(projects):
            dates = {"period": f"{2000 + below % 20}", "status": "closed" if below % 9 else "ongoing"}
            yield _row("cooperation.projectpage", area, **page(below), **dates)
    for number in range(len(areas) * MILESTONES):
        texts = {name: page(number)[name] for name in ("title",)} | {
            "description": page(number)["introduction"]
        }
        year = FIRST_YEAR + number % MILESTONES * (YEARS // MILESTONES) + number // MILESTONES % 10
        about = {"kind": "event", "period": year, "pages": [f"/domaine-{number // MILESTONES}/"]}
        yield {"model": "timeline.milestone", "fields": {"key": f"event-{number}", **texts, **about}}


def _row(model, parent, **fields):
    return {"model": model, "fields": {**({"parent": parent} if parent else {}), **fields}}


def build(pages):
    """Fill the portal of this process's environment."""
    set_up()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection

    call_command("collectstatic", no_input=True, verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "growth.yaml"
        path.write_text(json.dumps(list(rows(SIZES[pages]))))  # JSON is YAML, and quicker written
        call_command("loaddata", str(path), verbosity=0)
    get_user_model().objects.create_superuser(USER, f"{USER}@example.org")
    if connection.vendor == "postgresql":  # as its autovacuum does before long
        connection.cursor().execute("ANALYZE")
    print("null")  # noqa: T201


class Portal:
    """What readers and editors do in the portal of this process's environment, once at a time."""

    def __init__(self):
        import django

        django.setup()
        from django.contrib.auth import get_user_model
        from django.db import connection
        from django.test import Client

        from cooperation.models import AreaPage, ProjectPage
        from portal.caching import clock

        self.connection, self.clock = connection, clock
        headers = {"host": HOST}
        self.reader, self.editor = Client(headers=headers), Client(headers=headers)
        self.editor.force_login(get_user_model().objects.get())
        area, project = (model.objects.order_by("path").first() for model in (AreaPage, ProjectPage))
        self.edited = f"/admin/pages/{project.pk}/edit/"
        self.form = self._form()
        self.acts = {
            "overview": lambda: self._read("/fr/"),
            "area": lambda: self._read(area.url),
            "project": lambda: self._read(project.url),
            "timeline": lambda: self._read("/fr/chronologie/"),
            "sitemap, one file": lambda: self._read("/sitemap-pages.xml"),
            "explorer": lambda: self._open(f"/admin/pages/{area.pk}/"),
            "edit form": lambda: self._open(self.edited),
            "publish": self._publish,
        }

    def _form(self):
        """Return what the form of the project posts."""
        from django.test.utils import setup_test_environment, teardown_test_environment

        from tests.forms import filled

        setup_test_environment(debug=False)
        posted = filled(self.editor.get(self.edited))
        teardown_test_environment()
        stale = {"loaded_revision_id", "loaded_revision_created_at"}
        return {name: value for name, value in posted.items() if name not in stale}

    def _read(self, address):
        self.clock.turn()
        return self.reader.get(address), 200

    def _open(self, address):
        return self.editor.get(address), 200

    def _publish(self):
        title = f"Publication {time.time_ns()}"
        changed = {"title_fr": title, "title_en": title, "action-publish": "1"}
        return self.editor.post(self.edited, self.form | changed), 302

    def measure(self):
        """Do all once; return the milliseconds of each."""
        found = {}
        for name, act in self.acts.items():
            start = time.perf_counter()
            response, status = act()
            found[name] = (time.perf_counter() - start) * 1000
            if response.status_code != status:
                sys.exit(f"{name}: {response.status_code} instead of {status}")
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("way", nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    match options.way:
        case ["build", pages]:
            return build(int(pages))
        case ["turns"]:
            return turns(Portal().measure)
    few, many = SIZES
    with own_portal("bench_few") as small, own_portal("bench_many") as large:
        in_own_process("bench.growth", "build", few, **small)
        in_own_process("bench.growth", "build", many, **large)
        found = in_turns("bench.growth", [small, large], WARMING + options.rounds)
    one, other = (
        {name: statistics.median(each[name] for each in rounds[WARMING:]) for name in rounds[0]}
        for rounds in found
    )
    report(
        [
            Figure(name, other[name] / one[name], f"{other[name]:.0f} and {one[name]:.0f} ms", at_most=MOST)
            for name in one
        ],
        f"A portal of {many:,} pages ({len(SIZES[many])} areas) beside one of {few} ({len(SIZES[few])}),\n"
        f"with {MILESTONES} milestones an area. The explorer is that of an area that fills its page.\n"
        f"Medians of {options.rounds} rounds in turns.",
        on="on PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "on SQLite",
    )
    return None


if __name__ == "__main__":
    main()
