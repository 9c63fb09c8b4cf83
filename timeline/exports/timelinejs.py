"""The JSON that TimelineJS reads (https://timeline.knightlab.com/docs/json-format.html)."""

from django.http import JsonResponse
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html

from portal import renditions
from portal.addresses import full
from timeline.exports.addresses import permalink


def timelinejs(_request, page, listing):
    """Return the slides; dates carry no more than is known, and words for what they cannot say."""
    title = {"headline": str(page.text("title")), "text": str(page.text("introduction"))}
    milestones = listing.milestones.select_related("kind").with_pictures()
    slides = [_slide(page, milestone) for milestone in milestones]
    return JsonResponse(
        {"title": {"text": title}, "events": slides},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        # read by scripts of whoever shows the timeline elsewhere
        headers={"Access-Control-Allow-Origin": "*"},
    )


def _slide(page, milestone):
    period, text = milestone.period, milestone.text("description")
    slide = {
        "unique_id": milestone.key,
        "start_date": _date(period.known),
        "display_date": period.in_words(),
        "text": {
            "headline": format_html(
                '<a href="{}">{}</a>', permalink(page, milestone), milestone.text("title")
            ),
            "text": format_html('<div lang="{}">{}</div>', text.language, linebreaks_filter(text.shown)),
        },
    }
    if milestone.kind_name:
        slide["group"] = milestone.kind_name.shown
    if period.end and period.is_span and period.start:
        slide["end_date"] = _date(period.end)
    if milestone.picture and (media := _media(milestone.picture)):
        slide["media"] = media
    return slide


def _media(picture):
    """Return a picture as a slide shows it, ``None`` when it is there in no size."""
    if not (sources := renditions.there(picture, "list")):
        return None
    return {
        "url": full(sources[-1].sizes[-1].url),
        "alt": picture.alternative_text.shown,
        "credit": str(picture.text("credit")),
    }


def _date(point):
    return dict(zip(("year", "month", "day"), point.parts, strict=False))
