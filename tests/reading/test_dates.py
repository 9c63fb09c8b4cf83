"""Periods: what is taken, what is refused and why, how each language writes them, how they sort."""

import calendar

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cooperation.models import ProjectPage
from portal import languages
from portal.dates import Period, PeriodFormField, Point

pytestmark = pytest.mark.names_languages


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("1992", "1992", "1992"),
        ("0987", "987", "987"),
        ("1998-04", "avril 1998", "April 1998"),
        ("1992-03-01", "1er mars 1992", "1 March 1992"),
        ("1992-03-02", "2 mars 1992", "2 March 1992"),
        ("1998/2001", "1998–2001", "1998–2001"),
        ("1998-04/1998-06", "avril–juin 1998", "April–June 1998"),
        ("1998-04/1999-06", "avril 1998 – juin 1999", "April 1998 – June 1999"),
        ("2006-05-03/2006-05-05", "3–5 mai 2006", "3–5 May 2006"),
        ("2006-04-30/2006-05-02", "30 avril – 2 mai 2006", "30 April – 2 May 2006"),
        ("2006-12-30/2007-01-01", "30 décembre 2006 – 1er janvier 2007", "30 December 2006 – 1 January 2007"),
        ("1998/2001-06", "1998 – juin 2001", "1998 – June 2001"),
        ("2001/..", "depuis 2001", "since 2001"),
        ("2001-02/..", "depuis février 2001", "since February 2001"),
        ("2001-02-01/..", "depuis le 1er février 2001", "since 1 February 2001"),
        ("../2007-01", "jusqu’en janvier 2007", "until January 2007"),
        ("../2007-01-09", "jusqu’au 9 janvier 2007", "until 9 January 2007"),
        ("1998~", "vers 1998", "c. 1998"),
        ("1998-04~", "vers avril 1998", "c. April 1998"),
        ("1992-03-01~", "vers le 1er mars 1992", "c. 1 March 1992"),
        ("1998~/2001", "vers 1998 – 2001", "c. 1998 – 2001"),
        ("1998-04/2001~", "avril 1998 – vers 2001", "April 1998 – c. 2001"),
        ("2001~/..", "depuis 2001 environ", "since c. 2001"),
        ("../2007-01~", "jusque vers janvier 2007", "until c. January 2007"),
    ],
)
def test_each_language_writes_a_period_its_own_way(edtf, french, english):
    period = Period.parse(edtf)

    assert period.in_words("fr") == french
    assert period.in_words("en") == english
    assert period.edtf == edtf


