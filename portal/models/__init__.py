"""The models that every page of the portal rests on."""

from portal.models.base_page import BasePage, readable
from portal.models.heartbeat import Heartbeat
from portal.models.loaded import LoadedObject
from portal.models.media import DescribedFile, PortalDocument, PortalImage, PortalRendition, ReadSizes
from portal.models.pages import ContentPage, InformationPage, OverviewPage, areas_below
from portal.models.parity import TranslationMemory
from portal.models.search import SearchDocument
from portal.models.settings import FooterLink, PortalSettings
from portal.models.signposts import children_of, open_to_all
from portal.models.user import User

__all__ = [
    "TranslationMemory",
    "BasePage",
    "ContentPage",
    "DescribedFile",
    "FooterLink",
    "Heartbeat",
    "InformationPage",
    "LoadedObject",
    "OverviewPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "ReadSizes",
    "SearchDocument",
    "User",
    "areas_below",
    "children_of",
    "open_to_all",
    "readable",
]
