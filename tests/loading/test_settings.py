"""The settings of the portal in content files."""

import pytest
from django.core.management import CommandError
from django.utils import translation

from portal.models import BasePage, PortalSettings

pytestmark = pytest.mark.names_languages
LINK = {"label": {"fr": "Essai", "en": "Trial"}, "page": "/essai/"}
NOTICE = {"level": "warning", "text": {"fr": "<p>Fermé.</p>", "en": "<p>Closed.</p>"}}


@pytest.fixture
def settings_file(content, overview):
    """Return the fields of a settings object in a file, beside an area at /essai/."""
    content.area()
    return content.add("portal.portalsettings", footer_links=[LINK], accessibility_page="/essai/")


def test_they_are_loaded_with_the_pages_that_they_lead_to(settings_file, content):
    content.load()

    area, settings = BasePage.objects.get(slug_fr="essai"), PortalSettings.objects.get()
    assert settings.accessibility_page == area
    assert [link.page for link in settings.footer_links.all()] == [area]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"footer_links": [LINK | {"label": {"fr": "Essai"}}]}, "footer_links"),
        ({"footer_links": [LINK | {"url": {"fr": "https://example.org/"}}]}, "Choose a page or write"),
        ({"footer_links": [{"label": LINK["label"]}]}, "Choose a page or write"),
        ({"footer_links": [LINK] * 13}, "No more than 12 links."),
        ({"telephone": "call us"}, "Write figures"),
        ({"accessibility": "very"}, "full, partial, none"),
        ({"notices": [{"notice": NOTICE | {"text": {"fr": "<p>Fermé.</p>"}}}]}, "Missing in English."),
        ({"notices": [{"notice": NOTICE | {"starts": "tomorrow"}}]}, "starts"),
        ({"notices": [{"notice": NOTICE | {"level": "panic"}}]}, "panic"),
        (
            {"notices": [{"notice": NOTICE | {"starts": "2026-12-02", "ends": "2026-12-01"}}]},
            "It must end after it begins.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(settings_file, content, fields, told):
    settings_file |= fields

    with translation.override("en"), pytest.raises(CommandError) as error:
        content.load()

    assert told in str(error.value)
    assert not PortalSettings.objects.exists()


def test_a_time_is_one_however_it_is_written(settings_file, content):
    settings_file["notices"] = [{"notice": NOTICE | {"starts": "2026-12-01T09:00:00+01:00"}}]
    content.load()

    settings_file["notices"] = [{"notice": NOTICE | {"starts": "2026-12-01T08:00:00Z"}}]
    plan, _code = content.plan()

    assert not [each for each in plan["objects"] if each["action"] != "same"]


def test_a_newer_file_leaves_out_a_link_to_a_page_that_editors_deleted(settings_file, content):
    content.load()
    BasePage.objects.get(slug_fr="essai").delete()

    settings_file["footer_links"] = [LINK, {"label": LINK["label"], "url": {"fr": "https://example.org/"}}]
    content.apply("--prefer", "file")

    links = PortalSettings.objects.get().footer_links.all()
    assert [link.address for link in links] == ["https://example.org/"]
