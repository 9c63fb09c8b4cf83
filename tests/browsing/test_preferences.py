"""A reader's own settings: forced colours, less motion, no scripts."""

import pytest

from portal import languages
from tests.browsing.test_keyboard import OUTLINED
from timeline.models import TimelinePage

pytestmark = [pytest.mark.django_db, pytest.mark.long]

MOVING = """() => {
  const moves = (style) => style.scrollBehavior === "smooth"
    || `${style.transitionDuration}, ${style.animationDuration}`
      .split(", ").some((time) => parseFloat(time) > 0.01);
  return [...document.querySelectorAll("*")]
    .filter((each) => ["", "::before", "::after"].some((part) => moves(getComputedStyle(each, part))))
    .map((each) => each.cloneNode().outerHTML);
}"""

# the current items of lists that look otherwise than the others beside them
MARKED = """() => {
  const looks = (each) => {
    const style = getComputedStyle(each);
    return ["color", "backgroundColor", "boxShadow", "fontWeight", "fontStyle", "textDecoration", "outline",
      "borderTop", "borderRight", "borderBottom", "borderLeft"].map((name) => style[name]).join();
  };
  const others = (each) => [...each.parentElement.parentElement.children]
    .map((item) => item.firstElementChild).filter((other) => other !== each);
  return [...document.querySelectorAll("li > [aria-current]")]
    .filter((each) => others(each).length && others(each).every((other) => looks(other) !== looks(each)))
    .map((each) => each.outerHTML);
}"""


def test_the_current_item_of_a_list_and_the_focus_are_seen_in_forced_colours(samples, open_tab, findings):
    def look(tab):
        tab.emulate_media(forced_colors="none")
        marked = tab.evaluate(MARKED)
        tab.emulate_media(forced_colors="active")
        tab.keyboard.press("Tab")
        still = [*tab.evaluate(MARKED), *(["the focus"] if tab.evaluate(OUTLINED) else [])]
        return [each for each in [*marked, "the focus"] if each not in still]

    assert findings(open_tab(), samples, look) == {}


def test_nothing_moves_for_who_asks_for_less_motion(samples, open_tab, findings):
    tab = open_tab(reduced_motion="reduce")

    assert findings(tab, samples, lambda tab: tab.evaluate(MOVING)) == {}


def test_every_page_says_the_same_without_scripts(samples, open_tab, findings):
    plain = open_tab(java_script_enabled=False)

    def look(tab):
        plain.goto(tab.url)
        return [] if plain.inner_text("body") == tab.inner_text("body") else [plain.inner_text("body")]

    assert findings(open_tab(), samples, look) == {}


@pytest.mark.parametrize("code", languages.codes())
def test_the_language_is_switched_and_the_timeline_filtered_without_scripts(server, shipped, open_tab, code):
    tab = open_tab(java_script_enabled=False)
    timeline = TimelinePage.objects.get()
    other = next(each for each in languages.codes() if each != code)
    tab.goto(server.url + timeline.url_in(code))

    tab.click(".filters summary")
    tab.fill("#filter-from", "1992")
    tab.click(".filters button")
    tab.click(f".languages [hreflang={other}]")

    assert tab.url.startswith(f"{server.url}{timeline.url_in(other)}?from=1992")
    assert tab.locator(".milestone").count()
    assert tab.input_value("#filter-from") == "1992"
