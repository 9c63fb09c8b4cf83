"""Dates as honest as what is known: a year, a month or a day, a span, an open end, an approximation.

:mod:`.period` is the value and its EDTF text, :mod:`.reading` what people write instead of EDTF,
:mod:`.fields` the model and form fields. How a language writes dates is in :mod:`portal.languages`.
"""

from portal.dates.fields import PeriodField, PeriodFormField
from portal.dates.period import Period, Point

__all__ = ["Period", "PeriodField", "PeriodFormField", "Point"]
