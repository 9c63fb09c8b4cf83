"""Follows what changes, and has the copies refreshed that it concerns once it is committed."""

import logging
from itertools import chain, islice

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from modelcluster.fields import ParentalKey
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import post_page_move

from portal.addresses import full
from portal.bilingual import Bilingual
from portal.caching import changes
from portal.caching.shown import addresses, around, nearest_first
from portal.models import BasePage

logger = logging.getLogger(__name__)

# addresses that are refreshed after a commit; all other copies are as new within seconds
MOST = 200


class Concerned:
    """What waits for the commit: addresses, objects as (model, key), and the keys of pages around them."""

    def __init__(self):
        self.addresses, self.changed, self.around = {}, {}, {}

    @property
    def is_enough(self):
        return len(self.addresses) + len(self.changed) + len(self.around) > MOST


# Following what changes


def models():
    """Return the models of what pages show; of what is a part of another, that tells."""
    found = [Site, *(model for model in apps.get_models() if issubclass(model, Bilingual))]
    return [
        model for model in found if not any(isinstance(field, ParentalKey) for field in model._meta.fields)
    ]


def connect():
    """Follow from now on what signals tell."""
    for model in models():
        pre_save.connect(prepare, sender=model)
        post_save.connect(follow, sender=model)
        pre_delete.connect(follow_deletion, sender=model)
    pre_save.connect(prepare_redirect, sender=Redirect)
    for signal in (post_save, pre_delete):
        signal.connect(follow_redirect, sender=Redirect)
        signal.connect(follow_restriction, sender=PageViewRestriction)
    post_page_move.connect(follow_move)


def prepare(instance, update_fields=None, **_signal):
    """Note what is around an object before it is saved; changes of single columns are of no concern."""
    if update_fields is None:
        _note(instance)


def follow(instance, update_fields=None, **_signal):
    """Refresh what is around an object, before and after it was saved."""
    if update_fields is None:
        _note(instance)
        refresh()


def follow_deletion(instance, **_signal):
    """Refresh what an object leaves behind."""
    if concerned := _concerned():
        if isinstance(instance, BasePage) and not concerned.is_enough:
            concerned.addresses.update(dict.fromkeys(addresses([instance])))
            parent = BasePage.objects.filter(path=instance.path[: -instance.steplen])
            concerned.around.update(dict.fromkeys(parent.values_list("pk", flat=True)))
        _note(instance)
        refresh()


def follow_move(parent_page_before, parent_page_after, **_signal):
    """Refresh the page that another was below, and the one that it is below now."""
    for page in (parent_page_before, parent_page_after):
        follow(page)


def follow_restriction(instance, **_signal):
    """Refresh what a restriction closes or opens."""
    follow(instance.page)


def prepare_redirect(instance, **_signal):
    """Note the addresses that a redirect leads away from, as it is and as it is to be."""
    known = Redirect.objects.filter(pk=instance.pk).values_list("old_path", flat=True)
    note_addresses({instance.old_path, *known})


def follow_redirect(instance, **_signal):
    """Refresh the addresses that a redirect leads away from."""
    prepare_redirect(instance)
    refresh()


def note_addresses(paths):
    """Note addresses from ``/``, which may be asked for with a slash at the end or without."""
    if concerned := _concerned():
        found = chain.from_iterable((full(f"{path.rstrip('/')}/"), full(path)) for path in paths)
        concerned.addresses.update(dict.fromkeys(islice(found, MOST)))


def refresh():
    """Refresh what was noted, at the next commit."""
    if settings.WAGTAILFRONTENDCACHE:
        transaction.on_commit(_refresh)


def _note(obj):
    concerned = _concerned()
    if not concerned or not obj.pk or concerned.is_enough:
        return
    model = BasePage if isinstance(obj, BasePage) else type(obj)
    if (model, obj.pk) not in concerned.changed:
        concerned.changed[model, obj.pk] = None
        concerned.around.update(dict.fromkeys(around(model, obj.pk)))


def _concerned():
    """Return what waits on this connection; ``None`` where there is no server in front."""
    if not settings.WAGTAILFRONTENDCACHE:
        return None
    return vars(connections["default"]).setdefault("_concerned", Concerned())


def _refresh():
    connection = connections["default"]
    if concerned := vars(connection).pop("_concerned", None):
        changes.settle(connection)  # before the portal is asked
        try:
            found = nearest_first(concerned.changed, concerned.around) if concerned.changed else ()
            purge_urls_from_cache(list(islice(_once(chain(concerned.addresses, found)), MOST)))
        except Exception:  # what was committed stays so, and copies are as new within seconds
            logger.exception("copies of what has changed are not refreshed")


def _once(addresses):
    """Yield each address the first time that it comes, looking no further than is asked."""
    seen = set()
    for address in addresses:
        if address not in seen:
            seen.add(address)
            yield address
