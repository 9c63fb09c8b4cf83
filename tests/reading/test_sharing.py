"""What social networks show where a page is shared: words of its language, and a picture."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from wagtail.images.tests.utils import get_test_image_file

from portal import languages, renditions
from portal.models import PortalImage, PortalSettings
from portal.texts import column
from tests.changing import change, codes, others
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_picture(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make_picture(**fields):
        file = get_test_image_file(size=(2400, 1600))
        texts = in_every_language(title="Picture", description="A bridge")
        picture = PortalImage.objects.create(file=file, **(texts | fields))
        renditions.make([picture.pk])
        return picture

    return make_picture


def shared(client, page, code):
    document = BeautifulSoup(client.get(page.url_in(code)).content, "html.parser")
    metas = document.head.find_all("meta")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in metas}


@codes
def test_a_page_is_shared_in_its_language(client, overview, area, code):
    area = change(area, introduction="Introduction")

    said = shared(client, area, code)

    assert said["og:type"] == "article"
    assert said["og:title"] == area.in_language("title", code)
    assert said["og:description"] == f"Introduction {code}"
    assert said["og:url"] == settings.BASE_URL + area.url_in(code)
    assert said["og:site_name"] == overview.in_language("title", code)
    assert said["og:locale"] == languages.locale_of(code)
    assert said["twitter:card"] == "summary"
    assert shared(client, overview, code)["og:type"] == "website"


@codes
def test_the_description_for_search_engines_comes_before_the_introduction(client, area, code):
    area = change(area, introduction="Introduction")
    area = change(area, search_description="Summary", code=code)

    assert shared(client, area, code)["og:description"] == f"Summary {code}"
    for other in others(code):
        assert shared(client, area, other)["og:description"] == f"Introduction {other}"


@codes
def test_a_language_that_a_page_is_not_meant_for_is_not_offered(client, make_area, code):
    area = make_area(**{column("published_in", code): False})

    for other in others(code):
        said = shared(client, area, other)
        assert said.get("og:locale:alternate") != languages.locale_of(code)
    assert "og:title" not in shared(client, area, code)


@codes
def test_a_page_s_own_picture_comes_before_the_portal_s(client, make_area, make_picture, code):
    general, own = make_picture(), make_picture(**in_every_language(description="A boat"))
    PortalSettings.objects.create(social_picture=general)

    with_own, without = shared(client, make_area(picture=own), code), shared(client, make_area(), code)

    assert with_own["og:image:alt"] == f"A boat {code}"
    assert without["og:image:alt"] == f"A bridge {code}"
    for said in (with_own, without):
        assert said["og:image"].startswith(f"{settings.BASE_URL}/media/images/")
        assert said["og:image"].endswith(".jpg")
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["twitter:card"] == "summary_large_image"


@codes
def test_a_picture_that_is_described_in_another_language_is_shared_without_words(
    client, make_area, make_picture, code
):
    area = make_area(picture=make_picture(**{column("description", code): ""}))

    assert "og:image" in shared(client, area, code)
    assert "og:image:alt" not in shared(client, area, code)


def test_no_reader_waits_for_a_picture_to_share(client, make_area, make_picture):
    own = make_picture()
    own.renditions.filter(filter_spec=renditions.SOCIAL).delete()

    said = shared(client, make_area(picture=own), languages.default())

    assert "og:image" not in said
    assert not own.renditions.filter(filter_spec=renditions.SOCIAL).exists()


def test_a_deleted_picture_leaves_the_settings_without_one(client, overview, make_picture):
    PortalSettings.objects.create(social_picture=(picture := make_picture()))

    picture.delete()

    assert "og:image" not in shared(client, overview, languages.default())
