"""Rows of other tables that a query reads with what it finds, as the sources of a milestone, in one question.

They are lists of values as JSON has them: texts, numbers, what is JSON itself, and booleans, 0 and 1 from
SQLite. A field whose values are something else in Python is not for them.
"""

from django.db.models import Func, JSONField, Subquery
from django.db.models.functions import JSONArray


def rows_of(queryset, *columns):
    """Return the expression of a query for columns of other rows: a list of rows, in no order.

    :param queryset: the other rows, by ``OuterRef``
    :param columns: names, or expressions
    """
    return Subquery(queryset.order_by().annotate(rows=_All(JSONArray(*columns))).values("rows"))


class Json(Func):
    """A column of JSON as a part of other JSON; SQLite would take it for a text."""

    template = "%(expressions)s"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra_context):
        return self.as_sql(compiler, connection, template="JSON(%(expressions)s)", **extra_context)


class _All(Func):
    """The values of all rows as one list; were it an aggregate to Django, it would group the rows."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra_context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra_context)

    def as_postgresql(self, compiler, connection, **extra_context):
        template = "COALESCE(JSONB_AGG(%(expressions)s), '[]')"
        return self.as_sql(compiler, connection, template=template, **extra_context)
