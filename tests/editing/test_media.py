"""Images and documents: named in every language, never left without a name."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains

from portal import languages
from portal.models import PortalDocument, PortalImage
from portal.texts import column


def png(name="plan.png"):
    content = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


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
def test_several_files_at_once_are_named_after_themselves(admin_client, db, model, url, file):
    assert admin_client.get(reverse(url)).status_code == 200

    response = admin_client.post(
        reverse(url), {"title": "plan", "files[]": file()}, headers={"x-requested-with": "XMLHttpRequest"}
    )

    assert response.json()["success"]
    assert model.objects.get().text("title").value == "plan"


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
    assert image.text("title").value == "plan"

    admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), none | {"tags": ""})

    image.refresh_from_db()
    assert image.text("title").value.startswith("plan")


def test_an_image_s_fields_say_their_language(admin_client, db):
    form = admin_client.get(reverse("wagtailimages:add"))
    for code in languages.codes():
        assertContains(form, f"– {languages.name_of(code)}")


def test_originals_are_not_handed_out(client, db, settings):
    from django.core.files.storage import default_storage

    name = default_storage.save("original_images/secret.png", png())

    assert client.get(f"/media/{name}").status_code == 404
    assert client.get("/media/images/../original_images/secret.png").status_code == 404
    assert client.get("/media/images/%2e%2e/original_images/secret.png").status_code == 404
