"""What answers a question, best first."""

from functools import cached_property

from django.db import connection
from django.utils import timezone

from portal.models import SearchDocument
from portal.search.engines import engine


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

    @cached_property
    def count(self):
        """How many there are."""
        if not self.question:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM portal_search s {self._where}", self._asked)  # noqa: S608
            return cursor.fetchone()[0]

    def __len__(self):
        return self.count

    def __getitem__(self, part):
        """Return the documents in a slice."""
        if not self.question:
            return []
        order, ranked = self.engine.ranking(self.question)
        sql = (
            f"SELECT s.{self.engine.KEY} FROM {self.engine.SOURCE} {self._where} "  # noqa: S608
            f"ORDER BY {order}, date DESC NULLS LAST, s.{self.engine.KEY} LIMIT %s OFFSET %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*self._asked, *ranked, part.stop - part.start, part.start])
            pks = [pk for (pk,) in cursor.fetchall()]
        found = SearchDocument.objects.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]
