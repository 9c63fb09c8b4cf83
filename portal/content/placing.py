"""Giving new pages their place in the tree, all at once."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Locale, PageLogEntry

from portal import languages
from portal.content import publication
from portal.content.families.tree_rules import FRONT
from portal.content.fields import content_fields
from portal.models import BasePage
from portal.texts import column
from portal.tree import name_default_site

WELCOME = "Welcome to your new Wagtail site!"


@dataclass(slots=True)
class Stand:
    """What a page gives to those below it: its path, and its address by language."""

    path: str
    depth: int
    urls: dict
    last: str | None

    def add(self, page):
        """Set the place of a page below, after the last; return what it gives to its own."""
        step = BasePage._str2int(self.last[-BasePage.steplen :]) if self.last else 0
        page.depth = self.depth + 1
        page.path = self.last = BasePage._get_path(self.path, page.depth, step + 1)
        urls = {code: f"{url}{page.in_language('slug', code)}/" for code, url in self.urls.items()}
        for code, url in urls.items():
            setattr(page, column("url_path", code), url)
        return Stand(page.path, page.depth, urls, None)


def place(items, pages, read):
    """Give new pages their rows in the tree, with an address in every language, but no content yet.

    In one batch: what the tree needs to know is computed, not asked for page by page.

    :param items: of the plan, those above before those below
    :param pages: their :class:`~portal.content.families.Pages`
    :param read: function that sets fields of an object from what an item's file says
    """
    basic = content_fields(BasePage)
    locale = Locale.get_default()
    stands = _stands(pages)
    rows, children = [], Counter()
    for item in items:
        parent = pages.parent_of(item)[0]
        page = BasePage(locale=locale, content_type=ContentType.objects.get_for_model(item.model))
        read(page, item, basic)
        publication.set_dates(page)
        _fill_titles(page, pages, parent, is_front=item.name == FRONT)
        stands[item.pk] = stands[parent].add(page)
        children[parent] += 1
        rows.append(page)
    for item, page in zip(items, rows, strict=True):
        page.numchild = children.pop(item.pk, 0)
    BasePage.objects.bulk_create(rows, batch_size=200)
    for parent, number in children.items():
        BasePage.objects.filter(pk=parent).update(numchild=F("numchild") + number)
    for item, page in zip(items, rows, strict=True):
        item.pk = pages.all_names.settle(pages, item.name, page.pk, item.pk)
        if item.name == FRONT:
            _open_at(page, pages.site)


def _stands(pages):
    """Return what each page that is there gives to those below it, by primary key."""
    last = {place.path[: -BasePage.steplen]: place.path for place in pages.places.values()}
    stands = {}
    for place in pages.places.values():  # in the order of the tree
        above = pages.above(place)
        urls = {
            code: f"{stands[above.pk].urls[code]}{slug}/" if above else "/"
            for code, slug in place.slugs.items()
        }
        stands[place.pk] = Stand(place.path, place.depth, urls, last.get(place.path))
    return stands


def _fill_titles(page, pages, parent, is_front):
    for code in languages.codes():
        title, name = page.in_language("title", code), column("slug", code)
        setattr(page, column("draft_title", code), title)
        if is_front:  # one slug down to a site's first page
            setattr(page, name, page.in_language("slug", languages.default()))
        elif not getattr(page, name):
            made = languages.slug_of(page.text("title", code).value, code)[:240] or "page"
            setattr(page, name, pages.free_slug(made, parent, code))


def _open_at(page, site):
    """Make a page the default site's root; Wagtail's welcome page goes if nobody touched it."""
    welcome = site.root_page if site.root_page_id else None
    site.root_page = page
    if site._state.adding:
        site.hostname = urlsplit(settings.BASE_URL).hostname
    site.save()
    name_default_site()
    if welcome and is_untouched(welcome):
        BasePage.objects.get(pk=welcome.pk).delete()


def is_untouched(page):
    """Tell whether a page is Wagtail's welcome page, as its migrations made it."""
    return (
        page.specific_class is BasePage
        and page.slug == "home"
        and page.title == WELCOME
        and page.is_leaf()
        and not page.latest_revision_id
        and not page.view_restrictions.exists()
        and not PageLogEntry.objects.filter(page=page.pk).exists()
    )
