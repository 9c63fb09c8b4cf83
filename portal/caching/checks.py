"""That the processes of this machine can tell each other what changed."""

import os
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from django.utils.translation import gettext as _


@register("caches")
def check_clock(**_options):
    """Refuse to start where a change could not be told: readers would be shown what was public before."""
    if settings.CACHE_IS_SHARED:
        return []
    file = Path(settings.CLOCK_FILE)
    place = next(path for path in (file, *file.parents) if path.exists())
    if os.access(place, os.W_OK):
        return []
    said = _("%(path)s cannot be written: readers would be shown pages that are out of date.")
    hint = _("Let the portal write to it, or set CACHE_URL to a Redis server.")
    return [Error(said % {"path": file}, hint=hint, id="portal.E001")]
