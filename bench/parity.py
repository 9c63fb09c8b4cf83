"""What it costs to judge every text, beside reading the pages alone: ``python -m bench.parity``.

A ratio for 1,000 pages, how much more they cost than 100, and the queries of both.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from bench import in_own_process, own_portal, set_up
from bench.load import by_file
from bench.results import Figure, report


def measure(count):
    """Judge so many pages in a process and a database of their own; return seconds and queries."""
    with own_portal("bench_parity") as portal:
        return in_own_process("bench.parity", count, **portal)


def run_one(count):
    set_up()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.models import BasePage
    from portal.parity.survey import survey

    with tempfile.TemporaryDirectory() as folder:
        by_file(count, Path(folder))
    survey()  # what is done once in the life of a process
    start = time.perf_counter()
    list(BasePage.objects.specific())
    reading = time.perf_counter() - start
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        survey()
        judging = time.perf_counter() - start
    print(json.dumps({"reading": reading, "judging": judging, "queries": len(queries)}))  # noqa: T201


def main():
    if len(sys.argv) > 1:
        run_one(int(sys.argv[1]))
        return
    few, many = measure(100), measure(1000)
    report(
        [
            Figure(
                "time of reading and judging 1,000 pages, beside reading them",
                many["judging"] / many["reading"],
                f"{many['judging']:.2f} and {many['reading']:.2f} s",
            ),
            Figure(
                "time of judging 1,000 pages, beside 100",
                many["judging"] / few["judging"],
                f"{many['judging']:.2f} and {few['judging']:.2f} s",
            ),
            Figure(
                "queries for 1,000 pages, beside 100",
                many["queries"] / few["queries"],
                f"{many['queries']} and {few['queries']}",
            ),
        ]
    )


if __name__ == "__main__":
    main()
