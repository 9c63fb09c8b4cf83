"""The ``period``: a date or a span of dates, never more precise than known.

Stored and exported in a subset of EDTF (Extended Date/Time Format, ISO 8601-2:2019, level 0, with
open ends of level 1): ``1992``, ``1998-04``, ``1998-04-16``, ``1998/2001``, ``1998-04/1998-06``,
``2001/..`` (no end), ``../2001`` (no start). Years run from 1 to 9999, written with four digits.
"""

import calendar
import re
from dataclasses import dataclass
from functools import total_ordering

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat, Left, StrIndex
from django.utils.translation import gettext_lazy as _

from portal import languages

OPEN = ".."
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _parse_point(text):
    """Return the tuple (year[, month[, day]]) of one EDTF date, ``None`` for an open end."""
    if text == OPEN:
        return None
    match = _POINT.fullmatch(text)
    if not match:
        raise ValidationError(
            _("“%(text)s” is not a date. Write 1998, 1998-04, 1998-04-16, 1998/2001 or 1998/.."),
            code="invalid",
            params={"text": text},
        )
    point = tuple(int(part) for part in match.groups() if part)
    year, month, day = _earliest(point)
    if year == 0:
        raise ValidationError(_("The year must lie between 1 and 9999."), code="year")
    if not 1 <= month <= 12:
        raise ValidationError(
            _("“%(text)s”: there is no month %(month)s."),
            code="month",
            params={"text": text, "month": f"{month:02}"},
        )
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValidationError(
            _("“%(text)s”: that month has no day %(day)s."),
            code="day",
            params={"text": text, "day": day},
        )
    return point


def _edtf(point):
    if point is None:
        return OPEN
    return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(point))


def _earliest(point):
    return point + (1, 1)[len(point) - 1 :]


def _latest(point):
    year, month, *day = (*point, 12)[: max(len(point), 2)]
    return (year, month, *(day or [calendar.monthrange(year, month)[1]]))


@total_ordering
@dataclass(frozen=True)
class Period:
    """A date or span; ``start`` and ``end`` are tuples (year[, month[, day]]), ``None`` when open.

    A single date has ``end`` equal to ``start``.
    """

    start: tuple | None
    end: tuple | None

    @classmethod
    def parse(cls, text):
        """Return the period that an EDTF text stands for.

        :raises ValidationError: saying what is wrong, in the active language
        """
        start_text, slash, end_text = str(text).strip().partition("/")
        start = _parse_point(start_text.strip())
        end = _parse_point(end_text.strip()) if slash else start
        if start is None and end is None:
            raise ValidationError(_("A period needs a start or an end."), code="empty")
        if start and end and _latest(end) < _earliest(start):
            raise ValidationError(_("The end lies before the start."), code="order")
        return cls(start, end)

    @property
    def is_span(self):
        return self.start != self.end

    @property
    def edtf(self):
        """The period as stored and exported."""
        return f"{_edtf(self.start)}/{_edtf(self.end)}" if self.is_span else _edtf(self.start)

    @property
    def iso(self):
        """The text for ``<time datetime>``, which knows no spans: where the period begins, else ends."""
        return _edtf(self.start or self.end)

    def in_words(self, code=None):
        """Return the period as readers of a language write it, of the active one by default."""
        rules = languages.rules(code or languages.current())
        if self.start is None:
            return rules.until(self.end)
        if self.end is None:
            return rules.since(self.start)
        return rules.span(self.start, self.end) if self.is_span else rules.date(*self.start)

    def __str__(self):
        return self.edtf

    def __lt__(self, other):
        return (self.start or (), self.end or ()) < (other.start or (), other.end or ())


class PeriodField(models.CharField):
    """A model field that holds a :class:`Period` (``None`` when blank) as EDTF text.

    ``order_by("period__start")`` orders by start, then precision: a bare year before its months.
    """

    description = _("A date or span of year, month or day precision")

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 21)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection):
        """Compare byte by byte: a database's own language would skip the hyphens."""
        collation = {"postgresql": "C", "sqlite": "BINARY"}.get(connection.vendor)
        return super().db_parameters(connection) | {"collation": collation}

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if isinstance(value, Period):
            return value
        return Period.parse(value) if value else None

    def get_prep_value(self, value):
        value = self.to_python(value)
        return value.edtf if value else ""

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def clean(self, value, model_instance):
        value = self.to_python(value)
        if value is None and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return value

    def get_default(self):
        return self.to_python(super().get_default())

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PeriodFormField, "max_length": None, **kwargs})


@PeriodField.register_lookup
class PeriodStart(models.Transform):
    """The start of a stored period as text; an earlier or less precise one compares lower."""

    lookup_name = "start"
    output_field = models.CharField()

    def as_sql(self, compiler, connection, **extra):
        period = self.source_expressions[0]
        padded = Concat(period, models.Value("/"), output_field=models.CharField())
        start = Left(period, StrIndex(padded, models.Value("/")) - 1)
        return compiler.compile(start.resolve_expression(compiler.query, allow_joins=True))


class PeriodFormField(forms.CharField):
    """A form field whose value is a :class:`Period`; it says what is wrong in the editor's language."""

    def __init__(self, **kwargs):
        forms = _("1998, 1998-04, 1998-04-16, 1998/2001, or 1998/.. while it goes on")
        kwargs["help_text"] = kwargs.get("help_text") or forms
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, Period):
            return value
        text = super().to_python(value)
        return Period.parse(text) if text else None

    def prepare_value(self, value):
        return value.edtf if isinstance(value, Period) else value

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")
