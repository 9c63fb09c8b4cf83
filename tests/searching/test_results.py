"""The page of results: what is shown of each, filters, pages, other languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal import languages
from tests.changing import codes, others
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


def text(element):
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def make_many(make_information, committed):
    def make_many(count, word="radar"):
        for number in range(count):
            committed(make_information, **in_every_language(title=f"{word} {number}"))

    return make_many


@codes
def test_a_result_says_what_it_is_where_it_lies_and_marks_the_words(area, make_project, committed, ask, code):
    said = in_every_language(title="Radar", introduction="A & B < C: the radar of a station")
    project = committed(make_project, parent=area, **said)

    document = ask("radar", code)

    assert document.find(".//h2/a").get("href") == project.url_in(code)
    [facts] = document.findall(".//p[@class='result__facts']")
    assert area.in_language("title", code) in text(facts)
    assert facts.find("time").get("datetime")
    assert [text(mark) for mark in document.findall(".//mark")] == ["Radar", "radar"]
    assert "A & B < C" in text(document.find(".//ol/li"))


@codes
def test_how_many_there_are_stands_in_heading_and_title(make_many, ask, code):
    make_many(3)

    document = ask("radar", code)

    for element in (document.find(".//h1"), document.find(".//title")):
        assert text(element).startswith("3 ")
        assert "radar" in text(element)


@codes
def test_results_come_in_pages_that_keep_the_question_and_never_repeat(make_many, ask, found, code):
    make_many(25)

    first, document = found("radar", code), ask("radar", code, page=2)
    second, third = found("radar", code, page=2), found("radar", code, page=3)

    assert len({*first, *second, *third}) == len(first + second + third) == 25
    links = [link.get("href") for link in document.findall(".//nav[@class='pagination']//a")]
    assert "?q=radar&page=1" in links
    assert "2" in text(document.find(".//title"))


@codes
@pytest.mark.parametrize("page", ["0", "-1", "1000000000", "abc", "1.5", "", "\0"])
def test_a_page_that_is_not_there_is_the_nearest_that_is(make_many, found, code, page):
    make_many(1)

    assert found("radar", code, page=page) == [f"radar 0 {code}"]


@codes
def test_results_are_narrowed_to_a_kind_or_an_area(
    area, make_area, make_project, make_information, committed, ask, found, code
):
    words = in_every_language(title="Radar")
    committed(make_project, parent=area, **words)
    committed(make_project, parent=make_area(), **words)
    committed(make_information, **words)

    assert len(found("radar", code)) == 3
    assert len(found("radar", code, kind="cooperation.projectpage")) == 2
    assert len(found("radar", code, kind="cooperation.projectpage", area=area.pk)) == 1
    assert len(found("radar", code, kind="nonsense", area="nonsense")) == 3
    chosen = ask("radar", code, area=area.pk).find(".//select[@name='area']/option[@selected]")
    assert chosen.get("value") == str(area.pk)


@codes
def test_more_results_in_another_language_are_told_of(make_information, committed, ask, code):
    for other in others(code):
        titles = in_every_language(title="Page") | {f"title_{other}": "Radar"}
        committed(make_information, **titles)
        with translation.override(other):
            address = f"{reverse('search')}?q=radar"

        told = ask("radar", code).findall(".//p[@class='notice']/a")

        [link] = [link for link in told if link.get("hreflang") == other]
        assert link.get("href") == address
        assert text(link).startswith("1 ")


@codes
def test_stop_words_alone_are_told_to_be_too_common(overview, ask, code):
    stop_words = " ".join(sorted(languages.rules(code).STOP_WORDS)[:3])

    document = ask(stop_words, code)

    if stop_words:
        assert document.find(".//p[@class='notice']") is not None
    assert document.find(".//ol") is None


@codes
def test_the_form_is_on_every_page_and_keeps_what_was_asked(area, client, ask, code):
    page = ask("radar", code)

    assert page.find(".//form[@role='search']//input[@name='q']").get("value") == "radar"
    assert 'role="search"' in client.get(area.url_in(code)).text
    assert page.find(".//meta[@name='robots']").get("content") == "noindex, follow"


@codes
def test_the_switch_keeps_the_question(overview, ask, code):
    for link in ask("radar", code, page=2).findall(".//nav[@class='languages']//a"):
        with translation.override(link.get("lang")):
            assert link.get("href") == f"{reverse('search')}?q=radar&page=2"


def test_ten_results_cost_no_more_queries_than_one(make_many, ask):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            ask("radar")
        return len(queries)

    make_many(1)
    ask("radar")
    one = cost()
    make_many(12)
    ask("radar")

    assert cost() == one
