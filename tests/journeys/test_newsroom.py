"""Each group's day, once through: what ships for a newsroom, used by people who have that and no more."""

import re
import subprocess
from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.conftest import ENVIRONMENT
from tests.journeys.test_parity import LANGUAGES, SLOW, add_paragraph, expect, press, text

pytestmark = pytest.mark.long

PASSWORD = "only for this journey"  # noqa: S105
PEOPLE = {
    "rédactrice": ("Editors", "fr"),
    "translator-fr": ("Translators into French", "en"),
    "translator-en": ("Translators into English", "en"),
    "publication": ("Publishers", "fr"),
}
ACCOUNTS = f"""
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile
for name, (group, code) in {PEOPLE!r}.items():
    user = get_user_model().objects.create_user(name, f"{{name}}@localhost", {PASSWORD!r})
    user.groups.add(Group.objects.get(name__endswith=f"· {{group}}"))
    UserProfile.objects.create(user=user, preferred_language=code)
"""
TITLES = {"fr": "Destruction des stocks", "en": "Destruction of stockpiles"}
WORDS = {"fr": "Le dernier stock est détruit.", "en": "The last stockpile is destroyed."}


def manage(portal, *command):
    """Run a command where the portal runs, as its deployer would."""
    subprocess.run(  # noqa: S603
        [".venv/bin/python", "manage.py", *command], cwd=portal.folder, env=ENVIRONMENT, check=True
    )


@pytest.fixture(scope="module")
def newsroom(portal):
    """The portal, with a person in each group that ships."""
    manage(portal, "shell", "--verbosity", "0", "--command", ACCOUNTS)
    return portal


