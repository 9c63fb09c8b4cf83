"""What files may be uploaded, by what they are and not by their name; and what is taken out of them."""

from io import BytesIO
from pathlib import PurePath

import PIL.Image
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL.ExifTags import IFD

MOST_BYTES = 50 * 1024 * 1024  # of a document
# how files of each kind begin (https://en.wikipedia.org/wiki/List_of_file_signatures)
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNINGS = {
    "pdf": b"%PDF-",
    "rtf": b"{\\rtf",
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"), ZIP),
    **dict.fromkeys(("doc", "xls", "ppt"), OLE),
}
PLAIN = ("csv", "txt")
HEAD = 4096


def check_document(file):
    """Refuse an uploaded document that is too large, or not what its name says.

    :raises ValidationError: in words for whoever uploads it
    """
    if file.size > MOST_BYTES:
        said = _("This file is larger than %(size)s. Choose a smaller one.")
        raise ValidationError(said % {"size": filesizeformat(MOST_BYTES)})
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if extension in PLAIN:
        is_right = b"\0" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    else:
        is_right = head.startswith(BEGINNINGS.get(extension, b""))
    if not is_right:
        raise ValidationError(_("This file is not what its name says. Choose another file."))


def without_place(file):
    """Return a picture without the place where it was taken: the file itself where it says none.

    All else that it says of itself stays, and so does the way a JPEG is compressed.
    """
    file.seek(0)
    with PIL.Image.open(file) as picture:
        facts = picture.getexif()
        if IFD.GPSInfo not in facts:
            file.seek(0)
            return file
        del facts[IFD.GPSInfo]
        kept = {"icc_profile": picture.info["icc_profile"]} if "icc_profile" in picture.info else {}
        kept |= {"JPEG": {"quality": "keep"}, "WEBP": {"quality": 90}}.get(picture.format, {})
        kept["save_all"] = getattr(picture, "n_frames", 1) > 1
        content = BytesIO()
        picture.save(content, picture.format, exif=facts, **kept)
    return ContentFile(content.getvalue(), name=file.name)
