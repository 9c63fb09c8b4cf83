"""Which fields hold a text per language."""

from modeltranslation.translator import TranslationOptions, register

from cooperation.models import AreaPage, Participant, ProjectPage
from portal.translation import ContentPageOptions

register(AreaPage)(ContentPageOptions)


@register(ProjectPage)
class ProjectPageOptions(ContentPageOptions):
    fields = ("programme",)


@register(Participant)
class ParticipantOptions(TranslationOptions):
    fields = ("name",)
