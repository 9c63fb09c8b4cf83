"""Pictures and documents that lie beside a content file."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.utils.file import hash_filelike


def path_beside(folder, path):
    """Return the path of a file named in a content file.

    :raises ValidationError: it leads out of the folder, or there is no such file
    """
    try:
        full = (folder / path).resolve()
        is_inside, is_file = full.is_relative_to(folder.resolve()), full.is_file()
    except (OSError, TypeError, ValueError):  # no name that a file could have
        is_inside, is_file = True, False
    if not is_inside:
        raise ValidationError(_("%s leads out of the folder.") % path)
    if not is_file:
        raise ValidationError(_("There is no file %s.") % Truncator(path).chars(60))
    return full


def check_sha256(full, expected):
    """Compare a file with the checksum in the content file.

    :raises ValidationError: the file was altered
    """
    found = hashlib.sha256(full.read_bytes()).hexdigest()
    if found != expected:
        raise ValidationError(
            _("%(file)s was altered: its SHA-256 is now %(found)s.") % {"file": full.name, "found": found}
        )


def find_by_file(model, folder, path):
    """Return the image or document that holds a file, recognised by its content.

    :raises ValidationError: there is none
    """
    with path_beside(folder, path).open("rb") as file:
        found = model.objects.filter(file_hash=hash_filelike(file)).order_by("pk").first()
    if found is None:
        raise ValidationError(_("%s is not among the images and documents.") % path)
    return found
