"""What nobody foresaw: pages answer and hold together, whatever editors write, and however much or little."""

import json
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from cooperation.models import AreaPage
from portal import languages, renditions
from portal.models import OverviewPage, PortalDocument, PortalImage, PortalSettings
from tests.browsing.conftest import DESK
from tests.browsing.muddle import MUDDLED
from tests.browsing.rarities import every_block
from tests.browsing.test_layout import CLIPPED, NARROW, OVERFLOWING
from tests.changing import in_each, texts
from timeline.models import TimelinePage

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ODD = {
    "long": "Donaudampfschifffahrt" * 20,
    "short": "A",
    "arabic": "مشروع الأمن (2024)!",
    "hebrew": "שיתוף פעולה: בלארוס",
    "emoji": "👩🏽‍🚀🏳️‍🌈🇧🇾 ✌️ 🧑‍🤝‍🧑",
    "accents": "Z̴̡̧͚̳̗̱̖̳̙̪̣̲̙̮͛͂̎ả̸̛l̵̛g̸o",
    "markup": "</h1><script>alert(1)</script> &amp;amp; {{ x }}",
}


@pytest.fixture
def overview(shipped):
    """The shipped one, under which the odd ones are made."""
    return OverviewPage.objects.get()


@pytest.fixture
def shaken(overview, open_tab, findings):
    """Return what falls apart on some pages, the overview, the timeline, the site map and in searches."""

    def shaken(*pages, asked="radar"):
        call_command("search_index", "--repair", verbosity=0)
        tab, addresses, answers = open_tab(), [], {}
        tab.on("response", lambda answer: answers.update({answer.url: answer.status}))
        for code in languages.codes():
            addresses += [page.url_in(code) for page in (*pages, overview, TimelinePage.objects.get())]
            with translation.override(code):
                search = f"{reverse('search')}?q="
                addresses += [reverse("site_map"), f"{search}radar", search + quote(asked)]

        def look(tab):
            tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            found = []
            for size in (NARROW, DESK):
                tab.set_viewport_size(size)
                found += [each for wrong in (OVERFLOWING, CLIPPED, MUDDLED) for each in tab.evaluate(wrong)]
            return found

        found = findings(tab, addresses, look)
        return found | {url: status for url, status in answers.items() if status >= 400}

    return shaken


def saying(text, stored):
    """Return blocks that say something else, and the same in all of them."""
    match stored:
        case list():
            return [saying(text, each) for each in stored]
        case dict() if set(stored) == set(languages.codes()):
            prose = f'<p><a href="https://example.org/">{text}</a> 1998</p>'
            return {code: prose if old.startswith("<p") else text for code, old in stored.items()}
        case dict():
            return {key: saying(text, each) for key, each in stored.items()}
    return stored


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_hold_wherever_they_stand(shaken, make_area, make_project, make_milestone, make_kind, name):
    text = ODD[name]
    title, line, long = in_each(text[:255]), in_each(text[:100]), in_each(f"{text} radar")
    PortalSettings.objects.update(
        **texts("name", line), **texts("tagline", title), **texts("postal_address", title)
    )
    odd = {**texts("title", title), **texts("introduction", long)}
    OverviewPage.objects.update(**odd)
    odd["body"] = json.dumps(saying(text, AreaPage(body=every_block()).body.get_prep_value()))
    PortalDocument.objects.update(**texts("title", title))
    PortalImage.objects.update(**texts("credit", title))
    area = make_area(show_in_menus=True, **odd)
    project = make_project(area, status="ongoing", **odd, **texts("programme", title))
    project.participants.create(role="lead", **texts("name", title))
    make_kind("odd", **texts("name", line))
    for importance in ("major", "normal", "minor"):
        said = {**texts("title", title), **texts("description", long)}
        make_milestone(kind="odd", importance=importance, pages=[area, project], **said)

    assert shaken(area, project, asked=text[:200]) == {}


def test_forty_areas_hold(shaken, make_area):
    assert shaken(*[make_area(show_in_menus=True) for _number in range(40)][:1]) == {}


def test_a_portal_without_areas_holds(shaken):
    for area in AreaPage.objects.all():
        area.delete()

    assert shaken() == {}


def test_a_page_of_five_thousand_words_holds(shaken, make_information):
    section = [("heading", in_each("Heading")), ("paragraph", in_each(f"<p>{'word ' * 83}</p>"))]

    assert shaken(make_information(body=section * 60)) == {}


@pytest.mark.parametrize("made", [True, False], ids=["with sizes", "without sizes"])
def test_pages_hold_whose_files_are_lost(shaken, make_area, make_milestone, make_image, make_document, made):
    picture, document = make_image(), make_document()
    if made:
        renditions.make([picture.pk])
    body = [("figure", {"image": picture, "caption": in_each("Lost")}), ("documents", [document])]
    area = make_area(picture=picture, body=body)
    make_milestone(picture=picture, pages=[area])
    for each in (picture, document, *picture.renditions.all()):
        each.file.storage.delete(each.file.name)

    lost = shaken(area)

    assert set(lost.values()) == ({404} if made else set())
    assert all("/media/images/" in address for address in lost)
