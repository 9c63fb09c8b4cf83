"""Nothing that visitors or editors do is refused by the policy that the portal gives to their browsers."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.admin.admin_url_finder import AdminURLFinder

from cooperation.models import ProjectPage
from portal import languages
from portal.models import OverviewPage, PortalImage, PortalSettings
from tests.browsing.test_editor import editing  # noqa: F401 (a fixture)
from tests.editing.test_edit_page import edit_url
from timeline.models import Milestone

pytestmark = [pytest.mark.django_db, pytest.mark.long]
codes = pytest.mark.parametrize("code", languages.codes())

# Wagtail's crop tool asks by an attribute whether there is touch: to be refused it is an answer
LISTEN = """addEventListener("securitypolicyviolation", event => {
  if (event.effectiveDirective === "script-src-attr" && event.sourceFile.includes("/jquery.Jcrop.")) return;
  (window.refused ??= []).push([event.effectiveDirective, event.blockedURI, event.sample].join(" "));
});"""


def refused(tab):
    """Return what the browser refused in a tab and the frames within it."""
    return [each for frame in tab.frames for each in frame.evaluate("window.refused ?? []")]


@codes
def test_a_visitor_is_refused_nothing(open_tab, findings, samples, code):
    tab = open_tab()
    tab.add_init_script(LISTEN)
    assert findings(tab, samples, refused) == {}


@codes
def test_an_editor_is_refused_nothing_on_any_screen(editing, findings, editor, code):  # noqa: F811
    edited = [ProjectPage.objects.first(), OverviewPage.objects.get(), Milestone.objects.first()]
    edited += [PortalSettings.load(), PortalImage.objects.first()]
    screens = [AdminURLFinder(editor).get_edit_url(each) for each in edited]
    screens += [
        reverse(name)
        for name in ("wagtailadmin_home", "guide", "parity_report", "wagtailadmin_reports:site_history")
    ]
    tab = editing(code)
    tab.add_init_script(LISTEN)
    assert findings(tab, screens, refused) == {}


@codes
def test_choosers_dates_repeated_parts_and_previews_work(server, editing, code):  # noqa: F811
    tab = editing(code)
    tab.add_init_script(LISTEN)
    milestone = Milestone.objects.first()
    tab.goto(server.url + reverse(Milestone.snippet_viewset.get_url_name("edit"), args=[milestone.pk]))

    tab.locator("#id_links-OPEN_MODAL").click()
    expect(tab.locator(".modal-dialog")).to_be_visible()
    tab.locator(".modal-dialog [data-dismiss=modal]").first.click()
    expect(tab.locator(".modal-dialog")).to_be_hidden()
    sources = tab.locator("#id_sources-FORMS > *")
    before = sources.count()
    tab.locator("#id_sources-ADD").click()
    expect(sources).to_have_count(before + 1)
    assert refused(tab) == []

    tab.goto(server.url + edit_url(ProjectPage.objects.first()))
    tab.locator("[data-side-panel-toggle=preview]").click()
    frame = tab.frame_locator("iframe").first
    expect(frame.locator("h1")).to_be_visible(timeout=20_000)
    assert refused(tab) == []
