"""Files are taken for what they are: what could harm a reader, an editor or the portal is refused."""

import resource
import struct
import zlib
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops
from PIL.ExifTags import IFD, Base
from wagtail.models import Collection, CollectionViewRestriction

from portal.models import PortalDocument, PortalImage
from portal.uploads import BEGINNINGS, PLAIN
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


def upload(client, kind, file):
    """Upload a file in the library; return the response."""
    data = in_every_language(title="File") | {"file": file, "collection": Collection.get_first_root_node().pk}
    return client.post(reverse(f"wagtail{kind}s:add"), data | {"tags": ""})


def bomb(width, height):
    """Return a PNG of a few bytes that says it is enormous."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(7_000, 7_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_does(admin_client, overview, size):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    response = upload(admin_client, "image", SimpleUploadedFile("bomb.png", bomb(*size), "image/png"))
    assert response.status_code == 200
    assert not PortalImage.objects.exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", SVG), ("a.png", SVG), ("a.jpg", b"%PDF-1.4"), ("a.html", SVG)]
)
def test_what_is_no_picture_is_refused(admin_client, overview, name, content):
    assert upload(admin_client, "image", SimpleUploadedFile(name, content)).status_code == 200
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.html", b"<p>text"),
        ("a.exe", b"MZ"),
        ("a", b"%PDF-1.4"),
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.docx", b"%PDF-1.4"),
        ("a.txt", b" \n<script>alert(1)</script>"),
        ("a.csv", b"a;b\0c"),
    ],
)
def test_a_document_that_is_of_no_known_kind_or_not_what_its_name_says_is_refused(
    admin_client, overview, name, content
):
    assert upload(admin_client, "doc", SimpleUploadedFile(name, content)).status_code == 200
    assert not PortalDocument.objects.exists()


def test_each_kind_of_document_is_taken_if_it_begins_as_its_kind_does(admin_client, overview):
    assert {*BEGINNINGS, *PLAIN} == set(settings.WAGTAILDOCS_EXTENSIONS)
    for extension in settings.WAGTAILDOCS_EXTENSIONS:
        content = BEGINNINGS.get(extension, b"a;b\n") + b"content"
        upload(admin_client, "doc", SimpleUploadedFile(f"a.{extension}", content))
    assert PortalDocument.objects.count() == len(settings.WAGTAILDOCS_EXTENSIONS)


def test_a_document_that_is_too_large_is_refused(admin_client, overview, monkeypatch):
    monkeypatch.setattr("portal.uploads.MOST_BYTES", 10)
    upload(admin_client, "doc", SimpleUploadedFile("a.pdf", b"%PDF-1.4 and more"))
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_where_a_picture_was_taken_is_forgotten_and_nothing_else(admin_client, overview, file_format):
    picture, content = Image.effect_noise((64, 48), 60).convert("RGB"), BytesIO()
    facts = Image.Exif()
    facts[Base.Copyright.value] = "Somebody"
    facts[IFD.GPSInfo] = {1: "N", 2: (53.0, 54.0, 0.0), 3: "E", 4: (27.0, 33.0, 0.0)}
    picture.save(content, file_format, exif=facts)
    file = SimpleUploadedFile(f"a.{file_format.lower()}", content.getvalue())

    upload(admin_client, "image", file)

    stored = PortalImage.objects.get()
    with stored.file.open() as opened, Image.open(opened) as kept:
        said = kept.getexif()
        assert not said.get_ifd(IFD.GPSInfo)
        assert said[Base.Copyright.value] == "Somebody"
        assert kept.size == (64, 48)
        with Image.open(content) as before:
            difference = ImageChops.difference(kept.convert("RGB"), before.convert("RGB"))
        most = max(high for _low, high in difference.getextrema())
        assert most <= {"PNG": 0, "JPEG": 12, "WEBP": 40}[file_format]


def test_a_document_is_a_download_in_a_sandbox(client, make_document):
    answer = client.get(make_document().url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_in_a_closed_collection_is_for_those_who_may(client, admin_client, make_document):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    document = make_document(collection=collection)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert Client().get(document.url).status_code == 302
    assert Client().get(f"/media/{document.file.name}").status_code == 404
    answer = admin_client.get(document.url)
    assert answer.status_code == 200
    assert "public" not in answer.headers.get("Cache-Control", "")


def test_nobody_is_asked_for_what_a_page_might_embed(admin_client, overview, monkeypatch):
    asked = []
    monkeypatch.setattr("socket.create_connection", lambda *args, **kwargs: asked.append(args))
    for address in (
        "http://127.0.0.1:22/",
        "http://169.254.169.254/latest/",
        "https://www.youtube.com/watch?v=x",
    ):
        admin_client.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": address})
    assert asked == []
