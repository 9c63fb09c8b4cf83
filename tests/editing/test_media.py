"""Images and documents: named in every language, never left without a name."""

import errno

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from pytest_django.asserts import assertContains

from portal import languages
from portal.models import PortalDocument, PortalImage
from portal.texts import column
from tests.conftest import in_every_language, png
from tests.editing.test_edit_page import use_interface


def titles_of(obj):
    return [obj.in_language("title", code) for code in languages.codes()]


def test_an_image_is_described_in_every_language(admin_client, db):
    texts = {
        column(name, code): f"{name} {code}"
        for name in ("title", "description", "credit")
        for code in languages.codes()
    }

    admin_client.post(reverse("wagtailimages:add"), texts | {"file": png(), "tags": ""})

    image = PortalImage.objects.get()
    assert {name: getattr(image, name) for name in texts} == texts
    form = admin_client.get(reverse("wagtailimages:edit", args=[image.pk]))
    for name, value in texts.items():
        assertContains(form, f'name="{name}"')
        assertContains(form, value)


@pytest.mark.parametrize(
    ("model", "url", "file"),
    [
        (PortalImage, "wagtailimages:add_multiple", png),
        (PortalDocument, "wagtaildocs:add_multiple", lambda: SimpleUploadedFile("plan.pdf", b"%PDF-1.4")),
    ],
)
def test_several_files_at_once_are_named_in_every_language_and_told_what_is_missing(
    admin_client, db, model, url, file
):
    assert admin_client.get(reverse(url)).status_code == 200

    response = admin_client.post(
        reverse(url), {"title": "plan", "files[]": file()}, headers={"x-requested-with": "XMLHttpRequest"}
    )

    answer = response.json()
    assert answer["success"]
    assert titles_of(model.objects.get()) == ["plan"] * len(languages.codes())
    assert answer["form"].count("parity-badge--copied") == len(languages.codes()) - 1
    missing = len(languages.codes()) if model is PortalImage else 0
    assert answer["form"].count("parity-badge--missing") == missing


@pytest.mark.parametrize(
    ("model", "prefix", "url"),
    [
        (PortalImage, "image", "wagtailimages:edit_multiple"),
        (PortalDocument, "doc", "wagtaildocs:edit_multiple"),
    ],
)
def test_the_form_of_each_of_several_files_saves_every_language(
    admin_client, make_image, make_document, model, prefix, url
):
    obj = make_image() if model is PortalImage else make_document()
    texts = in_every_language(title="New")

    response = admin_client.post(
        reverse(url, args=[obj.pk]),
        {f"{prefix}-{obj.pk}-{name}": value for name, value in texts.items()}
        | {f"{prefix}-{obj.pk}-tags": ""},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert response.json()["success"]
    obj.refresh_from_db()
    assert titles_of(obj) == list(texts.values())


def test_clearing_a_title_in_one_language_does_not_fill_it_from_another(admin_client, db):
    texts = {column("title", code): f"Title {code}" for code in languages.codes()}
    admin_client.post(reverse("wagtailimages:add"), texts | {"file": png(), "tags": ""})
    image = PortalImage.objects.get()
    cleared = column("title", languages.codes()[-1])

    admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), texts | {cleared: "", "tags": ""})

    image.refresh_from_db()
    assert not getattr(image, cleared)


def test_an_image_without_any_title_is_named_after_its_file(admin_client, db):
    none = {column("title", code): "" for code in languages.codes()}
    admin_client.post(reverse("wagtailimages:add"), none | {"file": png("plan.png"), "tags": ""})
    image = PortalImage.objects.get()
    assert titles_of(image) == ["plan"] * len(languages.codes())

    admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), none | {"tags": ""})

    image.refresh_from_db()
    assert all(title.startswith("plan") for title in titles_of(image))


@pytest.mark.parametrize("url", ["wagtailimages:add", "wagtaildocs:add", "wagtailimages_chooser:choose"])
def test_a_file_s_texts_stand_side_by_side(admin_client, db, url):
    response = admin_client.get(reverse(url))

    form = response.json()["html"] if response["Content-Type"] == "application/json" else response.text
    for code in languages.codes():
        assert f'<div data-text-language="{code}">' in form
        assert languages.name_of(code) in form


@pytest.mark.parametrize("code", languages.codes())
def test_a_damaged_picture_is_refused_at_its_field_in_the_reader_s_language(admin_client, editor, code):
    use_interface(editor, code)
    whole = png(size=(200, 200)).read()

    response = admin_client.post(
        reverse("wagtailimages:add"),
        {"file": SimpleUploadedFile("half.png", whole[: len(whole) // 2], "image/png"), "tags": ""},
    )

    with translation.override(code):
        message = str(_("This picture is damaged. Choose another file."))
    assert response.context["form"].errors["file"] == [message]
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("code", languages.codes())
@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("wagtailimages:add", png),
        ("wagtaildocs:add", lambda: SimpleUploadedFile("plan.pdf", b"%PDF-1.4")),
    ],
)
def test_a_file_that_cannot_be_stored_is_told_at_its_field_and_what_was_typed_stays(
    admin_client, editor, monkeypatch, url, file, code
):
    use_interface(editor, code)
    texts = in_every_language(title="Typed")

    def is_full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", is_full)
    response = admin_client.post(reverse(url), texts | {"file": file(), "tags": ""})

    with translation.override(code):
        message = str(_("This file cannot be stored at the moment. Choose it again in a few minutes."))
    assert response.context["form"].errors == {"file": [message]}
    for title in texts.values():
        assertContains(response, title)
    assert not PortalImage.objects.exists()
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("content", [None, b"not a picture"])
def test_a_picture_whose_file_is_lost_or_broken_can_still_be_described(admin_client, make_image, content):
    image = make_image()
    image.file.storage.delete(image.file.name)
    if content:
        image.file.storage.save(image.file.name, ContentFile(content))
    address = reverse("wagtailimages:edit", args=[image.pk])
    texts = in_every_language(title="New", description="New")

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, texts | {"tags": ""}, follow=True).status_code == 200

    image = PortalImage.objects.get()
    assert titles_of(image) == [texts[column("title", code)] for code in languages.codes()]


def test_originals_are_not_handed_out(client, db, settings):
    from django.core.files.storage import default_storage

    name = default_storage.save("original_images/secret.png", png())

    assert client.get(f"/media/{name}").status_code == 404
    assert client.get("/media/images/../original_images/secret.png").status_code == 404
    assert client.get("/media/images/%2e%2e/original_images/secret.png").status_code == 404
