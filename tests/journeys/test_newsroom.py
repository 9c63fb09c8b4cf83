"""Each group's day, once through: what ships for a newsroom, used by people who have that and no more."""

import re
import subprocess
from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.conftest import ENVIRONMENT
from tests.journeys.test_parity import SLOW, add_paragraph, expect, press, text

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
    expect(page.locator("#id_picture")).to_have_value(re.compile(r"\d+"))


def open_review(page, heading, title):
    """Open what waits for somebody, from the front page of their editor."""
    page.goto("/admin/")
    waiting = page.locator("section", has=page.get_by_role("heading", name=heading))
    waiting.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")
    page.wait_for_timeout(3000)


def approve(page, label):
    page.wait_for_timeout(3000)  # until autosave is done
    page.locator("footer [data-controller~=w-dropdown] > button").last.click()
    page.locator("footer").get_by_role("button", name=label, exact=True).click()
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
    expect(editor.get_by_text(re.compile(f"« {TITLES['fr']} ».*soumise"))).to_be_visible()

    reader = sign_in("translator-fr")
    open_review(reader, "Awaiting your review", TITLES["fr"])
    expect(reader.locator("#id_title_fr")).to_have_value(TITLES["fr"])
    approve(reader, "Approve")

    translator = sign_in("translator-en")
    open_review(translator, "Awaiting your review", TITLES["fr"])
    expect(translator.get_by_text(WORDS["fr"])).to_be_visible()
    expect(translator.locator("#id_title_fr")).to_have_count(0)
    translator.fill("#id_title_en", TITLES["en"])
