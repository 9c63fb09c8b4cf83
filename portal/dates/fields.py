"""Periods in models and forms."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat, Left, Replace, StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from portal.dates.period import APPROXIMATE, OPEN, Period
from portal.dates.reading import to_edtf
from portal.keys import ByteOrder

LONGEST = len("1998-04-16~/1998-04-17~")


class PeriodField(ByteOrder, models.CharField):
    """A model field that holds a :class:`Period` (``None`` when blank) as EDTF text.

    ``order_by("period__start")`` orders by start, then precision: a bare year before its months.
    """

    description = _("A date or span of year, month or day precision, perhaps approximate")

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs["max_length"] == LONGEST:
            del kwargs["max_length"]
        return name, "portal.dates.PeriodField", args, kwargs

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


class _PeriodTransform(models.Transform):
    """A part of a stored period as text, so that databases compare it like the date it stands for."""

    output_field = models.CharField()

    def as_sql(self, compiler, connection, **_extra):
        exact = Replace(self.source_expressions[0], models.Value(APPROXIMATE), models.Value(""))
        return compiler.compile(self.part_of(exact).resolve_expression(compiler.query, allow_joins=True))


@PeriodField.register_lookup
class PeriodStart(_PeriodTransform):
    """The start, or the end where the start is open; an earlier or less precise one compares lower."""

    lookup_name = "start"

    def part_of(self, period):
        known = Replace(period, models.Value(f"{OPEN}/"), models.Value(""))
        padded = Concat(known, models.Value("/"), output_field=models.CharField())
        return Left(known, StrIndex(padded, models.Value("/")) - 1)


@PeriodField.register_lookup
class PeriodLatest(_PeriodTransform):
    """A text above every date that the end may mean, ``1998-04-99`` for ``1998-04``; an open one highest."""

    lookup_name = "latest"

    def part_of(self, period):
        end = Substr(period, StrIndex(period, models.Value("/")) + 1)
        known = Replace(end, models.Value(OPEN), models.Value("9999"))
        return Concat(known, models.Value("-99"), output_field=models.CharField())


class PeriodFormField(forms.CharField):
    """A form field whose value is a :class:`Period`, written in EDTF or in words.

    It says what is wrong in the reader's language.
    """

    def __init__(self, **kwargs):
        examples = _("1998, April 1998, 1998-04-16, c. 1998, 1998/2001, or 1998/.. while it goes on")
        kwargs["help_text"] = kwargs.get("help_text") or examples
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, Period):
            return value
        text = super().to_python(value).replace("\0", "")
        return Period.parse(to_edtf(text)) if text else None

    def prepare_value(self, value):
        return value.edtf if isinstance(value, Period) else value

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")
