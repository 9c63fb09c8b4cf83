"""iCalendar (RFC 5545): each milestone as an all-day span of the days that its date may mean."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from portal import languages
from portal.addresses import full
from timeline.exports.addresses import as_file, permalink


def calendar(_request, page, listing):
    """Return the calendar; what a day cannot say, a year or an open end, the summary says in words."""
    host = urlsplit(settings.BASE_URL).hostname
    found = Calendar.new(
        uid=full(page.url),
        name=page.text("title").value,
        language=languages.current(),
        prodid=f"-//{host}//{page.text('title').value}//{languages.current().upper()}",
        subcomponents=[
            _event(page, milestone, host) for milestone in listing.milestones.select_related("kind")
        ],
    )
    return as_file(HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8"), page, "ics")


def _event(page, milestone, host):
    first, after = _days(milestone.period)
    title, text, kind = milestone.text("title"), milestone.text("description"), milestone.kind_name
    event = Event.new(
        uid=f"{milestone.key}@{host}",
        stamp=milestone.last_published_at,
        last_modified=milestone.last_published_at,
        start=first,
        end=after,
        url=permalink(page, milestone),
        transparency="TRANSPARENT",
    )
    words = milestone.period.in_words(title.language)
    event.add("summary", f"{title.value} ({words})", parameters={"LANGUAGE": title.language})
    if text:
        event.add("description", text.value, parameters={"LANGUAGE": text.language})
    if kind:
        event.add("categories", [kind.value], parameters={"LANGUAGE": kind.language})
    return event


def _days(period):
    """Return the first day of a period and the day after its last, which ends an all-day span.

    An open end counts as the other one; a span that would end after year 9999 has no end given.
    """
    first, last = period.known.first_day, (period.end or period.start).last_day
    return first, None if last == date.max else last + timedelta(days=1)
