"""The page tree in every language: one lock for its structure, and addresses that follow it."""

import functools
import zlib
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Site

from portal import languages
from portal.texts import column

TREE_FIELDS = ("path", "depth", "numchild")
GONE = _("Somebody else has deleted this page.")
_LOCK_KEY = zlib.crc32(b"portal.tree")


@contextmanager
def tree_lock():
    """Hold the one lock for structural changes until the transaction ends.

    SQLite needs none: its transactions begin as ``IMMEDIATE`` and so write one after the other.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_KEY])
        yield


def guard_actions():
    """Make Wagtail's structural actions hold the lock and start from the tree as it is then.

    The admin's views, its API and the model's methods all end in these four; they work on pages
    loaded before, whose place another request may have changed since. Two concurrent moves
    without this leave a broken tree.
    """
    for action in (CopyPageAction, CreatePageAliasAction, DeletePageAction, MovePageAction):
        action.execute = _guarded(action.execute)


def _guarded(execute):
    @functools.wraps(execute)
    def guarded(action, *args, **kwargs):
        with tree_lock():
            try:
                for name in ("page", "to", "parent", "target"):
                    if page := getattr(action, name, None):
                        page.refresh_place()
            except ObjectDoesNotExist as error:
                raise Http404(GONE) from error
            if isinstance(action, CopyPageAction):
                action.update_attrs = _free_slugs(action) | (action.update_attrs or {})
            return execute(action, *args, **kwargs)

    return guarded


def _free_slugs(action):
    """Return slugs for a copy that no sibling has, in every language but the one being asked for."""
    page, parent = action.page.specific, action.to or action.page.get_parent()
    chosen = column("slug", languages.current()) if "slug" in (action.update_attrs or {}) else None
    return {
        name: page.free_slug(page.in_language("slug", code), code, parent)
        for code in languages.codes()
        if (name := column("slug", code)) != chosen
    }


def move_descendants(page, code, old_path, new_path):
    """Give the pages below a page their new address in one language, in one query."""
    names = [column("url_path", code), *(["url_path"] if code == languages.default() else [])]
    page.base_page_model.objects.filter(path__startswith=page.path).exclude(pk=page.pk).rewrite(False).update(
        **{name: Concat(Value(new_path), Substr(names[0], len(old_path) + 1)) for name in names}
    )


def leave_redirects(page, old_paths, was_public):
    """Redirect the addresses that a page and those below it had, once the change is committed.

    Under the lock, so that nobody deletes one of them meanwhile.
    """
    # imported here: it needs the page model that this module serves
    from portal import redirects

    def leave():
        with tree_lock():
            redirects.leave(page, old_paths, was_public)

    transaction.on_commit(leave)


def fill_languages(**_kwargs):
    """Give every page a slug and an address in every language; run after each ``migrate``.

    Wagtail's migrations fill the original columns only, and a language added to ``LANGUAGES``
    starts with empty ones. Repeatable: what is there stays.
    """
    from portal.models import BasePage

    filled = {}
    names = ("title", "draft_title", "slug", "url_path")
    for page in BasePage.objects.rewrite(False).order_by("depth", "path"):
        original = BasePage.objects.rewrite(False).filter(pk=page.pk).raw_values(*names).get()
        first = languages.default()
        changes = {column(name, first): original[name] for name in names if not page.in_language(name, first)}
        for code in languages.codes():
            slug = page.in_language("slug", code)
            if not slug:
                slug = page.in_language("slug", first) or original["slug"]
                changes[column("slug", code)] = slug
            path = page.in_language("url_path", code)
            if not path:
                parent = filled.get((page.path[: -page.steplen], code), "")
                path = f"{parent}{slug}/" if parent else "/"
                changes[column("url_path", code)] = path
            filled[page.path, code] = path
        if changes:
            BasePage.objects.filter(pk=page.pk).rewrite(False).update(**changes)


def name_default_site(**_kwargs):
    """Give the default site the host of ``BASE_URL``; run after each ``migrate``."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or {"http": 80, "https": 443}[address.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = address.hostname, port
        site.save()