@pytest.fixture
def sign_in(browser, newsroom):
    """Sign somebody in, in a browser of their own; without a name, a visitor."""
    contexts = []

    def sign_in(name=None):
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 1000}, base_url=newsroom.url))
        page = contexts[-1].new_page()
        if name:
            page.goto("/admin/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url("**/admin/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def add_information_page(page):
    """Begin a page below the front page, by the buttons."""
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Ajouter une sous-page").first.click()
    page.get_by_role("link", name="Page d’information").first.click()
    page.wait_for_timeout(3000)  # until the editor begins to watch for changes


def add_picture(page, alternative):
    """Upload a picture where the form asks for one, described in French alone."""
    file = BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(file, "PNG")
    page.locator("#id_picture-chooser [data-chooser-action-choose]").first.click()
    window = page.locator(".modal")
    window.get_by_role("tab", name="Transférer").click()
    window.locator("[type=file]").set_input_files(
        {"name": "stocks.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    window.locator("[name$=description_fr]").fill(alternative)
    window.locator("form[enctype] [type=submit]").click()
    expect(page.locator("#id_picture")).to_have_value(re.compile(r"\d+"), timeout=SLOW)


def open_review(page, heading, title):
    """Open what waits for somebody, from the front page of their editor."""
    page.goto("/admin/")
    waiting = page.locator("section", has=page.get_by_role("heading", name=heading))
    waiting.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")
    page.wait_for_timeout(3000)


def approve(page):
    page.wait_for_timeout(3000)  # until autosave is done
    page.locator("footer [data-controller~=w-dropdown] > button").last.click()
    page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])").click()
    page.wait_for_url("**/admin/pages/*/", timeout=SLOW)


def write_paragraph(page, code):
    """Write into the only paragraph, in one language."""
    place = page.locator(f".struct-block.translated [data-text-language={code}]").last
    place.locator(".public-DraftEditor-content").click()
    page.keyboard.type(WORDS[code])
    expect(place.locator("input[type=hidden]")).to_have_value(re.compile(re.escape(WORDS[code])))


def open_page(page, slug):
    found = page.request.get("/admin/api/main/pages/?type=portal.InformationPage&limit=20").json()
    [number] = [each["id"] for each in found["items"] if each["meta"]["slug"] in slug]
    page.goto(f"/admin/pages/{number}/edit/")
    page.wait_for_timeout(3000)


def save_after_another(page):
    """Save although Wagtail tells that somebody else has saved meanwhile."""
    page.wait_for_timeout(3000)
    page.locator("footer button.action-save").first.click()
    page.locator("#w-save-confirmation-dialog [data-w-dialog-target=confirm]").click()
    page.wait_for_load_state()


def test_a_page_is_written_read_in_each_language_and_published(sign_in):
    editor = sign_in("rédactrice")
    add_information_page(editor)
    editor.fill("#id_title_fr", TITLES["fr"])
    add_paragraph(editor, fr=WORDS["fr"])
    add_picture(editor, "Un atelier vide")
    expect(text(editor, "en", "title").locator(".parity-badge--missing")).to_be_visible(timeout=SLOW)
    editor.wait_for_timeout(3000)
    press(editor, "submit")
    expect(editor.locator(".messages")).to_contain_text("a été soumise pour modération")

    reader = sign_in("translator-fr")
    open_review(reader, "Awaiting your review", TITLES["fr"])
    expect(reader.locator("#id_title_fr")).to_have_value(TITLES["fr"])
    approve(reader)

    translator = sign_in("translator-en")
    open_review(translator, "Awaiting your review", TITLES["fr"])
    expect(translator.get_by_text(WORDS["fr"]).first).to_be_visible()
    expect(translator.locator("#id_title_fr")).to_have_count(0)
    for label in ("Delete", "Move up", "Move down", "Duplicate", "Insert a block"):
        expect(translator.get_by_role("button", name=label, exact=True)).to_have_count(0)
    for address in ("delete", "move", "copy"):
        expect(translator.locator(f"a[href*='/{address}/']")).to_have_count(0)
    translator.fill("#id_title_en", TITLES["en"])
    write_paragraph(translator, "en")
    approve(translator)

    publisher, visitor = sign_in("publication"), sign_in()
    assert visitor.goto("/fr/destruction-des-stocks/").status == 404
    open_review(publisher, "En attente de votre vérification", TITLES["fr"])
    approve(publisher)
    visitor.goto("/fr/destruction-des-stocks/")
    for code in LANGUAGES:
        if code == "en":
            visitor.get_by_role("link", name="English").first.click()
        expect(visitor.locator("h1")).to_have_text(TITLES[code])
        expect(visitor.get_by_text(WORDS[code])).to_be_visible()


def test_two_people_change_one_page_and_nothing_is_lost(sign_in):
    editor, publisher = sign_in("rédactrice"), sign_in("publication")
    for person in (editor, publisher):
        open_page(person, ["confidentialite", "privacy"])
    editor.fill("#id_title_fr", "Données personnelles")
    editor.wait_for_timeout(4000)  # until autosave is done
    publisher.fill("#id_title_fr", "Vie privée")
    save_after_another(publisher)

    told = publisher.locator(".meanwhile")
    expect(told.locator("del").first).to_be_visible()
    expect(told.locator("ins").first).to_be_visible()
    told.get_by_role("button", name="Prendre le texte de l’autre").click()
    expect(publisher.locator("#id_title_fr")).to_have_value("Données personnelles")
    publisher.locator("footer button.action-save").first.click()
    publisher.wait_for_load_state()
    expect(publisher.locator(".meanwhile")).to_have_count(0)

    for person in (editor, publisher):
        open_page(person, ["confidentialite", "privacy"])
    editor.fill("#id_title_en", "Personal data")
    editor.wait_for_timeout(4000)
    publisher.fill("#id_introduction_fr", "Ce que le portail garde de vous.")
    save_after_another(publisher)
    expect(publisher.locator(".meanwhile li")).to_have_count(1)
    expect(publisher.locator("#id_title_en")).to_have_value("Personal data")
    expect(publisher.locator("#id_introduction_fr")).to_have_value("Ce que le portail garde de vous.")


def test_what_stands_on_every_page_is_seen_before_and_after_it_is_saved(sign_in):
    publisher, visitor = sign_in("publication"), sign_in()
    publisher.goto("/admin/settings/portal/portalsettings/")
    publisher.locator("[data-side-panel-toggle=preview]").click()
    taglines = {"fr": "Deux pays, un dialogue", "en": "Two countries, one dialogue"}
    notices = {"fr": "Le portail ferme mardi.", "en": "The portal closes on Tuesday."}
    publisher.locator("[id$=notices-section] button.c-sf-add-button").first.click()
    for code in LANGUAGES:
        publisher.fill(f"#id_tagline_{code}", taglines[code])
        place = publisher.locator(f"[id$=notices-section] [data-text-language={code}]").last
        place.locator(".public-DraftEditor-content").click()
        publisher.keyboard.type(notices[code])
        expect(place.locator("input[type=hidden]")).to_have_value(re.compile(notices[code]))

    frame = publisher.frame_locator("iframe.w-preview__iframe").last
    expect(frame.get_by_text(notices["fr"])).to_be_visible(timeout=SLOW)
    publisher.locator("footer button[type=submit]").first.click()
    expect(publisher.locator(".messages")).to_be_visible()
    for code in LANGUAGES:
        visitor.goto(f"/{code}/")
        expect(visitor.get_by_text(notices[code])).to_be_visible()
        expect(visitor.get_by_text(taglines[code])).to_be_visible()


def schedule(page, moment):
    """Put publication off, in the side panel, and publish."""
    if not page.locator("[data-side-panel=status]").is_visible():  # the editor remembers it
        page.click("[data-side-panel-toggle=status]")
    page.click("[data-a11y-dialog-show=schedule-publishing-dialog]")
    dialog = page.locator("#schedule-publishing-dialog")
    dialog.locator("#id_go_live_at").fill(moment)
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)  # until the calendar has taken the date
    dialog.locator("h2").click()
    page.locator(".xdsoft_datetimepicker:visible").wait_for(state="hidden")
    dialog.locator("button.action-save").click()
    page.wait_for_timeout(3000)  # until autosave is done
    press(page, "publish")


def test_a_publisher_schedules_and_is_told_whether_the_job_runs(sign_in, newsroom):
    publisher = sign_in("publication")
    publisher.goto("/admin/snippets/timeline/milestone/")
    milestones = publisher.locator(".listing a[href*='/edit/']")
    first, second, *_rest = dict.fromkeys(link.get_attribute("href") for link in milestones.all())

    publisher.goto(first)
    publisher.wait_for_timeout(3000)
    schedule(publisher, "2040-01-01 10:00")
    expect(publisher.locator(".messages")).to_contain_text("publish_scheduled")

    manage(newsroom, "publish_scheduled")
    publisher.goto(second)
    publisher.wait_for_timeout(3000)
    schedule(publisher, "2040-01-01 10:00")
    expect(publisher.locator(".messages")).to_be_visible()
    expect(publisher.locator(".messages")).not_to_contain_text("publish_scheduled")
