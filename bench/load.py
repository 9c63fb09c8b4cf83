"""How fast content files load, beside bare ``add_child`` in the same run: ``python -m bench.load``.

A ratio for 1,000 pages, how much more 10,000 cost, and the most memory that either took. ``DATABASE_URL`` may
name a PostgreSQL server; without it, SQLite.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from bench import in_own_process, own_portal, set_up
from bench.results import Figure, report

PARAGRAPHS = 4


def page(number):
    """Return the fields of a page with texts of an ordinary length in both languages."""
    texts = {"fr": "Une phrase de longueur ordinaire. ", "en": "A sentence of ordinary length. "}
    prose = {code: f"<p>{text * 6}{number}</p>" for code, text in texts.items()}
    return {
        "slug": {"fr": f"page-{number}", "en": f"page-{number}-en"},
        "title": {code: f"{text}{number}" for code, text in texts.items()},
        "introduction": {code: text * 3 for code, text in texts.items()},
        "body": [{"heading": texts}, *({"paragraph": prose} for _each in range(PARAGRAPHS))],
    }


def overview():
    fields = {"slug": {"fr": "accueil", "en": "accueil"}, "title": {"fr": "Accueil", "en": "Home"}}
    return {"model": "portal.overviewpage", "fields": fields}


def by_file(count, folder):
    """Load pages from a content file; return the seconds."""
    import yaml
    from django.core.management import call_command

    rows = [overview()]
    rows += [{"model": "cooperation.areapage", "fields": {"parent": "/", **page(n)}} for n in range(count)]
    path = folder / "bench.yaml"
    path.write_text(yaml.dump(rows, allow_unicode=True, sort_keys=False))
    start = time.perf_counter()
    call_command("loaddata", str(path), verbosity=0)
    return time.perf_counter() - start


def by_hand(count, folder):
    """Add as many pages one by one, without revision or history; return the seconds."""
    from django.core.management import call_command

    from cooperation.models import AreaPage
    from portal.models import OverviewPage

    (folder / "bench.json").write_text(json.dumps([overview()]))
    (folder / "bench.yaml").write_text((folder / "bench.json").read_text())
    call_command("loaddata", str(folder / "bench.yaml"), verbosity=0)
    parent = OverviewPage.objects.get()
    start = time.perf_counter()
    for number in range(count):
        fields = page(number)
        body = [(name, value) for block in fields.pop("body") for name, value in block.items()]
        texts = {f"{name}_{code}": text for name, value in fields.items() for code, text in value.items()}
        parent.refresh_from_db()
        parent.add_child(instance=AreaPage(body=body, **texts))
    return time.perf_counter() - start


def measure(way, count):
    """Run one way in a process and a database of its own; return seconds and megabytes."""
    with own_portal("bench_load") as portal:
        return in_own_process("bench.load", "--one", way, count, **portal)


def run_one(way, count):
    set_up()
    with tempfile.TemporaryDirectory() as folder:
        seconds = {"file": by_file, "hand": by_hand}[way](count, Path(folder))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))  # noqa: T201


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "PAGES"), help=argparse.SUPPRESS)
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    if options.one:
        run_one(options.one[0], int(options.one[1]))
        return
    few, many = options.pages, options.pages * 10
    hand, file, large = measure("hand", few), measure("file", few), measure("file", many)
    report(
        [
            Figure(
                f"rate of loading {few:,} pages, beside adding them one by one",
                hand["seconds"] / file["seconds"],
                f"{file['seconds']:.1f} and {hand['seconds']:.1f} s",
            ),
            Figure(
                f"time of loading {many:,} pages, beside {few:,}",
                large["seconds"] / file["seconds"],
                f"{large['seconds']:.1f} and {file['seconds']:.1f} s",
            ),
            Figure(
                f"most memory for {many:,} pages, beside {few:,}",
                large["megabytes"] / file["megabytes"],
                f"{large['megabytes']:.0f} and {file['megabytes']:.0f} MB",
            ),
        ]
    )


if __name__ == "__main__":
    main()
