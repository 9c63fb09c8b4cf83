"""What the portal adds to the editor: what axe finds of WCAG 2.2 AA, and what a screen reader says."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.admin.admin_url_finder import AdminURLFinder

from cooperation.models import ProjectPage
from portal import languages
from portal.models import OverviewPage, PortalSettings
from tests.browsing.test_accessibility import WCAG, axe
from tests.editing.test_edit_page import edit_url, use_interface
from timeline.models import Milestone

pytestmark = [pytest.mark.django_db, pytest.mark.long]
codes = pytest.mark.parametrize("code", languages.codes())

# the rest of a screen is Wagtail’s
OWN = [".parity-summary", ".parity-badge", ".parity-panel", ".translated", ".read-only", ".guide"]


@pytest.fixture
def editing(server, shipped, open_tab, editor, client):
    """Open a tab in which an editor is signed in, with an interface in a language."""

    def editing(code):
        use_interface(editor, code)
        client.force_login(editor)
        tab = open_tab()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        tab.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
        return tab

    return editing


@codes
def test_axe_finds_nothing_in_what_the_portal_adds(editing, findings, editor, code):
    edited = [ProjectPage.objects.first(), OverviewPage.objects.get(), Milestone.objects.first()]
    screens = [AdminURLFinder(editor).get_edit_url(each) for each in [*edited, PortalSettings.load()]]
    screens += [reverse(name) for name in ("wagtailadmin_home", "guide", "parity_report")]

    def look(tab):
        own = [each for each in OWN if tab.locator(each).count()]
        return axe(tab, {"include": own}, runOnly=WCAG) if own else ["nothing of the portal’s own"]

    assert findings(editing(code), screens, look) == {}


@codes
def test_rich_text_is_told_by_its_language_and_how_it_stands(server, editing, code):
    tab = editing(code)
    tab.goto(server.url + edit_url(ProjectPage.objects.first()))

    for each in languages.codes():
        text = tab.locator(f"[data-text-language={each}] .Draftail-Editor [role=textbox]").first
        badge = tab.locator(f"[data-text-language={each}]:has(.Draftail-Editor) .parity-badge").first
        expect(text).to_have_accessible_name(languages.name_of(each))
        expect(text).to_have_accessible_description(re.compile(re.escape(badge.inner_text())))
