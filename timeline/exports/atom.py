"""Atom: the milestones published last, first."""

from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html, format_html_join

from portal.addresses import full
from portal.feeds import Feed


def atom(request, page, listing):
    """Return the feed."""
    query = listing.filter.address()
    feed = Feed(
        request,
        f"milestones{query}",
        title=page.text("title").value,
        link=full(page.url),
        feed_url=full(f"{page.url}data/atom/{query}"),
        subtitle=page.text("introduction").value or None,
    )
    for milestone in listing.milestones.with_sources().latest_first():
        feed.add(milestone, page.permalink(milestone))
    return feed.answer()


def entry(milestone):
    """Return what is a milestone's own in a feed; the description says its period in words."""
    kind = milestone.kind_name
    return {
        "name": f"milestones/{milestone.key}",
        "description": _description(milestone, milestone.text("title").language),
        "categories": [kind.value] if kind and not kind.foreign else [],
    }


def _description(milestone, language):
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
