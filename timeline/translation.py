"""Which fields hold a text per language."""

from modeltranslation.translator import TranslationOptions, register

from portal.translation import ContentPageOptions
from timeline.models import Kind, Milestone, Source, TimelinePage

register(TimelinePage)(ContentPageOptions)


@register(Kind)
class KindOptions(TranslationOptions):
    fields = ("name",)


@register(Milestone)
class MilestoneOptions(TranslationOptions):
    fields = ("title", "description", "published_in")


@register(Source)
class SourceOptions(TranslationOptions):
    fields = ("label",)
