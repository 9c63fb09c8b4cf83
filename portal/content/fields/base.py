"""What every sort of field in content files has."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from portal.content.atoms import atoms
from portal.dates import Period, PeriodField
from portal.dates.reading import to_edtf

FEW = 12  # choices that a message names


def a_list(value, place):
    """Return a list that a file has, empty where it says nothing; note at ``place`` what is none."""
    if not isinstance(value, list | None):
        place.wrong(_("Write a list: each with “-” before it."))
        return []
    return value or []


class Field:
    """A field that holds one value for every language."""

    # whether a draft may say it otherwise than what is public
    is_drafted = True

    def __init__(self, name, field=None):
        self.name = name
        self.field = field

    def read(self, value, place, names):
        """Return what a file's value means; note at ``place`` what is wrong with it."""
        try:
            if not isinstance(value, str | bool | None):
                raise TypeError(value)
            if isinstance(self.field, models.BooleanField) and not isinstance(value, bool):
                raise ValidationError(_("Write true or false."))
            value = self.field.clean(value, None)
            return _as_stored(value) if isinstance(value, datetime) else value
        except ValidationError as error:
            choices = [choice for choice, _label in self.field.choices or [] if choice]
            if 0 < len(choices) <= FEW and value not in choices:
                place.wrong(_("Write one of: %s.") % ", ".join(choices))
            elif isinstance(self.field, PeriodField) and (edtf := _edtf(value)):
                place.wrong(_("Write %s.") % edtf)
            else:
                place.wrong_by(error)
        except (TypeError, ValueError, AttributeError, OverflowError):
            place.wrong(_("This does not fit here."))
        return None

    def written(self, value, names):
        """Return a value as a file has it."""
        if isinstance(value, bool | None):
            return value
        if isinstance(value, datetime):
            return _as_stored(value).isoformat()
        value = self.field.get_prep_value(value)
        return value if isinstance(value, int) else str(value)

    def atoms(self, value, names):
        """Return the :mod:`~portal.content.atoms` of a value."""
        return atoms(self.name, self.written(value, names))

    def taken(self, obj):
        """Return the value of an object, in the terms of :meth:`read`."""
        return self.field.value_from_object(obj)

    def put(self, obj, value):
        setattr(obj, self.field.attname, value)

    def grafted(self, old, new, kept, names):
        """Return the new value with what may stay of the old one.

        :param kept: set of ``(path in the field, language)``: texts of the old one that stay
        """
        return new

    def left_out(self, value):
        """Tell whether a dump leaves a value out, as every object has it unless somebody chose otherwise."""
        is_rare = isinstance(self.field, models.DateTimeField | models.IntegerField)
        return value is None and is_rare

    def check_default(self, obj, place):
        """Note at ``place`` that a file must say this, where it left it out and the model has no default."""
        if self.field and not self.field.blank and self.taken(obj) in self.field.empty_values:
            place.wrong(_("This is missing."))


def _edtf(value):
    """Return a period that was written in words as EDTF, which files take; ``None`` if it is none."""
    edtf = to_edtf(str(value))
    try:
        Period.parse(edtf)
    except ValidationError:
        return None
    return edtf


def _as_stored(value):
    """Return a time in UTC, to the second: a revision keeps no more than thousandths."""
    return (make_aware(value) if is_naive(value) else value).astimezone(UTC).replace(microsecond=0)


class LaterField(Field):
    """A value in tables of its own, written once the object has its primary key."""

    is_drafted = False

    def usual(self):
        """Return the value of a new object of which a file does not say it."""
        raise NotImplementedError

    def put(self, obj, value):
        """Do nothing yet: what it names may not be there."""

    def save(self, obj, value):
        """Write the value of an object that is saved."""
        raise NotImplementedError


def has_row(obj):
    """Tell whether an object is saved; a provisional primary key is below 0."""
    return bool(obj.pk and obj.pk > 0)