def test_a_language_without_rules_gets_plain_numbers():
    assert Period.parse("1998-04").in_words("xx") == "1998-04"
    assert Period.parse("1998/..").in_words("xx") == "1998–"
    assert Period.parse("1998~").in_words("xx") == "~1998"


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1998", "1998"),
        (" 1998-04 ", "1998-04"),
        ("avril 1998", "1998-04"),
        ("Avril 1998", "1998-04"),
        ("April 1998", "1998-04"),
        ("fevrier 1998", "1998-02"),
        ("AOÛT 1998", "1998-08"),
        ("4/1998", "1998-04"),
        ("04/1998", "1998-04"),
        ("1998-04-16", "1998-04-16"),
        ("16 avril 1998", "1998-04-16"),
        ("le 1er mars 1992", "1992-03-01"),
        ("April 16, 1998", "1998-04-16"),
        ("1st of March 1992", "1992-03-01"),
        ("c. 1998", "1998~"),
        ("circa 1998", "1998~"),
        ("vers 1998", "1998~"),
        ("vers avril 1998", "1998-04~"),
        ("1998~", "1998~"),
        ("1998/2001", "1998/2001"),
        ("1998 - 2001", "1998/2001"),
        ("1998-2001", "1998/2001"),
        ("avril 1998/June 2001", "1998-04/2001-06"),
        ("1998/..", "1998/.."),
        ("vers 1998/..", "1998~/.."),
        ("depuis 2001", "2001/.."),
        ("jusqu'en janvier 2007", "../2007-01"),
    ],
)
def test_the_form_takes_what_people_write_in_either_language(written, edtf):
    for code in languages.codes():
        with translation.override(code):
            assert PeriodFormField().clean(written).edtf == edtf


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("soon", "n’est pas une date", "is not a date"),
        ("98", "n’est pas une date", "is not a date"),
        ("10000", "n’est pas une date", "is not a date"),
        ("1998-4", "n’est pas une date", "is not a date"),
        ("1998/2001/2004", "n’est pas une date", "is not a date"),
        ("٠٩٩٨", "n’est pas une date", "is not a date"),
        ("0000", "comprise entre 1 et 9999", "between 1 and 9999"),
        ("1998-13", "pas de mois 13", "no month 13"),
        ("1998-00", "pas de mois 00", "no month 00"),
        ("2001-02-29", "pas de jour 29", "no day 29"),
        ("2001/1998", "La fin précède le début", "The end lies before the start"),
        ("../..", "un début ou d’une fin", "a start or an end"),
        ("13/1998", "pas de mois 13", "no month 13"),
        ("29 février 2001", "pas de jour 29", "no day 29"),
        ("31 April 1998", "pas de jour 31", "no day 31"),
        ("juin 2001 – avril 1998", "La fin précède le début", "The end lies before the start"),
        ("vers", "n’est pas une date", "is not a date"),
        ("avril", "n’est pas une date", "is not a date"),
        ("16 1998", "n’est pas une date", "is not a date"),
        ("avril mai 1998", "n’est pas une date", "is not a date"),
        ("1998 1999", "n’est pas une date", "is not a date"),
        ("1998-04-16T10:00", "n’est pas une date", "is not a date"),
        ("16/4/1998", "n’est pas une date", "is not a date"),
        ("–1998", "n’est pas une date", "is not a date"),
        ("1998?", "n’est pas une date", "is not a date"),
        ("< avril 1998", "n’est pas une date", "is not a date"),
        ("1998/", "«\xa01998/\xa0» n’est pas une date", "“1998/” is not a date"),
    ],
)
def test_what_is_no_period_is_refused_saying_why(text, french, english):
    for code, why in (("fr", french), ("en", english)):
        with translation.override(code):
            with pytest.raises(ValidationError) as refusal:
                PeriodFormField().clean(text)
            assert why in refusal.value.messages[0]


def test_a_period_is_marked_for_machines():
    for edtf, datetime in [("1998-04", "1998-04"), ("2001/..", "2001"), ("../2007-01", "2007-01")]:
        printed = Template("{% period value %}").render(Context({"value": Period.parse(edtf)}))
        assert f'<time datetime="{datetime}">' in printed


@st.composite
def points(draw, first_year=1):
    year = draw(st.integers(first_year, 9999))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    return Point((year, month, day)[: draw(st.integers(1, 3))], draw(st.booleans()))


@st.composite
def periods(draw, first_year=1):
    first, last = draw(points(first_year)), draw(points(first_year))
    if last.last_day < first.first_day:
        first, last = last, first
    return draw(
        st.sampled_from([Period(first, first), Period(first, last), Period(first, None), Period(None, last)])
    )


@given(periods())
def test_every_period_survives_being_stored_and_read(period):
    assert Period.parse(period.edtf) == period


@given(periods(first_year=1000))
def test_what_a_language_shows_can_be_typed_back(period):
    for code in languages.codes():
        assert PeriodFormField().clean(period.in_words(code)) == period


@given(st.one_of(st.text(max_size=30), st.text("0123456789/.-~ avrilc", max_size=14)))
def test_any_text_is_a_period_or_refused(text):
    try:
        period = PeriodFormField(required=False, strip=False).clean(text)
    except ValidationError:
        return
    assert period is None or Period.parse(period.edtf) == period


def test_the_database_sorts_by_start_then_precision(make_project):
    ordered = [
        "0987",
        "1992",
        "1992/1995",
        "1992~/1996",
        "1992-01",
        "1992-01-01",
        "1992-02/..",
        "1998-04",
        "1998-12~",
        "../1999",
        "2001",
    ]
    for edtf in reversed(ordered):
        make_project(period=edtf)

    found = ProjectPage.objects.order_by("period__start", "period").values_list("period", flat=True)

    assert [period.edtf for period in found] == ordered
