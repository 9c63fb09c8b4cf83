"""Where what has changed is shown: addresses in every language, the nearest first."""

from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import ReferenceIndex, Site

from portal import languages
from portal.addresses import full
from portal.bilingual import BilingualDraft
from portal.models import BasePage
from portal.models.found import SECTION_DEPTH
from portal.sitemap import SITEMAPS

# views that list much of the portal
LISTS = ("site_map", "updates", "search")
FRONT_PAGE_DEPTH = SECTION_DEPTH - 1


def around(model, pk):
    """Return the keys of the pages that refer to an object, that it refers to, or that list all of its model.

    What refers to it and is no page, such as a milestone to its picture, leads on to its own pages.
    """
    pages, own = (ContentType.objects.get_for_model(each) for each in (BasePage, model))
    referring = ReferenceIndex.objects.filter(to_content_type=own, to_object_id=str(pk))
    sources = set(referring.values_list("base_content_type", "object_id"))
    found = [int(key) for kind, key in sources if kind == pages.pk]
    others = {(own.pk, str(pk))} | {source for source in sources if source[0] != pages.pk}
    for kind in {kind for kind, _key in others}:
        keys = [key for each, key in others if each == kind]
        references = ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=keys)
        found += map(int, references.filter(to_content_type=pages).values_list("to_object_id", flat=True))
        found += _listing(ContentType.objects.get_for_id(kind).model_class())
    return found


def _listing(model):
    """Return the keys of the pages that show all objects of a model, or depend on them."""
    if issubclass(model, (BaseGenericSetting, Site)):
        return Site.objects.values_list("root_page", flat=True)
    return [page.pk for page in model.listed_on()] if issubclass(model, BilingualDraft) else []


def nearest_first(changed, pages):
    """Yield the addresses of what has changed, of pages around and above it, of lists, of pages below it.

    :param changed: pairs of model and primary key
    :param pages: keys of pages that were around it until now
    """
    keys = chain(pages, *(around(model, pk) for model, pk in changed))
    near = list(BasePage.objects.filter(pk__in=set(keys)).live().order_by("path"))
    own = BasePage.objects.filter(pk__in=[pk for model, pk in changed if model is BasePage])
    own = list(own.order_by("path"))
    paths = {page.path[:end] for page in own + near for end in range(0, len(page.path), page.steplen)}
    above = BasePage.objects.filter(path__in=paths).live().order_by("-depth", "path")
    yield from addresses(dict.fromkeys(chain(own, near, above)))
    yield from _lists()
    below = Q(pk=None)
    for page in [*own, *(page for page in near if page.depth == FRONT_PAGE_DEPTH)]:
        # the menu of every page names those right below the front page
        depth = FRONT_PAGE_DEPTH if page.depth <= SECTION_DEPTH else page.depth
        below |= Q(path__startswith=page.path[: page.steplen * depth])
    # perhaps the whole tree, of which few are asked for
    yield from addresses(BasePage.objects.filter(below).live().order_by("depth", "path").iterator(100))


def addresses(pages):
    """Yield the addresses of pages in every language, each with those of what it answers with besides."""
    for page in pages:
        for code in languages.codes():
            with translation.override(code):
                address = page.get_full_url()
            if address:
                yield from (address + path.lstrip("/") for path in page.specific_deferred.get_cached_paths())


def _lists():
    for code in languages.codes():
        with translation.override(code):
            yield from (full(reverse(name)) for name in LISTS)
    yield full(reverse("sitemap_index"))
    for section, sitemap in SITEMAPS.items():
        address = full(reverse("sitemap", args=[section]))
        yield address
        yield from (f"{address}?p={number}" for number in range(2, sitemap.number_of_files() + 1))
