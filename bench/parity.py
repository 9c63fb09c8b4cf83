"""What it costs to judge every text, beside reading the pages alone: ``python -m bench.parity``.

Prints the ratio for 1,000 pages, how much more they cost than 100, and the queries of both.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import in_own_process


def measure(count):
    """Judge so many pages in a process of their own; return seconds and queries."""
    return in_own_process("bench.parity", count)


def run_one(count):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SECRET_KEY": "bench", "ENV_FILE": os.devnull, "MEDIA_ROOT": folder}
        os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from bench.load import by_file
        from portal.models import BasePage
        from portal.parity.survey import survey

        call_command("migrate", verbosity=0)
        by_file(count, Path(folder))
        survey()  # what is done once in the life of a process
        start = time.perf_counter()
        pages = list(BasePage.objects.specific())
        reading = time.perf_counter() - start
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            survey()
            judging = time.perf_counter() - start
    result = {"pages": len(pages), "reading": reading, "judging": judging, "queries": len(queries)}
    print(json.dumps(result))  # noqa: T201


def main():
    if len(sys.argv) > 1:
        run_one(int(sys.argv[1]))
        return
    few, many = measure(100), measure(1000)
    lines = [
        f"1000 pages read: {many['reading']:.2f} s; judged too: {many['judging']:.2f} s"
        f": {many['judging'] / many['reading']:.1f} times as much",
        f"{many['judging'] / few['judging']:.1f} times the cost of 100 pages",
        f"queries: {few['queries']} for 100 pages, {many['queries']} for 1000",
    ]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
