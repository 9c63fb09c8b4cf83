"""An editor keeps both languages together, in the real editor."""

import re
from itertools import count

import pytest

pytestmark = pytest.mark.long
sync_api = pytest.importorskip("playwright.sync_api")

_numbers = count(1)
SLOW = 30_000  # milliseconds until autosave has saved and told how each text stands
LANGUAGES = ["fr", "en"]
COPY = "Le projet a détruit des stocks anciens"


def expect(locator):
    return sync_api.expect(locator)


@pytest.fixture(scope="module", params=LANGUAGES)
def interface(request, portal, browser):
    """The language in which the editor works."""
    return request.param


@pytest.fixture
def form(editing, portal, interface):
    """The form of a new area, with a title in each language, in the editor's own language."""
    choose_interface(editing, portal, interface)
    editing.goto(f"{portal.url}/admin/pages/")
    overview = editing.locator("a[href*='/admin/pages/']:has(svg.icon-arrow-right)").first
    number = re.search(r"/pages/(\d+)/$", overview.get_attribute("href")).group(1)
    editing.goto(f"{portal.url}/admin/pages/add/cooperation/areapage/{number}/")
    editing.number = next(_numbers)
    editing.fill("#id_title_fr", f"Domaine {editing.number}")
    editing.fill("#id_title_en", f"Area {editing.number}")
    editing.overview = number
    return editing


def choose_interface(editing, portal, code):
    editing.goto(f"{portal.url}/admin/account/")
    editing.locator("[name=locale-preferred_language]").select_option(code)
    with editing.expect_navigation():
        editing.locator("form button[type=submit]").last.click()


def text(page, code, name="introduction"):
    """Return the place of a text in one language, with its input, state and buttons."""
    return page.locator(f"[data-text-language={code}]:has(#id_{name}_{code})")


def press(page, action):
    """Press one of the buttons at the foot of the form, and wait for the answer.

    Not for any navigation: autosave gives a new page its address without leaving the form.
    """
    page.locator("footer [data-controller~=w-dropdown] > button").last.click()
    with page.expect_event("domcontentloaded", timeout=SLOW):
        page.locator(f"button[name=action-{action}]").click()


def add_paragraph(page, **texts):
    page.locator("#panel-child-content-body-section, #panel-child-contenu-body-section").locator(
        "button.c-sf-add-button"
    ).first.click()
    page.get_by_role("option", name=re.compile("^(Paragraph|Paragraphe)$")).click()
    block = page.locator(".struct-block.translated:has(.Draftail-Editor)").last
    for code, words in texts.items():
        block.locator(f"[data-text-language={code}] .public-DraftEditor-content").click()
        page.keyboard.type(words)
        handed_over = block.locator(f"[data-text-language={code}] input[type=hidden]")
        expect(handed_over).to_have_value(re.compile(re.escape(words)), timeout=SLOW)
    return block


def test_both_languages_are_written_and_published(form, portal):
    form.fill("#id_introduction_fr", "Écrit en français.")
    form.fill("#id_introduction_en", "Written in English.")
    add_paragraph(form, fr="Un paragraphe.", en="One paragraph.")

    press(form, "publish")

    form.goto(f"{portal.url}/fr/domaine-{form.number}/")
    assert form.get_by_text("Un paragraphe.").is_visible()
    form.goto(f"{portal.url}/en/area-{form.number}/")
    assert form.get_by_text("One paragraph.").is_visible()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_refused_publication_shows_the_error_at_its_field(form, interface, code):
    other = next(each for each in LANGUAGES if each != code)
    form.fill(f"#id_introduction_{other}", "Only here")
    block = add_paragraph(form, **{other: "Only here"})

    press(form, "publish")

    expect(text(form, code).locator(".error-message")).to_be_visible()
    expect(text(form, other).locator(".error-message")).to_have_count(0)
    block = form.locator(".struct-block.translated:has(.Draftail-Editor)").last
    expect(block.locator(f"[data-text-language={code}] .error-message")).to_be_visible()
    expect(form.locator(f"#id_introduction_{other}")).to_have_value("Only here")


@pytest.mark.parametrize("code", LANGUAGES)
def test_autosave_tells_how_each_text_stands(form, code):
    other = next(each for each in LANGUAGES if each != code)
    form.wait_for_timeout(3000)  # until the editor begins to watch for changes
    form.fill(f"#id_introduction_{other}", "Only here")

    expect(text(form, code).locator(".parity-badge--missing")).to_be_visible(timeout=SLOW)
    expect(text(form, other).locator(".parity-badge--fine")).to_be_visible()
    expect(form.locator("[data-side-panel-toggle=parity]")).to_contain_text("1")
    form.fill(f"#id_introduction_{code}", "Here too")
    expect(text(form, code).locator(".parity-badge--fine")).to_be_visible(timeout=SLOW)


