"""What a milestone refers to: where its facts can be read, and the pages that it belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from portal.bilingual import Bilingual
from portal.children import Distinct
from portal.models import BasePage
from portal.panels import translated


class Source(Bilingual, Orderable):
    """Where a milestone's facts can be read."""

    milestone = ParentalKey("timeline.Milestone", on_delete=models.CASCADE, related_name="sources")
    label = models.CharField(_("label"), max_length=255)
    url = models.URLField(_("address"), max_length=500)

    panels = [translated("label"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.text("label").value

    def clean(self):
        super().clean()
        self.check_is_there("label")


class PageLink(Distinct, Orderable):
    """A page that a milestone belongs to, and that lists it among its own."""

    milestone = ParentalKey("timeline.Milestone", on_delete=models.CASCADE, related_name="links")
    page = models.ForeignKey(BasePage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("link to a page")
        verbose_name_plural = _("links to pages")

    repeated_at = "page"
    repeated_message = _("This page is already linked with the milestone.")

    def __str__(self):
        return str(self.page)

    @property
    def identity(self):
        return self.page_id
