"""Pictures and documents: named by the path of their file beside the content file."""

import hashlib
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

import PIL.Image
import willow
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage

from portal.content.families.base import Family
from portal.content.fields.base import Field

CHUNK = 1 << 16


def path_beside(folder, path):
    """Return the path of a file named in a content file.

    :raises ValidationError: it leads out of the folder, or there is no such file
    """
    parts = PurePosixPath(path).parts
    if PurePosixPath(*parts).as_posix() != path or {"..", "/"} & set(parts):
        raise ValidationError(_("%s leads out of the folder.") % Truncator(path).chars(60))
    try:
        full = (folder / path).resolve()
        is_inside, is_file = full.is_relative_to(folder.resolve()), full.is_file()
    except (OSError, RuntimeError, ValueError):  # no name that a file could have
        is_inside, is_file = True, False
    if not is_inside:
        raise ValidationError(_("%s leads out of the folder.") % path)
    if not is_file:
        raise ValidationError(_("There is no file %s.") % Truncator(path).chars(60))
    return full


def digest(stream, kind):
    """Return a checksum of a file's content: ``"sha256"``, or ``"sha1"`` as Wagtail keeps it."""
    stream.seek(0)
    found = hashlib.new(kind, usedforsecurity=False)
    for chunk in iter(lambda: stream.read(CHUNK), b""):
        found.update(chunk)
    return found.hexdigest()


@lru_cache(maxsize=1000)
def is_picture(path, _checksum):
    """Tell whether a file is a picture of a sort that may be uploaded, whole and of a bearable size."""
    if path.suffix.lower().removeprefix(".") not in settings.WAGTAILIMAGES_EXTENSIONS:
        return False
    try:
        with path.open("rb") as file:
            willow.Image.open(file)
        with PIL.Image.open(path) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, PIL.Image.DecompressionBombError):
        return False
    except willow.image.UnrecognisedImageFormatError:
        return False
    return True


class Content(Field):
    """What is in the file: compared by the checksum that Wagtail keeps."""

    def __init__(self, name, model):
        super().__init__(name)
        self.is_picture = issubclass(model, AbstractImage)

    def read(self, value, place, names):
        """Check the file beside the content file; return its path and checksum."""
        try:
            full = path_beside(place.row.folder, place.row.name)
            with full.open("rb") as file:
                found, sha1 = digest(file, "sha256"), digest(file, "sha1")
        except ValidationError:
            return None  # said at its name
        except OSError as error:
            place.wrong(_("The file cannot be read: %s.") % (error.strerror or error))
            return None
        if found != value:
            place.wrong(
                _("%(file)s was altered: its SHA-256 is now %(found)s.") % {"file": full.name, "found": found}
            )
        elif self.is_picture and not is_picture(full, sha1):
            place.wrong(_("%s is not a picture of a format that pages show.") % full.name)
        return full, sha1

    def written(self, value, names):
        return value and value[1]

    def taken(self, obj):
        return None, obj.file_hash

    def put(self, obj, value):
        if value and value[0]:
            obj.content_file = value[0]

    def left_out(self, value):
        return True  # a dump gives the SHA-256 with the name

    def check_default(self, obj, place):
        with path_beside(place.row.folder, place.row.name).open("rb") as file:
            place.wrong(_("Write %s.") % digest(file, "sha256"))


class Files(Family):
    identity = ("file",)
    keeps_name = True

    @cached_property
    def names(self):
        """A path for each file: that which it was loaded from, else its name in the storage."""
        folder = "images" if issubclass(self.model, AbstractImage) else "documents"
        files = dict(self.model._default_manager.order_by("pk").values_list("pk", "file"))
        names = {pk: known.name for pk in files if (known := self.all_names.known(self, pk))}
        taken = set(names.values())
        for pk, file in files.items():
            if pk not in names:
                path = PurePosixPath(folder, PurePosixPath(file).name)
                number, name = 1, str(path)
                while name in taken:
                    number += 1
                    name = str(path.with_stem(f"{path.stem}-{number}"))
                names[pk] = name
                taken.add(name)
        return names

    @cached_property
    def _by_hash(self):
        rows = self.model._default_manager.exclude(file_hash="").order_by("-pk")
        return dict(rows.values_list("file_hash", "pk"))

    def name_in(self, fields, place):
        name = super().name_in(fields, place)
        try:
            if name:
                path_beside(place.row.folder, name)
        except ValidationError as error:
            (place / "file").wrong_by(error)
            return None
        return name

    def find(self, name, row=None):
        """Return what holds the same content, if the path was never loaded."""
        try:
            with path_beside(row.folder, name).open("rb") as file:
                return self._by_hash.get(digest(file, "sha1"))
        except (ValidationError, OSError):
            return None

    def fields(self, model):
        return {"sha256": Content("sha256", model), **super().fields(model)}

    def identity_of(self, obj):
        with obj.file.open("rb") as file:
            return super().identity_of(obj) | {"sha256": digest(file, "sha256")}

    def make(self, item, obj, storing):
        self.store(obj, storing)
        return super().make(item, obj, storing)

    def store(self, obj, storing):
        """Put the file of an object into the storage, and note what Wagtail notes of an upload."""
        path = obj.content_file
        storing.put(obj, path)
        obj.file_size = path.stat().st_size
        with path.open("rb") as file:
            obj.file_hash = digest(file, "sha1")
        if isinstance(obj, AbstractImage):
            obj._meta.get_field("file").update_dimension_fields(obj, force=True)

    def change(self, obj, storing):
        if not hasattr(obj, "content_file"):
            return
        before = obj.file.name
        self.store(obj, storing)
        if isinstance(obj, AbstractImage):
            obj.renditions.all().delete()
            if (obj.focal_point_x or 0) > obj.width or (obj.focal_point_y or 0) > obj.height:
                obj.set_focal_point(None)
        storing.drop_unless_used(obj, before)
