"""What many answers share, such as the menu, cards and settings: kept under the clock like whole answers.

Only for readers who are given whole answers too: an editor, and a preview, are shown what is made anew.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from portal import languages
from portal.caching import changes, clock
from portal.caching.public import is_for_everybody
from portal.caching.store import address_of, key


def kept(request, name, make, in_every_language=False):
    """Return what ``make()`` makes, or what it made for an earlier reader of the host and language.

    It may depend on nothing else but what ``name`` tells.

    :param name: a tuple of texts and numbers
    :param in_every_language: whether it is alike in all
    """
    if not _may_be_kept(request):
        return make()
    place = _place(request, name, "" if in_every_language else languages.current())
    found = cache.get(place)
    if found is None:
        found = clock.limited(make)
        cache.set(place, found, timeout=found[1] - time.time())
    made, until = found
    clock.until(until)
    return made


def _place(request, name, code):
    return key("part", address_of(request.scheme, request.get_host(), ""), code, *map(str, name))


def _may_be_kept(request):
    """Tell whether a part may be shared: not in development, nor while a change is not committed."""
    return (
        clock.is_held()
        and not settings.DEBUG
        and is_for_everybody(request)
        and not changes.is_pending(connection)
    )
