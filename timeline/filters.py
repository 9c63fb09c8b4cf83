"""What a reader asks of the timeline, as an address says it, the same in every language."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal import languages
from portal.bilingual import published_here
from portal.dates import PeriodFormField
from portal.models import BasePage, open_to_all
from portal.texts import column
from timeline.models.kind import Kind
from timeline.models.milestone import Milestone

DATES = _("A year, a month or a day: 1998, April 1998, 1998-04-16.")


class KnownKeysField(forms.MultipleChoiceField):
    """Some of the choices; unknown ones are left to the form, which keeps the others."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value):
        pass


class TimelineFilter(forms.Form):
    """The filters ``from``, ``to``, ``kind`` (any number), ``page``, ``q`` and the ``decade`` to show.

    What is wrong among them is left out and named in :attr:`ignored`; the rest holds.
    """

    from_ = PeriodFormField(required=False, label=_("From"), help_text=DATES)
    to = PeriodFormField(required=False, label=_("To"), help_text=DATES)
    kind = KnownKeysField(required=False, label=_("Kind"))
    page = forms.ChoiceField(required=False, label=_("Page"))
    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    decade = forms.IntegerField(required=False, label=_("Decade"))

    def __init__(self, query):
        super().__init__(_plain(query))
        public = Milestone.objects.public()
        self.kinds = {kind.key: kind for kind in Kind.objects.filter(milestones__in=public).distinct()}
        linked = BasePage.objects.filter(milestones__in=public).distinct()
        self.pages = {
            str(page.pk): page
            for page in linked.live().filter(published_here(), open_to_all()).order_by("path")
        }
        self.fields["kind"].choices = [(key, kind.text("name")) for key, kind in self.kinds.items()]
        self.fields["page"].choices = [(pk, page.text("title")) for pk, page in self.pages.items()]
        self.is_valid()

    def add_prefix(self, field_name):
        return field_name.removesuffix("_")  # "from" is no name that Python takes

    def clean_from_(self):
        return self._one_date("from_")

    def clean_to(self):
        return self._one_date("to")

    def _one_date(self, name):
        period = self.cleaned_data[name]
        if period and (period.is_span or not period.start):
            raise ValidationError(_("Write one date here, not a span."))
        return period

    def clean_kind(self):
        asked = dict.fromkeys(key for key in self.cleaned_data["kind"] if key)
        for key in asked:
            if key not in self.kinds:
                self.add_error("kind", _("There is no kind “%s”.") % Truncator(key).chars(40))
        return [key for key in asked if key in self.kinds]

    def clean(self):
        first, last = (self.cleaned_data.get(name) for name in ("from_", "to"))
        if first and last and last.end.last_day < first.start.first_day:
            self.add_error("from_", _("The end lies before the start."))
            del self.cleaned_data["to"]

    @property
    def ignored(self):
        """What was left out: (label of the filter, why) each."""
        return [(self.fields[name].label, error) for name, errors in self.errors.items() for error in errors]

    @property
    def is_active(self):
        return any(value for name, value in self.cleaned_data.items() if name != "decade")

    def address(self, **changes):
        """Return the query of an address that asks for the same, with changes: ``?kind=event&q=mines``."""
        query = QueryDict(mutable=True)
        for name, value in (self.cleaned_data | changes).items():
            if value not in (None, "", []):
                values = value if isinstance(value, list) else [str(value)]
                query.setlist(self.add_prefix(name), values)
        return f"?{query.urlencode()}" if query else ""

    def found(self):
        """Return a query for the public milestones that are asked for, in order, and the period of each."""
        asked = self.cleaned_data
        found = Milestone.objects.public()
        if first := asked.get("from_"):
            found = found.filter(period__latest__gte=first.start.iso)
        if last := asked.get("to"):
            found = found.filter(period__start__lte=f"{last.end.iso}-99")
        if asked.get("kind"):
            found = found.filter(kind__key__in=asked["kind"])
        if asked.get("page"):
            found = found.filter(links__page=asked["page"])
        if not asked.get("q"):
            return found, list(found.values_list("period", flat=True))
        rows = _with_words(found, languages.fold(asked["q"]).split())
        return found.filter(pk__in=[row["pk"] for row in rows]), [row["period"] for row in rows]


PARAMETERS = tuple(name.removesuffix("_") for name in TimelineFilter.base_fields)


def _plain(query):
    """Return a query without NUL, which no page may print."""
    plain = QueryDict(mutable=True)
    for name, values in query.lists():
        plain.setlist(name, [value.replace("\0", "") for value in values])
    return plain


def _with_words(milestones, words):
    """Return the key and period of those that say all the words in one language, whichever it is.

    In Python, because databases fold accents each their own way; any language, so that an address
    finds the same after a switch to another.
    """
    names = {code: [column(name, code) for name in ("title", "description")] for code in languages.codes()}
    rows = milestones.values("pk", "period", *(name for pair in names.values() for name in pair))
    return [
        row
        for row in rows
        if any(
            all(word in text for word in words)
            for text in (
                languages.fold(" ".join(row[name] or "" for name in pair)) for pair in names.values()
            )
        )
    ]
