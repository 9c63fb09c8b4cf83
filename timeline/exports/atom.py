"""Atom (RFC 4287): the milestones published last, first."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.http import HttpResponse
from django.template.defaultfilters import linebreaks_filter
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join

from portal import languages
from portal.addresses import full
from timeline.exports.addresses import permalink


class MilestoneFeed(Atom1Feed):
    """A feed whose entries say their language where it is not the feed's."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}


def atom(page, listing):
    """Return the feed; an entry's summary says its period in words."""
    # tags (RFC 4151), so that an entry is the same one when the page has another address
    feed_id = f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{languages.current()}/milestones"
    feed = MilestoneFeed(
        title=page.text("title").value,
        link=full(page.url),
        feed_url=full(f"{page.url}data/atom/{listing.filter.address()}"),
        description=None,
        subtitle=page.text("introduction").value or None,
        language=languages.current(),
        author_name=page.get_site().root_page.specific.text("title").value,
        feed_guid=f"{feed_id}{listing.filter.address()}",
    )
    latest_first = F("last_published_at").desc(nulls_last=True)
    for milestone in listing.milestones.with_details().order_by(latest_first, "key"):
        title = milestone.text("title")
        feed.add_item(
            title=title.value,
            link=permalink(page, milestone),
            description=_summary(milestone, title.language),
            pubdate=milestone.first_published_at,
            updateddate=milestone.last_published_at,
            unique_id=f"{feed_id}/{milestone.key}",
            categories=[kind.value for kind in [milestone.kind_name] if kind and not kind.foreign],
            language=title.foreign,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _summary(milestone, language):
    """Return HTML: the period, the text, the sources."""
    text = milestone.text("description")
    return format_html(
        "<p>{}</p>{}{}",
        milestone.period.in_words(language),
        format_html('<div lang="{}">{}</div>', text.language, linebreaks_filter(text.value)) if text else "",
        format_html_join(
            "",
            '<p><a href="{}" lang="{}">{}</a></p>',
            (
                (source.url, label.language, label.value)
                for source in milestone.sources.all()
                for label in [source.text("label")]
            ),
        ),
    )
