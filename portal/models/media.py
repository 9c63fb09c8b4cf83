"""Images and documents, described in every language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from portal import languages
from portal.bilingual import Bilingual
from portal.parity.rules import Rule
from portal.texts import column, sortable


def _form_fields(*names):
    return tuple(column(name, code) for name in names for code in languages.codes())


class PortalImage(Bilingual, AbstractImage):
    """A picture with title, alternative text (Wagtail's ``description``) and credit per language."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    parity_rules = {"title": Rule.EITHER, "description": Rule.EITHER, "credit": Rule.EITHER}

    admin_form_fields = (
        "file",
        *_form_fields("title", "description", "credit"),
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

    def __str__(self):
        return self.text("title").value

    def check_texts(self):
        """Check that it has a title: an upload is named by its file, a content file has to say it."""
        self.check_is_there("title")


class PortalRendition(AbstractRendition):
    """A picture in one of the sizes that pages ask for."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]


class PortalDocument(Bilingual, AbstractDocument):
    """A file to download, with a title per language."""

    parity_rules = {"title": Rule.EITHER}
    admin_form_fields = ("file", *_form_fields("title"), "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, *sortable("title")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.text("title").value

    def check_texts(self):
        """Check that it has a title: an upload is named by its file, a content file has to say it."""
        self.check_is_there("title")
