"""Every page fits: narrow, zoomed, with a reader's own spacing; and nothing moves while it loads."""

import pytest

from tests.browsing.conftest import DESK, PHONE

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# WCAG 1.4.10: a window of 1280 by 1024, magnified four times
ZOOMED = {"width": 320, "height": 256}
NARROW = {"width": 320, "height": 640}

# what sticks out at the side, unless it is within a box of its own that scrolls
OVERFLOWING = """() => {
  const scrolls = (each) => each && each !== document.documentElement
    && (/auto|scroll|hidden|clip/.test(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [`${document.documentElement.scrollWidth} wide`, ...[...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > width + 0.5 && !scrolls(each.parentElement))
    .map((each) => each.outerHTML.slice(0, 200))];
}"""

# WCAG 1.4.12
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""

# what does not show all of its text
CLIPPED = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const style = getComputedStyle(each);
  const cut = (overflow, has, needs) => /hidden|clip/.test(overflow) && needs > has + 1;
  return each.innerText?.trim() && (cut(style.overflowX, each.clientWidth, each.scrollWidth)
    || cut(style.overflowY, each.clientHeight, each.scrollHeight));
}).map((each) => each.outerHTML.slice(0, 200))"""

# what stays in place over the page and takes more than a third of the window
STICKING = """() => [...document.querySelectorAll("body *")].filter((each) =>
  /fixed|sticky/.test(getComputedStyle(each).position) && each.checkVisibility()
    && each.getBoundingClientRect().height > innerHeight / 3).map((each) => each.outerHTML.slice(0, 200))"""

SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((shift) =>
    [shift.value, ...shift.sources.map((source) => source.node?.parentElement?.outerHTML.slice(0, 200))])))
    .observe({type: "layout-shift", buffered: true});
"""


def test_a_page_fits_a_narrow_window(addresses, open_tab, findings):
    def look(tab):
        tab.set_viewport_size(NARROW)
        found = tab.evaluate(OVERFLOWING)
        tab.set_viewport_size(ZOOMED)
        return found + tab.evaluate(STICKING)

    assert findings(open_tab(NARROW), addresses, look) == {}


def test_a_page_takes_the_spacing_of_its_reader(addresses, open_tab, findings):
    def look(tab):
        tab.add_style_tag(content=SPACING)
        found = []
        for size in (PHONE, DESK):
            tab.set_viewport_size(size)
            found += tab.evaluate(OVERFLOWING) + tab.evaluate(CLIPPED)
        return found

    assert findings(open_tab(bypass_csp=True), addresses, look) == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_loads(addresses, open_tab, findings, size):
    tab = open_tab(size)
    tab.add_init_script(SHIFTS)
    tab.context.new_cdp_session(tab).send("Network.setCacheDisabled", {"cacheDisabled": True})

    def look(tab):
        tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return tab.evaluate("window.shifts")

    assert findings(tab, addresses, look) == {}
