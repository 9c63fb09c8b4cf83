"""Images and documents, described in every language."""

import re
from contextlib import suppress
from pathlib import PurePath
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from PIL.Image import DecompressionBombError
from wagtail.coreutils import string_to_ascii
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError
from wagtail.models import CollectionViewRestriction

from portal import languages
from portal.bilingual import Bilingual
from portal.parity import memory
from portal.rows import rows_of
from portal.search.searched import Searched
from portal.texts import Text, column, sortable
from portal.uploads import without_place

# what Pillow raises for a file
BROKEN = (OSError, RuntimeError, SyntaxError, ValueError, DecompressionBombError)


def _form_fields(*names):
    return tuple(column(name, code) for name in names for code in languages.codes())


class DescribedFile(Bilingual):
    """A file of the library with texts in every language: without drafts, public once it is saved."""

    # what the memory of texts asks of whatever is public
    live, has_unpublished_changes, live_revision_id = True, False, None

    @classmethod
    def get_base_content_type(cls):
        """Return what the memory of texts files it under, as Wagtail names it for what has revisions."""
        return ContentType.objects.get_for_model(cls)

    def __str__(self):
        return self.text("title").value

    def save(self, *args, update_fields=None, **kwargs):
        """Save, and learn which texts are right together."""
        if update_fields is not None:  # Wagtail's: a checksum, a focal point that was found
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        with memory.learning(self):
            super().save(*args, **kwargs)

    def store_file(self):
        """Put a new file into the storage, unless it is there already.

        :raises OSError: the storage cannot be written to
        """
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)

    def check_texts(self):
        """Check that it has a title: an upload is named by its file, a content file has to say it."""
        self.check_is_there("title")

    def is_suggestion(self, text):
        """Tell whether a text is the name of the file, which an upload is given, as the storage has it."""
        stem = PurePath(self.file.name).stem
        return _signs(text) in {_signs(stem), _signs(re.sub(r"_\w{7}$", "", stem))}


def _signs(text):
    """Return the letters and figures of a name."""
    return re.sub(r"[\W_]", "", string_to_ascii(text))


class Size(NamedTuple):
    """A picture as it is there in one size, with what Wagtail knows it by."""

    filter_spec: str
    focal_point_key: str
    url: str
    width: int
    height: int


class ReadSizes:
    """The sizes of a picture that a query reads with what shows it; a storage is not asked.

    An attribute of the model, named as in the query. A picture that was read otherwise asks for its sizes.

    :param name: what leads to the picture; by default it is what is read
    """

    names = ("filter_spec", "focal_point_key", "file", "width", "height")

    def __init__(self, name=None):
        self.name = name

    def rows(self):
        """Return the expression that reads the sizes."""
        return rows_of(PortalRendition.objects.filter(image=models.OuterRef(self.name or "pk")), *self.names)

    def __set__(self, obj, rows):
        if picture := getattr(obj, self.name) if self.name else obj:
            picture.sizes = [self.size(*row) for row in rows]

    @staticmethod
    def size(spec, focal_point, file, width, height):
        url = PortalRendition._meta.get_field("file").storage.url(file)
        return Size(spec, focal_point, url, width, height)


class PortalImage(DescribedFile, AbstractImage):
    """A picture with title, alternative text (Wagtail's ``description``) and credit per language."""

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        help_text=_("What somebody who does not see the picture has to know of it."),
    )
    is_decorative = models.BooleanField(
        _("decorative picture"),
        default=False,
        help_text=_("It tells nothing that the text does not: screen readers pass over it."),
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    read_sizes = ReadSizes()

    parity_unless = {"description": "is_decorative"}

    admin_form_fields = (
        "file",
        *_form_fields("title", "description"),
        "is_decorative",
        *_form_fields("credit"),
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [*AbstractImage.search_fields, *sortable("title")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def store_file(self):
        """Put a new file into the storage, without the place where the picture was taken."""
        if self.file and not self.file._committed:
            with suppress(*BROKEN):  # what cannot be read says no place
                self.file.file = without_place(self.file.file)
        super().store_file()

    def save(self, *args, **kwargs):
        """Save; of a new file, without the place where the picture was taken."""
        self.store_file()
        super().save(*args, **kwargs)

    @property
    def alternative_text(self):
        """What is read out for the picture, as a :class:`~portal.texts.Text`: nothing if decorative."""
        return Text("", languages.current()) if self.is_decorative else self.text("description")

    @cached_property
    def sizes(self):
        """The sizes in which it is there, as a list of :class:`Size`."""
        return [ReadSizes.size(*row) for row in self.renditions.values_list(*ReadSizes.names)]

    def generate_rendition_file(self, filter, *, source=None):
        """Make a size.

        :raises SourceImageIOError: the file is lost or broken; Wagtail knows what to show then
        """
        try:
            return super().generate_rendition_file(filter, source=source)
        except BROKEN as error:
            raise SourceImageIOError(str(error)) from error


class PortalRendition(AbstractRendition):
    """A picture in one of the sizes that pages ask for."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]


class PortalDocument(Searched, DescribedFile, AbstractDocument):
    """A file to download, with a title per language."""

    admin_form_fields = ("file", *_form_fields("title"), "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, *sortable("title")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @classmethod
    def findable(cls, code):
        closed = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
        below = models.Q(pk=None)
        for path in closed:
            below |= models.Q(collection__path__startswith=path)
        return cls.objects.exclude(below)

    @classmethod
    def located(cls, pks, request):
        return {document.pk: (document.url, None) for document in cls.objects.only("file").filter(pk__in=pks)}

    @property
    def dated(self):
        return self.created_at

    def facts_in(self, code):
        return [self.filename]
