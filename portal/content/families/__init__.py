"""The sorts of object that content files carry, one module each: how a file names one, and how it is made."""

from functools import cache

from django.contrib.auth.models import Group
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Collection, GroupApprovalTask, Workflow

from portal.content.families.base import Family
from portal.content.families.collections import Collections
from portal.content.families.files import Files
from portal.content.families.groups import Groups
from portal.content.families.keyed import KeyedObjects
from portal.content.families.pages import Pages
from portal.content.families.settings import Settings
from portal.content.families.workflows import Tasks, Workflows
from portal.keys import Keyed
from portal.models import BasePage, PortalDocument, PortalImage

__all__ = ["FAMILIES", "Collections", "Family", "Files", "Pages", "family_for"]

# in the order in which they are made: what others refer to comes first
FAMILIES = {
    Collection: Collections,
    PortalImage: Files,
    PortalDocument: Files,
    Group: Groups,
    GroupApprovalTask: Tasks,
    Workflow: Workflows,
    Keyed: KeyedObjects,
    BasePage: Pages,
    AbstractSetting: Settings,
}


@cache
def family_for(model):
    """Return the model that gives a family its kind, and the family's class; ``None`` for other models."""
    for base, family in FAMILIES.items():
        if issubclass(model, base):
            return (base if base is BasePage else model), family
    return None
