"""An editor sees what another language changed, settles it, and puts one language back."""

import pytest

from tests.journeys.test_parity import (
    LANGUAGES,
    SLOW,
    add_paragraph,
    expect,
    form,
    interface,
    press,
    text,
)

pytestmark = pytest.mark.long

__all__ = ["form", "interface"]  # fixtures
BEFORE = {"fr": "Le pays a détruit ses stocks en 2003.", "en": "The country destroyed its stocks in 2003."}
AFTER = {
    "fr": "Le pays a détruit tous ses stocks en 2007.",
    "en": "The country destroyed all its stocks in 2007.",
}


@pytest.fixture
def published(form):
    """The form of a published area, with an introduction and a paragraph in each language."""
    form.wait_for_timeout(3000)  # until the editor begins to watch for changes
    for code, words in BEFORE.items():
        form.fill(f"#id_introduction_{code}", words)
    form.wait_for_url("**/edit/", timeout=SLOW)  # it has been saved for the first time
    form.address = form.url
    add_paragraph(form, **BEFORE)
    publish(form)
    reopen(form)
    return form


@pytest.fixture
def changed(interface):
    """The language in which a text is changed: the editor's own."""
    return interface


@pytest.fixture
def other(interface):
    return next(code for code in LANGUAGES if code != interface)


def publish(page):
    """Publish once autosave is done, and wait until that is done: the list of pages is shown then."""
    page.wait_for_timeout(3000)
    press(page, "publish")
    page.wait_for_url(f"**/admin/pages/{page.overview}/", timeout=SLOW)


def reopen(page):
    page.goto(page.address)
    page.wait_for_timeout(3000)


def paragraph(page, code):
    block = page.locator(".struct-block.translated:has(.Draftail-Editor)").last
    return block.locator(f"[data-text-language={code}]")


def test_a_change_is_seen_in_the_other_language_and_settled_by_an_edit(published, changed, other):
    page = published
    page.fill(f"#id_introduction_{changed}", AFTER[changed])
    publish(page)

    reopen(page)
    behind = text(page, other)
    expect(behind.locator(".parity-badge--outdated")).to_be_visible()
    expect(text(page, changed).locator(".parity-badge--fine")).to_be_visible()
    shown = behind.locator(f".parity-changes [lang={changed}]")
    expect(shown.locator("del")).to_have_text("2003")
    expect(shown.locator("ins").last).to_have_text("2007")
    expect(page.locator("[data-side-panel-toggle=parity]")).to_contain_text("1")

    page.fill(f"#id_introduction_{other}", AFTER[other])

    expect(behind.locator(".parity-badge--fine")).to_be_visible(timeout=SLOW)
    expect(behind.locator(".parity-changes")).to_be_hidden()
    publish(page)
    reopen(page)
    expect(page.locator("[data-edit-form] .parity-badge--outdated")).to_have_count(0)


def test_a_change_of_a_paragraph_is_settled_by_a_click(published, changed, other):
    page = published
    paragraph(page, changed).locator(".public-DraftEditor-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Encore.")
    page.wait_for_timeout(1000)
    publish(page)
    reopen(page)
    behind = paragraph(page, other)
    expect(behind.locator(".parity-changes ins")).to_contain_text("Encore.")

    behind.locator(".parity-bar__settle").click()

    expect(behind.locator(".parity-badge--fine")).to_be_visible(timeout=SLOW)
    expect(behind.locator(".parity-changes")).to_be_hidden()
    reopen(page)
    expect(paragraph(page, other).locator(".parity-badge--fine")).to_be_visible()


def test_an_earlier_text_is_put_back_into_its_input_and_can_be_undone(published, changed, other):
    page = published
    paragraph(page, changed).locator(".public-DraftEditor-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Encore.")
    page.fill(f"#id_introduction_{changed}", AFTER[changed])
    page.wait_for_timeout(1000)
    publish(page)
    reopen(page)

    for place in (text(page, changed), paragraph(page, changed)):
        place.locator(".parity-bar__earlier").click()
        place.locator(".parity-earlier [data-value]").first.click()

    expect(page.locator(f"#id_introduction_{changed}")).to_have_value(BEFORE[changed])
    expect(page.locator(f"#id_introduction_{other}")).to_have_value(BEFORE[other])
    content = paragraph(page, changed).locator(".public-DraftEditor-content")
    expect(content).to_have_text(BEFORE[changed])
    content.click()
    page.keyboard.press("Control+z")
    expect(content).to_have_text(f"{BEFORE[changed]} Encore.")


def test_one_language_of_a_page_is_put_back_from_its_history(published, changed, other):
    page = published
    for code in (changed, other):
        page.fill(f"#id_introduction_{code}", AFTER[code])
    publish(page)
    page.goto(page.address.replace("/edit/", "/history/"))
    page.locator("td button[aria-label]").last.click()

    page.locator(f"a[href*='put_back'][href$='language={changed}']").last.click()
    page.wait_for_load_state()

    expect(page.locator(f"#id_introduction_{changed}")).to_have_value(BEFORE[changed])
    expect(page.locator(f"#id_introduction_{other}")).to_have_value(AFTER[other])
    publish(page)
    reopen(page)
    expect(page.locator(f"#id_introduction_{changed}")).to_have_value(BEFORE[changed])
    expect(page.locator(f"#id_introduction_{other}")).to_have_value(AFTER[other])
    expect(text(page, other).locator(".parity-badge--outdated")).to_be_visible()
