"""What editors set for the whole portal."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, PreviewableMixin

from portal import languages
from portal.bilingual import Bilingual, Previewed
from portal.blocks import BodyField
from portal.caching.parts import kept
from portal.children import ReadChildren
from portal.forms.gate import AsksGate
from portal.forms.translators import TextsForm
from portal.models.base_page import BasePage
from portal.models.media import PortalImage, ReadSizes
from portal.notices import NoticeBlock, shown_notices
from portal.panels import translated
from portal.parity import gate
from portal.parity.rules import Rule
from portal.sites import site_of
from portal.texts import Text, columns

MOST_LINKS = 12
# what is asked of the page that a link in the footer leads to
LINKED = ("id", "live", *columns("published_in", "url_path"))


class SettingsForm(AsksGate, TextsForm):
    """The form of the settings, which readers have as soon as they are saved."""

    goes_live = True


@register_setting(icon="cog")
class PortalSettings(Previewed, Bilingual, PreviewableMixin, ClusterableModel, BaseGenericSetting):
    """What stands on every page: the portal's name, its footer, and what it tells its readers."""

    class Accessibility(models.TextChoices):
        """The mention that French law asks of every page of a public body, word for word."""

        FULL = "full", _("Accessibility: fully conformant")
        PARTIAL = "partial", _("Accessibility: partially conformant")
        NONE = "none", _("Accessibility: not conformant")

    name = models.CharField(
        _("name"), max_length=100, blank=True, help_text=_("Left empty: the title of the front page.")
    )
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(
        _("telephone"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9](?:[\s.-]?[0-9]){2,}$",
                _("Write figures, with spaces between them and + in front: +33 1 23 45 67 89."),
            )
        ],
    )
    postal_address = models.TextField(_("postal address"), blank=True)
    accessibility = models.CharField(
        _("state of accessibility"),
        choices=Accessibility,
        default=Accessibility.NONE,
        max_length=10,
        help_text=_("Not conformant until an audit says otherwise."),
    )
    accessibility_page = models.ForeignKey(
        BasePage,
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The page that the state of accessibility leads to."),
    )
    social_picture = models.ForeignKey(
        PortalImage,
        verbose_name=_("picture for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where a page without a picture of its own is shared."),
    )
    notices = BodyField(
        [("notice", NoticeBlock())],
        verbose_name=_("notices"),
        blank=True,
        help_text=_("On top of every page. The preview shows those to come too."),
    )
    tells_outdated = models.BooleanField(
        _("tell readers that a text is being updated"),
        default=False,
        help_text=_(
            "On pages and milestones of which a text is out of date in the reader's language; pages lead to "
            "the newer version too."
        ),
    )

    base_form_class = SettingsForm
    select_related = ["accessibility_page", "social_picture"]
    read_links = ReadChildren("footer_links", *columns("label", "url"), *(f"page__{name}" for name in LINKED))
    read_sizes = ReadSizes("social_picture")
    # whether notices are shown before they begin
    shows_coming = False

    panels = [
        translated("name"),
        translated("tagline"),
        FieldPanel("notices"),
        InlinePanel(
            "footer_links",
            heading=_("Links in the footer"),
            label=_("Link"),
            max_num=MOST_LINKS,
            help_text=_(
                "To a page or an address; a language without an address takes the other's. The pages about "
                "the portal follow by themselves, unless they are linked here."
            ),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["email", "telephone"]), translated("postal_address")],
            heading=_("Contact"),
            help_text=_(
                "In the footer of every page; what is empty is not shown. Write a telephone number with the "
                "code of its country: +33 1 23 45 67 89."
            ),
        ),
        MultiFieldPanel(["accessibility", "accessibility_page"], heading=_("Accessibility")),
        FieldPanel("social_picture"),
        "tells_outdated",
    ]

    class Meta:
        verbose_name = _("portal")

    def check_texts(self):
        """Check what content files say; the form asks the same, each at its field."""
        gate.check(self)
        if self.footer_links.count() > MOST_LINKS:
            raise ValidationError({"footer_links": _("No more than %s links.") % MOST_LINKS})

    @classmethod
    def for_request(cls, request):
        """Return the settings, which are kept; a visitor never writes them where none were saved yet."""
        cached = cls.get_cache_attr_name()
        if not hasattr(request, cached):
            setattr(request, cached, kept(request, ("settings",), cls._read, in_every_language=True))
        return getattr(request, cached)

    @classmethod
    def _read(cls):
        """Return the settings with the links in the footer, in one query."""
        read = {"read_links": cls.read_links.rows(), "read_sizes": cls.read_sizes.rows()}
        return cls.base_queryset().annotate(**read).first() or cls()

    @classmethod
    def name_for(cls, request):
        """Return the portal's name as a ``Text``: what editors set, else the title of its front page."""
        if name := cls.for_request(request).text("name"):
            return name
        site = site_of(request)
        return site.root_page.text("title") if site else Text("", languages.current())

    def preview_in(self, request, code):
        """Show the front page, with these settings: Wagtail gives them to the request."""
        site = site_of(request)
        if site is None:
            raise Http404
        self.shows_coming = True
        return site.root_page.specific.preview_in(request, code)

    @property
    def current_notices(self):
        """The notices for now."""
        return shown_notices(self.notices, self.shows_coming)

    @property
    def telephone_link(self):
        """The telephone number for a ``tel:`` link."""
        return re.sub(r"[^+0-9]", "", self.telephone)


class FooterLink(Bilingual, Orderable):
    """A link in the footer: to a page of the portal, or to an address, which may differ by language."""

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="footer_links")
    label = models.CharField(_("label"), max_length=100)
    page = models.ForeignKey(
        BasePage, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField(_("address elsewhere"), max_length=500, blank=True)

    parity_rules = {"url": Rule.EITHER}
    panels = [translated("label"), FieldPanel("page"), translated("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("link in the footer")
        verbose_name_plural = _("links in the footer")

    def __str__(self):
        return self.text("label").value

    def clean(self):
        super().clean()
        self.check_is_there("label")
        if bool(self.page_id) == bool(self.text("url")):
            raise ValidationError({"page": _("Choose a page or write an address: one of the two.")})

    @property
    def address(self):
        """Where it leads in the active language, else in one that has an address."""
        return self.page.url if self.page else self.text("url").value
