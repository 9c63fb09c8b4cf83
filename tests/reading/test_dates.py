"""Periods: what is taken, what is refused and why, how each language writes them, how they sort."""

import calendar

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cooperation.models import ProjectPage
from portal.dates import Period

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
    ],
)
def test_what_is_no_period_is_refused_saying_why(text, french, english):
    for code, why in (("fr", french), ("en", english)):
        with translation.override(code):
            with pytest.raises(ValidationError) as refusal:
                Period.parse(text)
            assert why in refusal.value.messages[0]


def test_a_period_is_marked_for_machines():
    for edtf, datetime in [("1998-04", "1998-04"), ("2001/..", "2001"), ("../2007-01", "2007-01")]:
        printed = Template("{% period value %}").render(Context({"value": Period.parse(edtf)}))
        assert f'<time datetime="{datetime}">' in printed


@st.composite
def points(draw):
    year = draw(st.integers(1, 9999))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    return (year, month, day)[: draw(st.integers(1, 3))]


@given(points(), points())
def test_every_period_survives_being_written_and_read(first, second):
    for period in (Period(first, first), Period(first, None), Period(None, second)):
        assert Period.parse(period.edtf) == period
        assert period.in_words("fr")
        assert period.in_words("en")
    if first[0] < second[0]:
        assert Period.parse(Period(first, second).edtf) == Period(first, second)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused(text):
    try:
        period = Period.parse(text)
    except ValidationError:
        return
    assert Period.parse(period.edtf) == period


def test_the_database_sorts_by_start_then_precision(make_project):
    ordered = [
        "0987",
        "1992",
        "1992/1995",
        "1992-01",
        "1992-01-01",
        "1992-02/..",
        "1998-04",
        "1998-12",
        "2001",
    ]
    for edtf in reversed(ordered):
        make_project(period=edtf)

    found = ProjectPage.objects.order_by("period__start", "period").values_list("period", flat=True)

    assert [period.edtf for period in found] == ordered
