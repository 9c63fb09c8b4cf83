"""Areas of cooperation, and the joint projects in them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat, Left
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from cooperation.structured_data import project
from portal.bilingual import Bilingual
from portal.blocks import BodyField, DocumentBlock, KeyFigureBlock, LinkBlock
from portal.children import Distinct, ReadChildren
from portal.dates import PeriodField
from portal.models import ContentPage, children_of, readable
from portal.pagination import turned_to
from portal.panels import translated
from portal.texts import columns

PROJECTS_A_PAGE = 20


class AreaPage(ContentPage):
    """An area of cooperation: what is done in it, and through which projects."""

    is_area = True
    query_parameters = ("page",)
    parent_page_types = ["portal.OverviewPage"]
    page_description = _("What is done in an area, and through which projects")

    class Meta:
        verbose_name = _("cooperation area")
        verbose_name_plural = _("cooperation areas")

    @classmethod
    def listed(cls):
        below = [Concat(models.OuterRef("path"), models.Value(end * cls.steplen)) for end in "0Z"]
        depth = models.OuterRef("depth") + 1
        projects = readable(ProjectPage.objects.filter(depth=depth, path__range=below)).order_by()
        count = projects.annotate(count=models.Func("pk", function="COUNT")).values("count")
        return super().listed().annotate(project_count=models.Subquery(count))

    def shown_with_it(self, request):
        paging = turned_to(request, projects_in(self), PROJECTS_A_PAGE, orphans=PROJECTS_A_PAGE // 4)
        number = paging["turned"].number
        query = {"canonical_query": f"?page={number}"} if number > 1 else {}
        return super().shown_with_it(request) | paging | query


class ProjectPage(ContentPage):
    """A joint project: who carries it, when, and what it has achieved."""

    class Status(models.TextChoices):
        ONGOING = "ongoing", _("Ongoing")
        CLOSED = "closed", _("Closed")

    status = models.CharField(_("status"), choices=Status, max_length=10, blank=True)
    period = PeriodField(_("period"), blank=True)
    programme = models.CharField(_("programme"), max_length=255, blank=True)
    key_figures = BodyField([("key_figure", KeyFigureBlock())], verbose_name=_("key figures"), blank=True)
    resources = BodyField(
        [("document", DocumentBlock()), ("link", LinkBlock())],
        verbose_name=_("documents and links"),
        blank=True,
    )

    read_participants = ReadChildren("participants", "role", "country", *columns("name"))
    listed_fields = (*ContentPage.listed_fields, "status", "period")
    content_panels = [
        *ContentPage.introduction_panels,
        FieldRowPanel([FieldPanel("status"), FieldPanel("period")]),
        translated("programme"),
        InlinePanel("participants", heading=_("Participants"), label=_("Participant")),
        FieldPanel("key_figures"),
        FieldPanel("body"),
        FieldPanel("resources"),
    ]
    parent_page_types = ["cooperation.AreaPage"]
    subpage_types = []
    page_description = _("Who carries it, when, and what it has achieved")

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [models.Index(fields=["status"], name="project_by_status")]

    def structured_data(self, context):
        return [project(self)]

    def facts_in(self, code):
        countries = [each.country.name for each in self.participants.all() if each.country]
        return [self.get_status_display(), self.period.in_words(code) if self.period else "", *countries]

    @classmethod
    def with_details(cls):
        return super().with_details().annotate(read_participants=cls.read_participants.rows())

    @property
    def participants_by_role(self):
        """The participants under the name of their role, in the order of the roles."""
        participants = list(self.participants.all())
        return [
            (label, having_it)
            for role, label in Participant.Role.choices
            if (having_it := [each for each in participants if each.role == role])
        ]


def projects_in(area):
    """Return the live projects of an area by start; those without a date come last."""
    return _in_order(children_of(area))


def projects_below(front_page):
    """Return the live projects of all live areas of a portal, in the same order."""
    areas = readable(AreaPage.objects.filter(children_of(front_page))).values("path")
    return _in_order(In(Left("path", len(front_page.path) + front_page.steplen), areas))


def _in_order(*conditions):
    undated_last = models.Case(models.When(period="", then=1), default=0)
    found = readable(ProjectPage.listed().filter(*conditions))
    return found.order_by(undated_last, "period__start", "path")


class Participant(Distinct, Bilingual, Orderable):
    """A country, or an organisation, that takes part in a project."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        CO_FUNDER = "co_funder", _("Co-funder")
        PARTNER = "partner", _("Partner")

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="participants")
    role = models.CharField(_("role"), choices=Role, default=Role.PARTNER, max_length=10)
    country = CountryField(_("country"), blank=True)
    name = models.CharField(_("organisation"), max_length=255, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("country")]),
        translated("name"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    repeated_at = "country"
    repeated_message = _("This country already has that role in the project.")

    def __str__(self):
        return self.country.name if self.country else self.text("name").value

    def clean(self):
        super().clean()
        if bool(self.country) == bool(self.text("name")):
            raise ValidationError({"country": _("Choose a country or name an organisation: one of the two.")})

    @property
    def identity(self):
        return (self.role, self.country.code) if self.country else None

    @property
    def display_name(self):
        """The country's name in the active language, or the organisation's as a ``Text``."""
        return self.country.name if self.country else self.text("name")
