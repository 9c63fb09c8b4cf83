"""What answers a question, best first."""

from functools import cached_property

from django.db import connection
from django.utils import timezone

from portal.models import SearchDocument
from portal.search.engines import engine

FIRST = 12  # documents that are found together with their number, for a first page


class Finding:
    """The documents in one language that answer a question; sliced as a list is.

    A match in the title comes before one in the text; equal ones by date, the latest first, then by key.

    :param kind: the label of a model, to find only such
    :param area: the primary key of a page, to find only what lies there
    """

    def __init__(self, question, code, kind="", area=None):
        self.question, self.engine = question, engine()
        where, asked = self.engine.matching(question)
        # a term is of one language, so documents in others do not match
        expired = "SELECT id FROM portal_searchdocument WHERE expires <= %s"
        conditions = [where, f"s.{self.engine.KEY} NOT IN ({expired})"]
        self._asked = [*asked, connection.ops.adapt_datetimefield_value(timezone.now())]
        chosen = {column: value for column, value in (("kind", kind), ("area", area)) if value}
        if chosen:
            wanted = " AND ".join(f"{column} = %s" for column in ("language", *chosen))
            within = f"SELECT id FROM portal_searchdocument WHERE {wanted}"  # noqa: S608 (our own names)
            conditions.append(f"s.{self.engine.KEY} IN ({within})")
            self._asked += [code, *chosen.values()]
        self._where = f"WHERE {' AND '.join(conditions)}"

    def tally(self):
        """Return how many there are, where nobody is going to see which."""
        if not self.question:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM portal_search s {self._where}", self._asked)  # noqa: S608
            return cursor.fetchone()[0]

    def __len__(self):
        return self._first[0].total if self._first else 0

    def __getitem__(self, part):
        """Return the documents in a slice."""
        if part.stop > len(self._first) < len(self):
            return self._best(part.stop - part.start, part.start)
        return self._first[part]

    @cached_property
    def _first(self):
        return self._best(FIRST, 0)

    def _best(self, limit, offset):
        """Return the best from an offset on, each with the ``total`` of all.

        Each match is read once: databases keep the rows of what a query names twice.
        """
        if not self.question:
            return []
        ranks, ranked = self.engine.ranking(self.question)
        names = [f"rank_{number}" for number, _rank in enumerate(ranks)]
        columns = ", ".join(f"{rank} AS {name}" for rank, name in zip(ranks, names, strict=True))
        order = ", ".join([*(f"{name} DESC" for name in names), "dated DESC NULLS LAST", "key"])
        sql = f"""
            WITH matched AS (
                SELECT s.{self.engine.KEY} AS key, date AS dated, {columns}
                FROM {self.engine.SOURCE} {self._where}
            ), best AS (
                SELECT * FROM matched ORDER BY {order} LIMIT %s OFFSET %s
            )
            SELECT d.*, (SELECT count(*) FROM matched) AS total
            FROM best JOIN portal_searchdocument d ON d.id = best.key ORDER BY {order}
        """  # noqa: S608
        return list(SearchDocument.objects.raw(sql, [*ranked, *self._asked, limit, offset]))
