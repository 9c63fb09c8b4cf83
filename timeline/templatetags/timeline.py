"""What templates ask of the timeline."""

from django import template
from django.http import QueryDict

from portal.models.signposts import Signposts
from timeline.listing import Listing
from timeline.models import Milestone, TimelinePage
from timeline.models.page import permalink_of

register = template.Library()


@register.simple_tag(takes_context=True)
def timeline_page(context):
    """Return the timeline of the portal that is being read, ``None`` when it has none."""
    signposts = Signposts.for_request(context["request"])
    return next(iter(signposts.landmarks(TimelinePage)), None) if signposts else None


@register.simple_tag
def whole_timeline():
    """Return the listing of every milestone, as the timeline shows it without filters."""
    return Listing(QueryDict())


@register.simple_tag
def latest_milestones(count):
    """Return the milestones that happened last, the latest first."""
    return list(Milestone.objects.last_shown(count))


@register.simple_tag(takes_context=True)
def other_pages(context, milestone):
    """Return the live pages that a milestone is linked with, less the one that is being read."""
    page = context.get("page")
    return [each for each in milestone.live_pages if not page or each.pk != page.pk]


@register.simple_tag(takes_context=True)
def permalink(context, timeline, milestone):
    """Return the address of a milestone on a timeline."""
    return permalink_of(timeline, milestone, context["request"])
