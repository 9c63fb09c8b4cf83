"""What happened in the history of a relation, and when, as precisely as it is known."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultipleChooserPanel, PublishingPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from portal import languages
from portal.bilingual import BilingualDraft, public_now, published_here
from portal.children import ReadChildren
from portal.dates import PeriodField
from portal.forms.drafts import DraftForm
from portal.keys import Keyed, KeyField
from portal.models import BasePage, PortalImage, ReadSizes, open_to_all
from portal.panels import choice_of_languages, translated
from portal.parity import memory
from portal.search.searched import Searched
from portal.texts import Text, columns
from timeline.exports.atom import entry
from timeline.models.kind import Kind
from timeline.models.references import PageLink

# what is said of a page that a milestone is linked with
LINKED = ("id", "live", *columns("title", "url_path"))
# what only editors see of a milestone
UNSEEN = (
    "expired",
    "has_unpublished_changes",
    "latest_revision",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
)


class MilestoneForm(DraftForm, WagtailAdminModelForm):
    """The form of a milestone."""


class MilestoneQuerySet(models.QuerySet):
    def public(self):
        """Return those that visitors may read in the active language."""
        return self.published().filter(published_here())

    def published(self):
        """Return those that are public in some language."""
        return self.filter(public_now())

    def in_decade(self, first):
        """Return those that stand in the ten years from one on."""
        return self.filter(period__start__gte=f"{first:04}", period__start__lte=f"{first + 9:04}-99")

    def with_sources(self):
        """Return each with its kind and its sources, in one query."""
        return self.select_related("kind").annotate(read_sources=Milestone.read_sources.rows())

    def with_details(self):
        """Return each with the pages that visitors may go on to too, in one query."""
        may_be_read = models.Q(page__live=True), published_here("page__"), open_to_all("page__")
        links = Milestone.read_links.rows(*may_be_read)
        return self.with_sources().defer(*UNSEEN).annotate(read_links=links)

    def with_pictures(self):
        """Return each with its picture in the sizes in which that is there, in one query."""
        return self.select_related("picture").annotate(read_sizes=Milestone.read_sizes.rows())

    def with_all_shown(self):
        """Return each with what a page shows of it, in one query."""
        return self.with_details().with_pictures().annotate(read_memory=memory.read_with(Milestone))

    def shown(self):
        """Return those that visitors may read, with what a page shows of them."""
        return self.public().with_all_shown()

    def last_shown(self, most):
        """Return the last that visitors may read, the latest first; only of these more is asked."""
        last = self.public().reverse()[:most]
        return self.filter(pk__in=last.values("pk")).with_all_shown().reverse()

    def latest_first(self):
        """Return them by when they were last published."""
        return self.order_by(models.F("last_published_at").desc(nulls_last=True), "key")


class Milestone(
    Keyed,
    Searched,
    BilingualDraft,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A dated moment or span in the history of a relation; its key names it in addresses and files."""

    class Importance(models.TextChoices):
        MAJOR = "major", _("Major")
        NORMAL = "normal", _("Normal")
        MINOR = "minor", _("Minor")

    key = KeyField(
        _("key"), help_text=_("Part of the address; made from the title when first published, it stays.")
    )
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("text"), blank=True)
    period = PeriodField(_("period"))
    # not PROTECT: drafts may hold a kind that was deleted, and could then be read no more
    kind = models.ForeignKey(
        Kind, verbose_name=_("kind"), null=True, on_delete=models.SET_NULL, related_name="milestones"
    )
    importance = models.CharField(
        _("importance"), choices=Importance, default=Importance.NORMAL, max_length=10
    )
    picture = models.ForeignKey(
        PortalImage,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_in = BilingualDraft.published_in_field()
    pages = models.ManyToManyField(
        BasePage, verbose_name=_("pages"), through="PageLink", related_name="milestones"
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="milestone",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="milestone",
        for_concrete_model=False,
    )

    objects = MilestoneQuerySet.as_manager()
    read_sources = ReadChildren("sources", "url", *columns("label"))
    read_links = ReadChildren("links", *(f"page__{name}" for name in LINKED))
    read_sizes = ReadSizes("picture")

    base_form_class = MilestoneForm

    panels = [
        translated("title"),
        FieldRowPanel(
            [
                FieldPanel("period", required_on_save=True),
                FieldPanel("kind", widget=Select),
                FieldPanel("importance"),
            ]
        ),
        translated("description"),
        FieldPanel("picture"),
        InlinePanel("sources", heading=_("Sources"), label=_("source")),
        MultipleChooserPanel(
            "links", chooser_field_name="page", heading=_("Pages that show it"), label=_("Page")
        ),
        FieldPanel("key", read_only=True),
        choice_of_languages("published_in"),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        # start, then precision; then what matters most; the key makes it the same everywhere
        ordering = [
            "period__start",
            models.Case(
                models.When(importance="major", then=0),
                models.When(importance="normal", then=1),
                default=2,
                output_field=models.IntegerField(),
            ),
            "key",
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(period=""),
                name="milestone_has_a_period",
                violation_error_message=_("A milestone needs a date."),
            )
        ]

    def __str__(self):
        """Return the title in every language: the editor's lists keep it as it was when a draft was saved."""
        titles = (self.in_language("title", code) for code in languages.codes())
        return " / ".join(dict.fromkeys(title for title in titles if title))

    def clean(self):
        super().clean()
        self.check_is_there("title")

    @classmethod
    def latest(cls, root, most):
        timeline = cls._timeline()
        found = cls.objects.public().exclude(last_published_at=None).latest_first()[:most]
        milestones = cls.objects.filter(pk__in=found.values("pk")).with_sources().latest_first()
        return [(each, timeline.permalink(each)) for each in milestones] if timeline else []

    @classmethod
    def listed_on(cls):
        # imported here: the timeline shows milestones, and so knows them
        from timeline.models.page import TimelinePage

        return TimelinePage.objects.live()

    def feed_entry(self):
        return entry(self)

    @staticmethod
    def _timeline():
        """Return the timeline that readers of the active language may read, ``None`` without one."""
        # imported here: the timeline shows milestones, and so knows them
        from timeline.models.page import TimelinePage

        return TimelinePage.objects.live().filter(published_here(), open_to_all()).order_by("pk").first()

    @classmethod
    def findable(cls, code):
        return cls.objects.public().select_related("kind") if cls._timeline() else cls.objects.none()

    @classmethod
    def located(cls, pks, request):
        timeline = cls._timeline()
        found = cls.objects.filter(pk__in=pks) if timeline else ()
        return {each.pk: (timeline.permalink(each, request), timeline.text("title")) for each in found}

    @classmethod
    def sections(cls, objects):
        links = PageLink.objects.filter(milestone__in=objects).order_by("-sort_order", "-pk")
        first = {link.milestone_id: link.page for link in links.select_related("page")}
        sections = BasePage.sections(first.values())
        return {pk: sections[page.pk] for pk, page in first.items() if page.pk in sections}

    def facts_in(self, code):
        kind = self.kind.in_language("name", code) if self.kind else ""
        return [self.period.in_words(code), kind or ""]

    def get_preview_template(self, request, mode_name):
        return "timeline/milestone_preview.html"

    @property
    def anchor(self):
        """The ``id`` of the milestone on the timeline, alike in every language."""
        return f"m-{self.key}"

    @property
    def kind_name(self):
        """The name of the kind as a ``Text``, empty where the kind was deleted."""
        return self.kind.text("name") if self.kind else Text("", languages.current())

    @property
    def live_pages(self):
        """The live pages that it is linked with; after ``with_details()`` only those open to every reader."""
        return [link.page for link in self.links.all() if link.page.live]

    @property
    def decade(self):
        """The first year of the decade in which the milestone stands."""
        return self.period.known.parts[0] // 10 * 10
