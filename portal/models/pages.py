"""The pages that any portal has: its overview and its information pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock, BodyField, KeyFigureBlock, ProseBlock
from portal.forms.page import BasePageForm
from portal.models.base_page import BasePage, readable
from portal.panels import translated


class ContentPage(BasePage):
    """What every page to read has: an introduction, a picture, a body."""

    introduction = models.TextField(_("introduction"), blank=True)
    picture = models.ForeignKey(
        "portal.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)

    is_area = False
    summary_fields = (*BasePage.summary_fields, "introduction")
    # here and not on BasePage, whose own Wagtail's admin replaces when it starts
    base_form_class = BasePageForm
    introduction_panels = [
        *BasePage.content_panels,
        translated("introduction"),
        FieldPanel("picture"),
    ]
    content_panels = [*introduction_panels, FieldPanel("body")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True


class OverviewPage(ContentPage):
    """The front page of a portal: what the relation is, in brief, and where to read on."""

    key_points = BodyField(
        [("point", ProseBlock(label=_("Key point"), icon="tick"))],
        verbose_name=_("key points"),
        blank=True,
    )
    key_figures = BodyField([("key_figure", KeyFigureBlock())], verbose_name=_("key figures"), blank=True)
    contact = BodyField(
        [("paragraph", ProseBlock(label=_("Paragraph"), icon="pilcrow"))],
        verbose_name=_("contact"),
        blank=True,
    )

    content_panels = [
        *ContentPage.introduction_panels,
        FieldPanel("key_figures"),
        FieldPanel("key_points"),
        FieldPanel("body"),
        FieldPanel("contact"),
    ]
    parent_page_types = ["portal.BasePage"]
    page_description = _("The front page of a portal")

    class Meta:
        verbose_name = _("overview")
        verbose_name_plural = _("overviews")

    @property
    def areas(self):
        """The live pages below that lead into the subject, in the order of the tree."""
        return [page for page in readable(self.get_children()).specific() if page.is_area]


class InformationPage(ContentPage):
    """A page about the portal itself: legal notice, accessibility, privacy, contact."""

    parent_page_types = ["portal.OverviewPage"]
    subpage_types = []
    page_description = _("Legal notice, accessibility, privacy, contact")

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
