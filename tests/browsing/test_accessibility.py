"""What a machine can tell of WCAG 2.2 AA: axe on every page, headings, landmarks."""

from collections import Counter

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browsing.conftest import DESK, PHONE

pytestmark = [pytest.mark.django_db, pytest.mark.long]

WCAG = [f"wcag{version}{level}" for version in ("2", "21", "22") for level in ("a", "aa")]
# what depends on colours and width; the rest is in the markup, and asked once
APPEARANCE = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
LANDMARKS = {"banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search"}


def axe(tab, context=None, **options):
    """Return what axe finds: its rule, and the elements with what is wrong with each.

    :param context: the parts of the page to look at, all of it if none are given
    :param options: those of ``axe.run``
    """
    options |= {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    run = "([context, options]) => axe.run(context ?? document, options)"
    results = tab.evaluate(run, [context, options])
    return [
        (each["id"], [(node["html"][:200], node["failureSummary"]) for node in each["nodes"]])
        for each in results["violations"]
    ]


def test_axe_finds_nothing_on_any_page_in_any_colours_at_any_width(addresses, open_tab, findings):
    def look(tab):
        tab.set_viewport_size(DESK)
        tab.emulate_media(color_scheme="light")
        found = axe(tab, runOnly=[*WCAG, "best-practice"])
        for scheme, size in (("dark", DESK), ("dark", PHONE), ("light", PHONE)):
            tab.set_viewport_size(size)
            tab.emulate_media(color_scheme=scheme)
            found += axe(tab, runOnly=APPEARANCE)
        return found

    assert findings(open_tab(), addresses, look) == {}


def test_headings_are_in_order_landmarks_told_apart_and_stops_named(addresses, open_tab, findings):
    tab = open_tab()
    browser = tab.context.new_cdp_session(tab)

    def look(_tab):
        nodes = [Node(each) for each in browser.send("Accessibility.getFullAXTree")["nodes"]]
        return wrong_headings(nodes) + unclear_landmarks(nodes) + nameless_stops(nodes)

    assert findings(tab, addresses, look) == {}


class Node:
    """What assistive technology is told of an element."""

    def __init__(self, node):
        self.role, self.name = (node.get(each, {}).get("value") for each in ("role", "name"))
        self.properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}

    def __repr__(self):
        return f"{self.role} “{self.name}” {self.properties.get('level', '')}"


def wrong_headings(nodes):
    """Return the headings that leave out a level, and all if there is not one of the first."""
    headings = [node for node in nodes if node.role == "heading"]
    levels = [node.properties["level"] for node in headings]
    if levels.count(1) != 1:
        return headings
    steps = zip([0, *levels], levels, strict=False)
    return [node for node, (above, level) in zip(headings, steps, strict=True) if level > above + 1]


def unclear_landmarks(nodes):
    """Return the landmarks that share their name with another, or their role without a name."""
    landmarks = [node for node in nodes if node.role in LANDMARKS]
    told = Counter((node.role, node.name) for node in landmarks)
    roles = Counter(node.role for node in landmarks)
    return [
        node
        for node in landmarks
        if told[node.role, node.name] > 1 or (roles[node.role] > 1 and not node.name)
    ]


def nameless_stops(nodes):
    """Return what takes the focus without a name, less the page and its content."""
    stops = [node for node in nodes if node.properties.get("focusable")]
    return [node for node in stops if not node.name and node.role not in {"main", "RootWebArea"}]
