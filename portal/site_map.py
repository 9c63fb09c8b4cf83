"""The site map: every page that readers of the active language may read, below the one above it."""

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.bilingual import published_here
from portal.caching.public import public
from portal.models import readable
from portal.pagination import turned_to
from portal.sites import site_of
from portal.views import own_addresses

A_PAGE = 100  # pages of the portal on one of the site map
ORPHANS = 20


@require_safe
@public("page")
def site_map(request):
    """Answer with one page of the map, in the order of the tree; what it begins within stands above it."""
    root = site_of(request).root_page
    context = turned_to(request, _reached(root), A_PAGE, ORPHANS)
    context["nodes"] = _nested(root, list(context["turned"].object_list))
    context["own_addresses"] = own_addresses(request)
    return render(request, "portal/site_map.html", context)


def _reached(root):
    """Return a query for a front page and the readable pages below it, less those below one that is not."""
    below = root.get_descendants()
    within = Q(pk__in=[])
    unreadable = Q(live=False) | ~published_here() | Q(view_restrictions__isnull=False)
    for path in below.filter(unreadable, numchild__gt=0).values_list("path", flat=True):
        within |= Q(path__startswith=path)
    front = root.base_page_model.objects.filter(pk=root.pk)
    return (front | readable(below).exclude(within)).order_by("path")


def _nested(root, pages):
    """Return pages as nodes, each with those below it; what the first one lies in is added."""
    first = pages[0].path
    above = [first[:end] for end in range(len(root.path), len(first), root.steplen)]
    if above:
        pages = [*root.base_page_model.objects.filter(path__in=above).order_by("path"), *pages]
    nodes = {page.path: {"page": page, "below": []} for page in pages}
    for path, node in nodes.items():
        if path != root.path:
            nodes[path[: -root.steplen]]["below"].append(node)
    return [nodes[root.path]]
