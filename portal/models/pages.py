"""The pages that any portal has: its overview and its information pages."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.models import get_page_models
from wagtail.search import index

from portal.blocks import BodyBlock, BodyField, KeyFigureBlock, ProseBlock
from portal.forms.page import BasePageForm
from portal.models.base_page import BasePage, readable
from portal.models.media import ReadSizes
from portal.models.signposts import children_of
from portal.panels import translated

MOST_AREAS = 24  # of which a front page tells what they are


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
    read_sizes = ReadSizes("picture")

    is_area = False
    listed_fields = (*BasePage.listed_fields, "introduction")
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

    @classmethod
    def with_details(cls):
        return super().with_details().select_related("picture").annotate(read_sizes=cls.read_sizes.rows())

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | self.shown_with_it(request)

    def shown_with_it(self, request):
        """Return what other applications show with the page, among it its ``milestones``."""
        context = {"milestones": []}
        for shown in hooks.get_hooks("show_with_page"):
            context |= shown(self, request)
        return context


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
        """The first of the live pages below that lead into the subject; the site map names all."""
        return self._first_areas[:MOST_AREAS]

    @property
    def has_more_areas(self):
        return len(self._first_areas) > MOST_AREAS

    @cached_property
    def _first_areas(self):
        return areas_below(self, lambda model: model.listed(), MOST_AREAS + 1)


def areas_below(root, asked=lambda model: model.objects.only(*BasePage.listed_fields), most=None):
    """Return the live pages right below a front page that lead into the subject, in the order of the tree.

    :param asked: gives the query of a model of areas
    :param most: how many at most, all by default
    """
    models = [model for model in get_page_models() if getattr(model, "is_area", False)]
    found = [readable(asked(model).filter(children_of(root))).order_by("path")[:most] for model in models]
    return sorted((area for areas in found for area in areas), key=lambda area: area.path)[:most]


class InformationPage(ContentPage):
    """A page about the portal itself: legal notice, accessibility, privacy, contact."""

    is_landmark = True
    parent_page_types = ["portal.OverviewPage"]
    subpage_types = []
    page_description = _("Legal notice, accessibility, privacy, contact")

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
