"""What the search costs beside the database's own: ``python -m bench.search``.

20,000 documents, a word in every one: the first page of results, made anew but for what pages share, beside
the bare full-text query of the database for as many rows, and its queries beside those for 20 documents.
``DATABASE_URL`` may name a PostgreSQL server; without it, SQLite.
"""

import json
import os
import sys
import time

from bench import HOST, in_own_process, own_portal, set_up
from bench.results import Figure, report

ROUNDS = 15
WORDS = 35  # of a document, besides those that all hold: the shipped pages have 39, of which 31 differ


def measure(count):
    """Search so many documents in a process and a database of their own; return seconds and queries."""
    with own_portal("bench_search") as portal:
        return in_own_process("bench.search", count, **portal | {"CACHE_PAGES": "off"})


def run_one(count):
    set_up("belarus")
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("collectstatic", no_input=True, verbosity=0)
    fill(count)
    client, queries = Client(headers={"host": HOST}), CaptureQueriesContext(connection)
    ask = lambda: client.get("/fr/recherche/", {"q": "mines"})  # noqa: E731
    if ask().status_code != 200:
        sys.exit("the search does not answer")
    with queries:
        ask()
    count = len(queries)  # the next request forgets them
    page, bare = quickest(ask, raw)
    print(json.dumps({"page": page, "raw": bare, "queries": count}))  # noqa: T201


def fill(count):
    """Index so many documents that all hold one word, each as long as the shipped pages are on average."""
    from django.db import connection
    from wagtail.models import Collection

    from portal.models import PortalDocument, SearchDocument
    from portal.search import indexing
    from portal.search.words import words

    collection = Collection.get_first_root_node()
    files = PortalDocument.objects.bulk_create(
        PortalDocument(title_fr=f"Document {number}", file="a.pdf", collection=collection)
        for number in range(count)
    )
    made = []
    for file in files:
        others = " ".join(f"mot{file.pk * step % 977}" for step in range(1, WORDS))
        text = f"Les mines antipersonnel du dépôt {file.pk} {others}"
        document = SearchDocument(
            kind=file._meta.label_lower,
            object_id=file.pk,
            language="fr",
            title=file.title_fr,
            text=text,
            date=file.created_at,
            digest="",
        )
        made.append((document, [[word.term for word in words(part, "fr")] for part in (file.title_fr, text)]))
    for start in range(0, count, 1000):
        indexing.write(made[start : start + 1000])
    if connection.vendor == "postgresql":  # as its autovacuum does before long
        connection.cursor().execute("ANALYZE")


def raw():
    """Ask the database for the best ten rows, and nothing else."""
    from django.db import connection

    from portal.search.engines import engine
    from portal.search.question import Question

    question = Question.read("mines", "fr")
    where, asked = engine().matching(question)
    order = {
        "sqlite": "rank",
        "postgresql": "ts_rank(terms, %s::tsquery) DESC",
    }[connection.vendor]
    asked += asked if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        sql = f"SELECT {engine().KEY} FROM portal_search s WHERE {where} ORDER BY {order} LIMIT 10"  # noqa: S608
        cursor.execute(sql, asked)
        return cursor.fetchall()


def quickest(*acts):
    """Return the seconds of the quickest round of each act, done in turns."""
    rounds = [[_timed(act) for act in acts] for _round in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _timed(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main():
    if len(sys.argv) > 1:
        run_one(int(sys.argv[1]))
        return
    few, many = measure(20), measure(20_000)
    report(
        [
            Figure(
                "time of a page of results of 20,000 documents, beside the database's query",
                many["page"] / many["raw"],
                f"{many['page'] * 1000:.0f} and {many['raw'] * 1000:.0f} ms",
                at_most=3,
            ),
            Figure(
                "queries for 20,000 documents, beside 20",
                many["queries"] / few["queries"],
                f"{many['queries']} and {few['queries']}",
                at_most=1,
            ),
        ],
        on="on PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "on SQLite",
    )


if __name__ == "__main__":
    main()