def test_a_copy_is_marked_until_it_differs_and_can_be_undone(form):
    form.fill("#id_introduction_fr", "Deux mots")

    text(form, "en").locator(".parity-bar__copy").click()

    expect(form.locator("#id_introduction_en")).to_have_value("Deux mots")
    expect(text(form, "en").locator(".parity-badge--copied")).to_be_visible()
    form.keyboard.press("End")
    form.keyboard.type("!")
    expect(text(form, "en").locator(".parity-badge--copied")).to_have_count(0)
    form.keyboard.press("Control+z")
    form.keyboard.press("Control+z")
    expect(form.locator("#id_introduction_en")).to_have_value("")


def test_a_copied_paragraph_is_accepted_as_it_is(form):
    block = add_paragraph(form, fr=COPY)
    form.wait_for_timeout(3000)
    english = block.locator("[data-text-language=en]")

    english.locator(".parity-bar__copy").click()

    expect(english.locator(".public-DraftEditor-content")).to_have_text(COPY)
    expect(english.locator(".parity-badge--copied")).to_be_visible()
    english.locator(".parity-bar__settle").click(timeout=SLOW)
    expect(english.locator(".parity-badge--fine")).to_be_visible(timeout=SLOW)


def test_the_side_panel_leads_to_what_is_missing(form):
    form.wait_for_timeout(3000)
    form.fill("#id_introduction_fr", "Seulement ici")
    expect(text(form, "en").locator(".parity-badge--missing")).to_be_visible(timeout=SLOW)

    form.locator("[data-side-panel-toggle=parity]").click()
    form.locator(".parity-panel__text").first.click()

    expect(form.locator("#id_introduction_en")).to_be_focused()


def test_one_draft_is_previewed_in_each_language_and_beside_each_other(form):
    form.fill("#id_introduction_fr", "Aperçu français")
    form.fill("#id_introduction_en", "English preview")
    form.locator("[data-side-panel-toggle=preview]").click()
    mode = form.locator("#id_preview_mode")
    frame = form.frame_locator("iframe.w-preview__iframe").last
    expect(frame.locator("h1")).to_be_visible(timeout=SLOW)

    for code, words in (("fr", "Aperçu français"), ("en", "English preview")):
        mode.select_option(code)
        expect(frame.get_by_text(words).first).to_be_visible(timeout=SLOW)
    mode.select_option("side-by-side")

    for code, words in (("fr", "Aperçu français"), ("en", "English preview")):
        expect(frame.frame_locator(f"iframe[lang={code}]").get_by_text(words).first).to_be_visible(
            timeout=SLOW
        )


def test_many_are_published_but_for_the_one_with_a_hole(form, portal, interface):
    overview = form.overview
    titles = {"whole": "Entier", "holed": "Troué"}
    for name, title in titles.items():
        form.goto(f"{portal.url}/admin/pages/add/cooperation/areapage/{overview}/")
        form.fill("#id_title_fr", f"{title} {interface}")
        if name == "whole":
            form.fill("#id_title_en", f"Whole {interface}")
        form.locator("footer button.action-save").first.click()
        form.wait_for_url("**/edit/")
    form.goto(f"{portal.url}/admin/pages/{overview}/")
    for title in (f"Troué {interface}", f"(Whole|Entier) {interface}"):
        row = form.locator("tr", has=form.get_by_text(re.compile(f"^\\s*{title}\\s*$")))
        row.locator("[data-bulk-action-checkbox]").check()
    form.locator("[data-bulk-action-footer] a[href*='/publish/']").click()
    form.locator("form button[type=submit], form input[type=submit]").last.click()
    form.wait_for_load_state()

    expect(
        form.get_by_text(re.compile(f"Troué {interface}.*(n’est pas publié|is not published)"))
    ).to_be_visible()
    assert form.request.get(f"{portal.url}/en/whole-{interface}/").status == 200
    assert form.request.get(f"{portal.url}/fr/troue-{interface}/").status == 404


def test_the_form_stacks_beside_a_side_panel(form):
    def tops():
        return [form.locator(f"#id_title_{code}").bounding_box()["y"] for code in LANGUAGES]

    first, second = tops()
    assert first == second

    form.locator("[data-side-panel-toggle=parity]").click()
    form.wait_for_function(
        "() => id_title_en.getBoundingClientRect().top > id_title_fr.getBoundingClientRect().bottom"
    )


def test_the_state_of_a_child_stands_at_its_own_text(form, portal):
    found = form.request.get(
        f"{portal.url}/admin/api/main/pages/?type=cooperation.ProjectPage&limit=20"
    ).json()
    [seminar] = [page["id"] for page in found["items"] if page["meta"]["slug"] in {"seminaire", "seminar"}]
    form.goto(f"{portal.url}/admin/pages/{seminar}/edit/")
    form.wait_for_timeout(3000)
    organisation = form.locator("#id_participants-1-name_en").input_value()
    assert organisation

    second, first = text(form, "en", "participants-1-name"), text(form, "en", "participants-0-name")
    form.fill("#id_participants-1-name_en", "")

    expect(second.locator(".parity-badge--missing")).to_be_visible(timeout=SLOW)
    expect(first.locator(".parity-badge--fine")).to_be_visible()
    form.fill("#id_participants-1-name_en", organisation)
    expect(second.locator(".parity-badge--fine")).to_be_visible(timeout=SLOW)
