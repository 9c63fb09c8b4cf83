"""What the timeline says to machines that read the page: its milestones as schema.org's events."""

from portal.addresses import full
from portal.structured_data import words
from timeline.exports.addresses import permalink


def jsonld(page, groups):
    """Return the milestones that are shown as an ``ItemList``."""
    milestones = [milestone for _decade, found in groups for milestone in found]
    return {
        "@type": "ItemList",
        "@id": full(f"{page.url}#milestones"),
        "name": words(page.text("title")),
        "url": full(page.url),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": _event(page, milestone)}
            for place, milestone in enumerate(milestones, start=1)
        ],
    }


def _event(page, milestone):
    period, title, text = milestone.period, milestone.text("title"), milestone.text("description")
    event = {
        "@type": "Event",
        "@id": permalink(page, milestone),
        "name": words(title),
        "inLanguage": title.language,
    }
    if period.start:
        event["startDate"] = period.start.iso
    if period.end and period.is_span:
        event["endDate"] = period.end.iso
    if text:
        event["description"] = words(text)
    return event
