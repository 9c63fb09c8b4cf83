"""Atom feeds (RFC 4287) of what is published, in the active language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from portal import languages
from portal.addresses import full
from portal.models import PortalSettings


class Feed(Atom1Feed):
    """A feed whose entries say their language where it is not the feed's.

    :param name: what sets the feed apart from the portal's others: its id is made of it
    :param fields: what Django's feeds are made of
    """

    def __init__(self, request, name, **fields):
        # tags (RFC 4151), so that an entry is the same one when its page has another address
        self.tag = f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{languages.current()}"
        super().__init__(
            description=None,
            language=languages.current(),
            author_name=PortalSettings.name_for(request).value,
            feed_guid=f"{self.tag}/{name}",
            **fields,
        )

    def add(self, obj, address):
        """Add a page, or a snippet with a title, that is published at an address from ``/``.

        Its ``feed_entry()`` returns what is its own: a ``name`` for the id, a ``description`` in HTML that
        marks its language, and ``categories`` if it has any.
        """
        title, entry = obj.text("title"), obj.feed_entry()
        name = entry.pop("name")
        self.add_item(
            title=title.value,
            link=full(address),
            pubdate=obj.first_published_at,
            updateddate=obj.last_published_at,
            unique_id=f"{self.tag}/{name}",
            language=title.foreign,
            **entry,
        )

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def answer(self):
        """Return the response."""
        return HttpResponse(self.writeString("utf-8"), content_type=self.content_type)
