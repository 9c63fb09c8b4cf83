"""What the timeline says to machines that read the page: schema.org as JSON-LD."""

import json

from django.utils.safestring import mark_safe

from portal.addresses import full
from timeline.exports.addresses import permalink

# what would end the script element that holds the data, or start a comment in it
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def jsonld(page, groups):
    """Return the milestones that are shown as an ``ItemList`` of events, safe in a script element."""
    milestones = [milestone for _decade, found in groups for milestone in found]
    data = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": page.text("title").value,
        "url": full(page.url),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": _event(page, milestone)}
            for place, milestone in enumerate(milestones, start=1)
        ],
    }
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 (escaped)


def _event(page, milestone):
    period, title, text = milestone.period, milestone.text("title"), milestone.text("description")
    event = {
        "@type": "Event",
        "@id": permalink(page, milestone),
        "name": title.value,
        "inLanguage": title.language,
    }
    if period.start:
        event["startDate"] = period.start.iso
    if period.end and period.is_span:
        event["endDate"] = period.end.iso
    if text and text.language == title.language:
        event["description"] = text.value
    return event
