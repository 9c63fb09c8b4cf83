"""A newcomer clones the repository, follows the README, reads and edits: with a real server and browser."""

import re
import subprocess
from urllib.request import urlopen

import pytest

from tests.journeys.conftest import ENVIRONMENT, Server, clone

pytestmark = pytest.mark.long
sync_api = pytest.importorskip("playwright.sync_api")


def explore_overview(page, portal):
    """Go to the pages below the overview, through the explorer."""
    page.goto(f"{portal.url}/admin/pages/")
    page.get_by_role("link", name="Explore child pages of 'Relations with Belarus'").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))


def open_area(page, portal):
    """Open an area of cooperation for editing, found as an editor would."""
    explore_overview(page, portal)
    page.get_by_role("link", name=re.compile("^D.militari[sz]ation$")).first.click()
    page.wait_for_url("**/edit/")


def test_a_visitor_reads_the_same_page_in_both_languages(page, portal):
    page.goto(f"{portal.url}/fr/demilitarisation/mines-antipersonnel/?from=mail")
    assert page.locator("h1").inner_text() == "Destruction de mines antipersonnel"

    page.get_by_role("link", name="English").click()

    assert (
        page.url == f"{portal.url}/en/demilitarisation/anti-personnel-mines/"
    )  # what nobody asked for is left
    assert page.locator("h1").inner_text() == "Destruction of anti-personnel mines"
    assert page.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")
    assert page.context.cookies() == []


def test_the_language_switch_keeps_filters_and_place(page, portal):
    page.goto(f"{portal.url}/fr/chronologie/?kind=projet")
    page.get_by_role("link", name="Clôture du projet").click()
    page.wait_for_url("**#m-fin-de-la-destruction-des-mines")
    page.goto(f"{portal.url}/fr/chronologie/?kind=projet#m-fin-de-la-destruction-des-mines")

    page.get_by_role("link", name="English").click()

    anchor = "#m-fin-de-la-destruction-des-mines"
    page.wait_for_url(f"{portal.url}/en/timeline/?kind=projet{anchor}")
    assert page.locator(f"{anchor} h3").inner_text() == "The mine-destruction project closes"
    assert page.locator(".milestone").count() == 2


@pytest.mark.parametrize(
    ("path", "words"), [("/fr/chronologie/", "avril 1998"), ("/en/timeline/", "April 1998")]
)
def test_the_timeline_is_filtered_without_javascript(browser, portal, path, words):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(portal.url + path)
        page.locator(".filters summary").click()
        page.fill("[name=from]", words)
        page.fill("[name=to]", "2001")
        page.locator(".filters button").click()

        assert page.locator(".milestone").count() == 2
        assert page.locator(".filters [name=from]").input_value() == words
        page.locator(".filters__actions a").click()
        assert page.locator(".milestone").count() == 7


@pytest.mark.parametrize(
    "path",
    [
        "/fr/",
        "/en/",
        "/fr/confidentialite/",
        "/en/science/polesie/",
        "/fr/chronologie/?from=abc",
        "/en/timeline/",
        "/nothing/",
    ],
)
def test_a_page_fits_a_narrow_screen(page, portal, path):
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(portal.url + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_editor_changes_a_sentence_in_both_languages_and_sees_it(editing, portal):
    open_area(editing, portal)
    editing.fill("#id_introduction_fr", "Phrase relue par la rédaction.")
    editing.fill("#id_introduction_en", "Sentence revised by the editors.")
    editing.wait_for_timeout(1500)  # autosave stays on
    editing.get_by_role("button", name=re.compile("More actions|Plus d.actions")).last.click()
    with editing.expect_navigation():
        editing.locator("button[name=action-publish]").click()

    editing.goto(f"{portal.url}/fr/demilitarisation/")
    assert editing.get_by_text("Phrase relue par la rédaction.").is_visible()
    editing.goto(f"{portal.url}/en/demilitarisation/")
    assert editing.get_by_text("Sentence revised by the editors.").is_visible()


def test_both_languages_stand_side_by_side_and_stack_where_it_is_narrow(editing, portal):
    open_area(editing, portal)
    boxes = [editing.locator(f"#id_title_{code}").bounding_box() for code in ("fr", "en")]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"]
    block = editing.locator(".struct-block.translated").first
    columns = [block.locator(f"> [data-contentpath={code}]").bounding_box() for code in ("fr", "en")]
    assert columns[0]["y"] == columns[1]["y"]

    editing.set_viewport_size({"width": 600, "height": 1000})

    boxes = [editing.locator(f"#id_title_{code}").bounding_box() for code in ("fr", "en")]
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"]


@pytest.mark.parametrize(
    ("code", "title", "slug"),
    [
        ("fr", "Œuvre de l’État : l'été à Bruxelles", "oeuvre-de-l-etat-l-ete-a-bruxelles"),
        ("en", "The State’s works & Straße", "the-state-s-works-strasse"),
    ],
)
def test_a_typed_title_fills_the_slug_that_the_server_would_make(editing, portal, code, title, slug):
    from portal.languages import slug_of

    explore_overview(editing, portal)
    overview = editing.url.split("/")[-2]
    editing.goto(f"{portal.url}/admin/pages/add/cooperation/areapage/{overview}/")
    editing.locator(f"#id_title_{code}").press_sequentially(title)
    editing.keyboard.press("Tab")

    sync_api.expect(editing.locator(f"#id_slug_{code}")).to_have_value(slug)
    assert slug_of(title, code) == slug


def test_a_second_make_run_only_starts_the_server(portal):
    again = subprocess.run(
        ["make", "--question", "var/ready"],  # noqa: S607
        cwd=portal.folder,
        env=ENVIRONMENT,
        check=False,
    )

    assert again.returncode == 0


def test_the_readme_s_steps_without_make_lead_to_the_same(tmp_path):
    folder = clone(tmp_path / "portal")
    block = re.search(r"Without `make`:\n\n((?:    .*\n)+)", (folder / "README.md").read_text()).group(1)
    commands = [line.strip() for line in block.splitlines()]

    with Server(" && ".join(commands), folder) as server:
        assert "Relations avec le Bélarus" in urlopen(f"{server.url}/fr/").read().decode()  # noqa: S310
        assert urlopen(f"{server.url}/admin/login/").status == 200  # noqa: S310
