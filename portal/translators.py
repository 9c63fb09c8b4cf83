"""Translators: who may change the texts of some languages only.

A group with the permission ``wagtailadmin.translate_<code>`` is one of translators: what Wagtail lets its members
change, they change in that language alone. Rights add up, as Wagtail's do: whoever may change the same page through
another group changes all of it.
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.models import Admin

from portal import languages

APP = "wagtailadmin"  # its permissions stand beside “Can access Wagtail admin” in the form of a group


def codename(code):
    """Return the name of the permission that makes a group one of translators into a language."""
    return f"translate_{code.replace('-', '_')}"


def make_permissions(**_kwargs):
    """Make the permission of each language, named in all of them; run after each ``migrate``."""
    content_type = ContentType.objects.get_for_model(Admin)
    for code in languages.codes():
        names = []
        for reader in languages.codes():
            with translation.override(reader):
                names.append(_("Change texts in %s only") % languages.name_for_reader(code))
        Permission.objects.update_or_create(
            content_type=content_type, codename=codename(code), defaults={"name": " · ".join(names)[:255]}
        )


def permissions():
    """Return the permissions that make groups ones of translators."""
    codenames = [codename(code) for code in languages.codes()]
    return Permission.objects.filter(content_type__app_label=APP, codename__in=codenames)
