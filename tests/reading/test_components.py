"""The page of all components, by which the look is worked on in development."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import translation

from portal import languages, renditions
from portal.components import show_components
from portal.models import PortalImage

# what is no component of a page: its head, the header of answers in every language
ELSEWHERE = {"social", "plain_header", "exports", "site_map", "page_milestones", "milestone_picture"}


@pytest.mark.parametrize("code", languages.codes())
def test_it_shows_every_component(db, make_document, code):
    call_command("loaddata", "belarus", "milestones", verbosity=0)
    renditions.make([PortalImage.objects.first().pk])
    make_document()
    used = set()

    def note(template, **_signal):
        used.add(template.name)

    template_rendered.connect(note)
    try:
        with translation.override(code):
            request = RequestFactory().get(f"/{code}/_components/")
            request.user = SimpleNamespace(is_authenticated=False)
            response = show_components(request)
    finally:
        template_rendered.disconnect(note)

    assert response.status_code == 200
    folder = settings.BASE_DIR / "templates" / "components"
    components = {path.stem for path in folder.glob("*.html")} - ELSEWHERE
    shown = {name.removeprefix("components/").removesuffix(".html") for name in used if name}
    assert components - shown == set()


def test_it_is_there_in_development_only(client, overview):
    assert client.get("/_components/").status_code == 404
    assert client.get(f"{overview.url}_components/").status_code == 404


def test_every_stylesheet_is_that_of_a_component_or_a_part_of_one():
    folder = settings.BASE_DIR / "static" / "css" / "components"
    templates = {path.stem for path in (settings.BASE_DIR / "templates" / "components").glob("*.html")}
    parts = {"skip", "menu", "form", "status", "key_points", "notice", "error", "timeline", "results"}
    assert {path.stem for path in folder.glob("*.css")} <= templates | parts
