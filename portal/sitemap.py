"""What search engines are told of: every public page in each of its languages (https://sitemaps.org).

An index at ``/sitemap.xml`` names the files; each reads its own slice of the tree.
"""

import math
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, Q
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap, views

from portal import languages
from portal.addresses import full
from portal.caching.public import public
from portal.middleware import in_no_language
from portal.models import BasePage, open_to_all
from portal.texts import column

# a file costs what the pages in it cost: no more in a large portal than in a small one
MOST_ADDRESSES = 200


class PageSitemap(Sitemap):
    """The pages of the site that anybody may read, in the order of the tree."""

    # pages a file: each has an address in every language
    limit = MOST_ADDRESSES // len(settings.LANGUAGES)

    def items(self):
        in_some_language = Q()
        for code in languages.codes():
            in_some_language |= Q(**{column("published_in", code): True})
        pages = self.get_wagtail_site().root_page.get_descendants(inclusive=True)
        return pages.live().filter(open_to_all(), in_some_language).order_by("path")

    @classmethod
    def number_of_files(cls):
        """Return how many files there are at most."""
        return math.ceil(BasePage.objects.live().count() / cls.limit)

    def get_latest_lastmod(self):
        """Return when a page was last published: for each file the same, or the index would read them all."""
        return self.items().aggregate(latest=Max("last_published_at"))["latest"]


SITEMAPS = {"pages": PageSitemap}


@in_no_language
@require_safe
@public()
def index(request):
    """Name the files of the sitemap, at the portal's own host."""
    response = views.index(request, SITEMAPS, sitemap_url_name="sitemap")
    for file in response.context_data["sitemaps"]:
        address = urlsplit(file.location)
        file.location = full(address._replace(scheme="", netloc="").geturl())
    return response


@in_no_language
@require_safe
@public("p")
def addresses(request, section):
    """Name the addresses in one file: the first, or the one that ``?p=`` asks for."""
    return views.sitemap(request, SITEMAPS, section=section)
