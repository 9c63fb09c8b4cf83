"""Which fields hold a text per language."""

from modeltranslation.translator import TranslationOptions, register

from portal.models import (
    BasePage,
    FooterLink,
    InformationPage,
    OverviewPage,
    PortalDocument,
    PortalImage,
    PortalSettings,
)


@register(BasePage)
class BasePageOptions(TranslationOptions):
    fields = ("title", "draft_title", "slug", "url_path", "seo_title", "search_description", "published_in")


class ContentPageOptions(TranslationOptions):
    """For pages that inherit from :class:`portal.models.ContentPage`."""

    fields = ("introduction",)


register([OverviewPage, InformationPage])(ContentPageOptions)


@register(PortalImage)
class PortalImageOptions(TranslationOptions):
    fields = ("title", "description", "credit")


@register(PortalDocument)
class PortalDocumentOptions(TranslationOptions):
    fields = ("title",)


@register(PortalSettings)
class PortalSettingsOptions(TranslationOptions):
    fields = ("name", "tagline", "postal_address")


@register(FooterLink)
class FooterLinkOptions(TranslationOptions):
    fields = ("label", "url")
