"""The page of the timeline, its permalinks and its data."""

from django.http import Http404, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from portal import languages
from portal.models import ContentPage
from portal.parity.rules import published_in
from timeline.exports import EXPORTS, LABELS
from timeline.exports.jsonld import jsonld
from timeline.filters import PARAMETERS
from timeline.listing import Listing
from timeline.models.milestone import Milestone


def permalink_of(timeline, milestone, request=None):
    """Return the address of a milestone, from ``/``; it holds wherever the milestone comes to stand.

    :param timeline: the page of the timeline, if need be only as a page
    :param request: where to keep what is known of sites, when many milestones are asked
    """
    return f"{timeline.get_url(request)}{milestone.key}/"


class TimelinePage(ContentPage):
    """All milestones in order: ``…/`` the page, ``…/<key>/`` one moment, ``…/data/<form>/`` as data."""

    query_parameters = PARAMETERS
    is_landmark = True
    parent_page_types = ["portal.OverviewPage"]
    subpage_types = []
    max_count_per_parent = 1
    page_description = _("All milestones, with filters and data to download")

    class Meta:
        verbose_name = _("timeline")
        verbose_name_plural = _("timelines")

    def route(self, request, path_components):
        match path_components:
            case ["data", form] if self.live and form in EXPORTS:
                return RouteResult(self, kwargs={"form": form})
            case [key] if self.live:
                return RouteResult(self, kwargs={"key": key})
        return super().route(request, path_components)

    def serve(self, request, form=None, key=None):
        if not self.is_published_in(languages.current()):
            return super().serve(request)
        if form:
            return EXPORTS[form](request, self, Listing(request.GET))
        if key:
            return self._lead_to(request, key)
        return super().serve(request)

    def shown_with_it(self, request):
        listing = Listing(request.GET)
        query = listing.filter.address(decade=None)
        return {
            "listing": listing,
            "milestones": listing.shown,
            "canonical_query": f"?decade={listing.current.first}" if listing.is_turned else "",
            "exports": [(label, f"{self.url}data/{form}/{query}") for form, label in LABELS.items()],
        }

    def structured_data(self, context):
        return [jsonld(self, context["listing"].groups)]

    def get_cached_paths(self):
        return ["/", *(f"/data/{form}/" for form in EXPORTS)]

    def permalink(self, milestone, request=None):
        return permalink_of(self, milestone, request)

    def _lead_to(self, request, key):
        """Send a permalink to where its milestone is now: to its decade, where one is shown at a time."""
        milestone = Milestone.objects.published().filter(key=key).first()
        if milestone is None:
            raise Http404(_("There is no such milestone."))
        if not milestone.is_published_in(languages.current()):
            addresses = {code: f"{self.url_in(code)}{key}/" for code in published_in(milestone)}
            return self.serve_notice(request, milestone, addresses)
        query = f"?decade={milestone.decade}" if Listing(QueryDict()).is_paged else ""
        return HttpResponseRedirect(f"{self.url}{query}#{milestone.anchor}")
