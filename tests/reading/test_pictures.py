"""Pictures as readers get them: in sizes made beforehand, cropped around what matters, described."""

import re
from io import BytesIO

import html5lib
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from portal import languages, renditions
from portal.models import PortalRendition
from portal.texts import column
from tests.conftest import in_every_language, png

codes = pytest.mark.parametrize("code", languages.codes())


@pytest.fixture
def saved_image(make_image, django_capture_on_commit_callbacks):
    """Put a picture into the library and wait until its sizes are made."""

    def saved_image(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return make_image(*args, **kwargs)

    return saved_image


def figure(image):
    caption = dict.fromkeys(languages.codes(), "Caption")
    return [("figure", {"image": image, "caption": caption})]


def specs(image):
    return set(image.renditions.values_list("filter_spec", flat=True))


def shown_in(response):
    """Return the picture elements of an answer: of each its sources, and the image for every browser."""
    document = html5lib.parse(response.content, namespaceHTMLElements=False)
    return [
        (picture.findall("source"), picture.find("img")) for picture in document.findall(".//main//picture")
    ]


def sizes_of(image, place):
    return [rendition for source in renditions.there(image, place) for rendition in source.sizes]


def test_a_picture_has_every_size_in_every_format_once_it_is_saved(saved_image):
    assert specs(saved_image()) == set(renditions.wanted())


@codes
def test_a_reader_is_shown_sizes_that_are_there_and_none_is_made(
    client, make_area, make_milestone, saved_image, code
):
    image = saved_image()
    page = make_area(picture=image, body=figure(image))
    make_milestone(pages=[page], picture=image)
    some = renditions.wanted()[0]
    addresses = {each.url for each in image.renditions.all()}

    whole = client.get(page.url_in(code))
    image.renditions.exclude(filter_spec=some).delete()
    some_left = client.get(page.url_in(code))
    image.renditions.all().delete()
    with CaptureQueriesContext(connection) as queries:
        none_left = client.get(page.url_in(code))

    shown = re.findall(r"/media/images/[^\s\",]+", whole.text)
    assert shown
    assert set(shown) <= addresses
    assertContains(some_left, "<img")
    assert none_left.status_code == 200
    assertNotContains(none_left, "<img")
    assertContains(none_left, "Caption")
    assert not PortalRendition.objects.exists()
    assert [each["sql"] for each in queries if not each["sql"].lstrip().startswith("SELECT")] == []


@codes
def test_each_format_is_offered_the_best_first_and_the_last_to_every_browser(
    client, make_area, make_milestone, saved_image, code
):
    image = saved_image(png(size=(1600, 900)))
    page = make_area(picture=image, body=figure(image))
    make_milestone(pages=[page], picture=image)

    banner, inside, dated = shown_in(client.get(page.url_in(code)))

    assert [source.get("type") for source in banner[0]] == ["image/avif", "image/webp", "image/avif"]
    assert [bool(source.get("media")) for source in banner[0]] == [True, True, False]
    for sources, img in (banner, inside, dated):
        assert ".avif" in sources[-1].get("srcset")
        assert ".webp" in img.get("srcset")
        assert img.get("src").endswith(".webp")
        assert len(img.get("srcset").split(",")) == len(sources[-1].get("srcset").split(","))


@codes
def test_only_the_picture_at_the_top_of_a_page_is_waited_for(
    client, make_area, make_milestone, saved_image, code
):
    image = saved_image()
    page = make_area(picture=image, body=figure(image))
    make_milestone(pages=[page], picture=image)

    loading = [
        (img.get("fetchpriority"), img.get("loading"))
        for _sources, img in shown_in(client.get(page.url_in(code)))
    ]

    assert loading == [("high", None), (None, "lazy"), (None, "lazy")]


@codes
@pytest.mark.parametrize("size", [(1600, 900), (40, 20), (3, 2000)])
def test_the_place_of_a_picture_is_known_before_it_is_there(client, make_area, saved_image, code, size):
    page = make_area(picture=saved_image(png(size=size)))
    shapes = {each.url: (each.width, each.height) for each in PortalRendition.objects.all()}

    [(sources, img)] = shown_in(client.get(page.url_in(code)))

    for element in (*sources, img):
        first = element.get("srcset").split(" ")[0]
        assert (int(element.get("width")), int(element.get("height"))) == shapes[first]
        assert "100vw - 2rem" in element.get("sizes")


@codes
def test_a_picture_is_shown_where_a_format_cannot_be_written(
    client, make_area, saved_image, monkeypatch, code
):
    def fail(*_args):
        raise RuntimeError("no codec")

    with monkeypatch.context() as patch:
        patch.setitem(Image.SAVE, "AVIF", fail)
        page = make_area(picture=saved_image())

    [(sources, img)] = shown_in(client.get(page.url_in(code)))

    assert {source.get("type") for source in sources} == {"image/webp"}
    assert img.get("src").endswith(".webp")


def test_a_format_that_the_machine_cannot_write_is_not_missed(make_image, monkeypatch):
    image = make_image()
    monkeypatch.setattr(renditions, "FORMATS", ["webp"])

    call_command("renditions")

    assert not [spec for spec in specs(image) if "avif" in spec]


@codes
def test_what_stands_from_before_the_list_changed_is_shown(client, make_area, saved_image, code):
    image = saved_image()
    page = make_area(picture=image)
    image.renditions.filter(filter_spec=renditions.wanted()[0]).update(
        filter_spec="fill-480x270|format-webp-lossless"
    )
    image.renditions.exclude(filter_spec__contains="lossless").delete()

    [(_sources, img)] = shown_in(client.get(page.url_in(code)))

    assert img.get("src")


@codes
def test_a_picture_that_moves_stands_still(client, make_area, saved_image, code):
    content = BytesIO()
    frames = [Image.new("P", (800, 450), color) for color in (1, 2)]
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    page = make_area(picture=saved_image(SimpleUploadedFile("a.gif", content.getvalue(), "image/gif")))

    [(_sources, img)] = shown_in(client.get(page.url_in(code)))

    assert img.get("src").endswith(".webp")


@codes
def test_a_lost_file_of_a_picture_is_no_failure_to_readers_nor_to_publication(
    client, admin_client, make_area, make_image, django_capture_on_commit_callbacks, code
):
    image = make_image()
    page = make_area(picture=image, body=figure(image))
    image.file.storage.delete(image.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert client.get(page.url_in(code)).status_code == 200


@codes
def test_publication_makes_the_sizes_that_are_missing(
    admin_client, make_area, make_milestone, make_image, django_capture_on_commit_callbacks, code
):
    head, inside, dated = (make_image() for _time in range(3))
    page = make_area(picture=head, body=figure(inside), live=False)
    milestone = make_milestone(picture=dated, live=False)
    assert not PortalRendition.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
        milestone.save_revision().publish()

    for image in (head, inside, dated):
        assert specs(image) == set(renditions.wanted())


def test_a_command_makes_what_is_missing_and_names_what_it_cannot(make_image, capsys):
    image, lost = make_image(), make_image()
    lost.file.storage.delete(lost.file.name)

    with pytest.raises(CommandError, match=str(lost)):
        call_command("renditions")

    assert specs(image) == set(renditions.wanted())
    assert str(len(renditions.wanted())) in capsys.readouterr().out


def with_mark(picture):
    """Paint a red square into the lower right corner."""
    picture.paste("red", (900, 900, 1000, 1000))


def red(size):
    made = PortalRendition.objects.get(
        file=size.url.removeprefix(settings.MEDIA_URL), filter_spec=size.filter_spec
    )
    with made.file.open() as file, Image.open(file) as picture:
        pixels = picture.convert("RGB")
        row = [pixels.getpixel((x, pixels.height - 2)) for x in range(pixels.width)]
        return any(red > 200 and green < 60 and blue < 60 for red, green, blue in row)


@pytest.mark.parametrize("place", ["page", "banner"])
def test_a_picture_is_cropped_around_its_focal_point(saved_image, place):
    focus = {"focal_point_x": 950, "focal_point_y": 950, "focal_point_width": 80, "focal_point_height": 80}
    middle = saved_image(png(size=(1000, 1000), paint=with_mark))
    focused = saved_image(png(size=(1000, 1000), paint=with_mark), **focus)

    assert not any(map(red, sizes_of(middle, place)))
    assert all(map(red, sizes_of(focused, place)))
    shapes = [rendition.width / rendition.height for rendition in sizes_of(focused, place)]
    assert shapes == pytest.approx([{"page": 16 / 9, "banner": 21 / 9}[place]] * len(shapes), 0.02)


def test_a_new_focal_point_makes_new_crops(saved_image, django_capture_on_commit_callbacks):
    image = saved_image(png(size=(1000, 1000), paint=with_mark))

    image.focal_point_x = image.focal_point_y = 950
    image.focal_point_width = image.focal_point_height = 80
    with django_capture_on_commit_callbacks(execute=True):
        image.save()

    assert all(map(red, sizes_of(image, "page")))


def test_a_new_file_has_sizes_of_its_own(admin_client, saved_image, django_capture_on_commit_callbacks):
    image = saved_image(png("old.png"))
    texts = in_every_language(title="New", description="New")

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"/admin/images/{image.pk}/", texts | {"tags": "", "file": png("new.png")})

    assert specs(image) == set(renditions.wanted())
    assert all("new." in each.file.name for each in image.renditions.exclude(filter_spec__startswith="max"))


@codes
def test_a_picture_is_described_in_the_reader_s_language_unless_it_is_decoration(
    client, make_area, saved_image, code
):
    described = saved_image(**in_every_language(description="Bridge"))
    decoration = saved_image(is_decorative=True, **in_every_language(description="Flourish"))

    assertContains(client.get(make_area(picture=described).url_in(code)), f'alt="Bridge {code}"')
    response = client.get(make_area(picture=decoration).url_in(code))
    assertContains(response, 'alt=""')
    assertNotContains(response, "Flourish")


@codes
def test_an_alternative_text_in_one_language_is_marked_in_the_others(client, make_area, saved_image, code):
    others = {column("description", each): "" for each in languages.codes() if each != code}
    image = saved_image(**in_every_language(description="Bridge") | others)
    page = make_area(picture=image)

    for other in languages.codes():
        marked = f'alt="Bridge {code}" lang="{code}"'
        assert (marked in client.get(page.url_in(other)).text) == (other != code)
