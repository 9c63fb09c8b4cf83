"""The portal by keyboard alone: every stop is reached in order, seen, and answers."""

import pytest

from portal import languages
from portal.models import OverviewPage
from tests.browsing.conftest import DESK, PHONE
from timeline.models import TimelinePage

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# a ring of two pixels or more around what has the focus, or around what it stands for
OUTLINED = """() => {
  const isOutlined = (each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && !/transparent|, 0\\)/.test(style.outlineColor);
  };
  let each = document.activeElement;
  while (each && !isOutlined(each)) each = each.parentElement;
  return Boolean(each);
}"""

# where the Tab key should stop, in the order of the document
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility() && !each.disabled && each.type !== "hidden")
  .map((each, at) => each.dataset.stop = at).length"""

# something of what has the focus is in the window, and nothing lies over it (WCAG 2.4.11)
UNCOVERED = """() => {
  const [box] = document.activeElement.getClientRects();
  const at = (share) => document.elementFromPoint(box.x + box.width * share, box.y + box.height / 2);
  return [0.1, 0.5, 0.9].map(at).some((top) => top?.contains(document.activeElement)
    || document.activeElement.contains(top));
}"""

FOCUSED = f"""() => [document.activeElement.dataset.stop, document.activeElement.cloneNode().outerHTML,
  ({OUTLINED})() && ({UNCOVERED})()]"""


def walk(tab):
    """Press Tab through a page; return the stops that are out of order or not seen."""
    unseen = []
    for expected in range(tab.evaluate(STOPS)):
        tab.keyboard.press("Tab")
        stop, element, is_seen = tab.evaluate(FOCUSED)
        if stop != str(expected):
            return [f"stop {expected} is {element}"]
        if not is_seen:
            unseen.append(element)
    return unseen


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_stop_is_reached_in_order_and_seen(samples, open_tab, findings, size):
    assert findings(open_tab(size), samples, walk) == {}


def test_the_first_stop_skips_to_the_content(samples, open_tab, findings):
    def look(tab):
        tab.keyboard.press("Tab")
        skip = tab.evaluate(FOCUSED)
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        is_past = tab.evaluate("!document.activeElement.closest('body > header')")
        return [] if is_past and tab.url.endswith("#content") and skip[-1] else skip

    assert findings(open_tab(), samples, look) == {}


@pytest.mark.parametrize("code", languages.codes())
def test_the_menu_opens_by_keyboard_on_a_phone(server, shipped, open_tab, code):
    tab = open_tab(PHONE)
    tab.goto(server.url + OverviewPage.objects.get().url_in(code))

    tab.focus(".menu summary")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    first = tab.locator(".menu a").first
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{first.get_attribute('href')}")


@pytest.mark.parametrize("code", languages.codes())
def test_the_timeline_is_filtered_by_keyboard(server, shipped, open_tab, code):
    tab = open_tab()
    tab.goto(server.url + TimelinePage.objects.get().url_in(code))

    tab.focus(".filters summary")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("1992")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**from=1992**")

    assert tab.locator(".milestone").count()
    assert tab.locator(".filters").get_attribute("open") is not None
