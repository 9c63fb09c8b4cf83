"""The kinds of milestone, named by editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.bilingual import Bilingual
from portal.forms.translators import TextsForm
from portal.keys import Keyed, KeyField
from portal.panels import translated
from portal.parity import gate


class Kind(Keyed, Bilingual, models.Model):
    """What sort of thing a milestone is: an institution, a project, an event."""

    key = KeyField(_("key"))
    name = models.CharField(_("name"), max_length=100)

    panels = [translated("name"), FieldPanel("key", read_only=True)]
    base_form_class = TextsForm
    key_source = "name"

    class Meta:
        verbose_name = _("kind of milestone")
        verbose_name_plural = _("kinds of milestone")
        ordering = ["key"]

    def __str__(self):
        return self.text("name").value

    def clean(self):
        super().clean()
        gate.check(self)
