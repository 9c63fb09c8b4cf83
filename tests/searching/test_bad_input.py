"""Whatever is typed is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import languages
from portal.search.question import Question
from portal.search.snippet import marked
from portal.search.words import tidy
from tests.changing import codes
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db
NONSENSE = [
    '"', '""', '" "', "\0", "\0radar", "   ", "(" * 3000, "radar " * 2000, "\ud800", "{title}:x",
    "<script>alert(1)</script>", "' OR 1=1 --", "radar AND NOT OR NEAR(a b)", "radar*", "^radar",
    "title:radar", "-", "--", '-"', "-radar", "a|b&c!d",
    ":*", "\\", "%", "_", "’", "\u202eradar", "😀", "١٩٩٨", "радар", "雷達",
]  # fmt: skip


@codes
@pytest.mark.parametrize("asked", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_answered_and_escaped(overview, ask, asked, code):
    document = ask(asked, code)

    assert not [script for script in document.findall(".//body//script") if script.text]


@codes
@given(asked=st.text(max_size=60))
def test_anything_is_answered(overview, ask, asked, code):
    ask(asked.encode(errors="ignore").decode(), code)


@codes
@given(text=st.text(max_size=400), asked=st.text(max_size=30))
def test_marking_changes_no_word_of_a_text(text, asked, code):
    text = tidy(text)

    shown = marked(text, Question.read(asked, code), code)

    for sign in ("<mark>", "</mark>"):
        shown = shown.replace(sign, "")
    assert len(shown) >= len(text)
    assert "<" not in shown


def test_words_of_any_script_are_found(make_information, committed, found):
    committed(make_information, **in_every_language(title="Радар 雷達 رادار"))

    for code in languages.codes():
        for asked in ("радар", "雷達", "رادار"):
            assert found(asked, code) == [f"Радар 雷達 رادار {code}"]
