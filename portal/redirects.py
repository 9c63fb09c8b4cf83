"""Redirects from the addresses that pages had, in each language."""

from copy import copy

from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator

from portal.caching import concerned
from portal.models import BasePage


def leave(top, old_paths, was_public):
    """Redirect the addresses that a page and those below it had until now.

    A draft of which nobody ever knew the address leaves no redirect, which might take the place of
    another page's.

    :param old_paths: mapping of language code to the ``url_path`` of ``top`` until now
    :param was_public: whether visitors ever saw ``top`` there
    """
    top = BasePage.objects.filter(pk=top.pk).first()  # where it is now, if it still is
    if top is None:
        return
    pages = list(BasePage.objects.descendant_of(top, inclusive=True))
    moves = []
    for code, old_path in old_paths.items():
        with translation.override(code):
            for page in pages:
                rest = page.url_path.removeprefix(top.url_path)
                left_public = was_public if page == top else page.live or page.first_published_at
                moves.append((page, _address(page, f"{old_path}{rest}"), _address(page), left_public))
    _drop_loops({(page.pk, now) for page, _before, now, _left_public in moves})
    batch = BatchRedirectCreator(max_size=2000, ignore_conflicts=True)
    for page, before, now, left_public in moves:
        if left_public and before and now and before != now and before[0] == now[0]:
            site, path = before
            batch.add(site_id=site, old_path=path, redirect_page=page, automatically_created=True)
    batch.process()
    concerned.note_addresses(before[1] for _page, before, _now, _left_public in moves if before)
    concerned.refresh()


def _address(page, url_path=None):
    """Return the site and address of a page in the active language, or those that another path would have."""
    there = copy(page)
    there.url_path = url_path or page.url_path
    parts = there.get_url_parts()
    return parts and (parts[0], Redirect.normalise_path(parts[2]))


def _drop_loops(addresses):
    """Delete the redirects that would lead a page from where it is now to itself.

    :param addresses: set of (page id, (site id, address))
    """
    led = Redirect.objects.filter(
        automatically_created=True, redirect_page__in={pk for pk, _now in addresses}
    )
    loops = [each.pk for each in led if (each.redirect_page_id, (each.site_id, each.old_path)) in addresses]
    Redirect.objects.filter(pk__in=loops).delete()
