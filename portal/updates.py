"""What is new on the portal, for readers of one language: a feed of all that has an address."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.addresses import full
from portal.bilingual import BilingualDraft
from portal.caching.public import public
from portal.feeds import Feed
from portal.models import PortalSettings
from portal.parity.survey import kinds
from portal.sites import site_of

MOST = 30


@require_safe
@public()
def feed(request):
    """Answer with what was published last, the latest first."""
    site = site_of(request)
    if site is None:
        raise Http404
    found = Feed(
        request,
        "updates",
        title=_("What is new: %(portal)s") % {"portal": PortalSettings.name_for(request).value},
        link=full(site.root_page.url),
        feed_url=full(request.path),
    )
    for obj, address in latest(site.root_page):
        found.add(obj, address)
    return found.answer()


def latest(root):
    """Return what was published last below a front page: pairs of object and address, the latest first."""
    models = [model for model in kinds() if issubclass(model, BilingualDraft)]
    found = [pair for model in models for pair in model.latest(root, MOST)]
    return sorted(found, key=lambda pair: pair[0].last_published_at, reverse=True)[:MOST]
