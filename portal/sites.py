"""The site that a request is for, and where each site begins: asked for once, and kept."""

from wagtail.models import Site

from portal.caching.parts import kept


def site_of(request):
    """Return the site that a request is for, ``None`` without one; Wagtail then knows it too."""
    if request is not None and not hasattr(request, "_wagtail_site"):
        found = kept(request, ("site",), lambda: (Site.find_for_request(request), Site.get_site_root_paths()))
        request._wagtail_site, request._wagtail_cached_site_root_paths = found
    return Site.find_for_request(request)
