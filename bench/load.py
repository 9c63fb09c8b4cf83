"""How fast content files load, beside bare ``add_child`` in the same run: ``python -m bench.load``.

Prints a ratio for 1,000 pages, how much more 10,000 cost, and the most memory that either took.
Each figure is taken in a process and a database of its own; ``DATABASE_URL`` may name a PostgreSQL
server, whose databases ``bench_…`` are made anew.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path

from bench import in_own_process

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
    """Run one way in a process of its own; return seconds and megabytes."""
    return in_own_process("bench.load", "--one", way, count)


def run_one(way, count):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        os.environ |= {"SECRET_KEY": "bench", "ENV_FILE": os.devnull, "MEDIA_ROOT": str(folder)}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
        import django

        django.setup()
        from django.db import connection

        if connection.vendor == "postgresql":
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        else:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
        seconds = {"file": by_file, "hand": by_hand}[way](count, folder)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if connection.vendor == "postgresql":
            connection.creation.destroy_test_db("postgres", verbosity=0)
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))  # noqa: T201


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "PAGES"))
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    if options.one:
        run_one(options.one[0], int(options.one[1]))
        return
    few, many = options.pages, options.pages * 10
    hand, file, large = measure("hand", few), measure("file", few), measure("file", many)
    lines = [
        f"{few} pages by add_child: {hand['seconds']:.1f} s",
        f"{few} pages by loaddata:  {file['seconds']:.1f} s, {file['megabytes']:.0f} MB"
        f": {hand['seconds'] / file['seconds']:.2f} of the rate of add_child",
        f"{many} pages by loaddata: {large['seconds']:.1f} s, {large['megabytes']:.0f} MB"
        f": {large['seconds'] / file['seconds']:.1f} times the cost of {few}",
    ]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
