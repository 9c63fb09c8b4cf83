"""What editors set for the whole portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.bilingual import Bilingual
from portal.panels import translated
from portal.parity import gate


@register_setting(icon="cog")
class PortalSettings(Bilingual, BaseGenericSetting):
    """The portal's name and tagline, in every language, and what it tells its readers."""

    name = models.CharField(
        _("name"), max_length=100, blank=True, help_text=_("Left empty: the title of the front page.")
    )
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    tells_outdated = models.BooleanField(
        _("tell readers that a text is being updated"),
        default=False,
        help_text=_(
            "On pages and milestones of which a text is out of date in the reader's language; pages lead to "
            "the newer version too."
        ),
    )

    panels = [translated("name"), translated("tagline"), "tells_outdated"]

    class Meta:
        verbose_name = _("portal")

    def clean(self):
        super().clean()
        gate.check(self)

    @classmethod
    def for_request(cls, request):
        """Return the settings, read once a request; a visitor never writes them where none were saved yet."""
        cached = cls.get_cache_attr_name()
        if not hasattr(request, cached):
            setattr(request, cached, cls.objects.first() or cls())
        return getattr(request, cached)
