"""The milestones as data, from the query and filters of the page, in the page's language.

Each export is a function of the request, the timeline page and the :class:`~timeline.listing.Listing`
that was asked for, and returns a response.
"""

from django.utils.translation import gettext_lazy as _

from timeline.exports.atom import atom
from timeline.exports.calendar import calendar
from timeline.exports.sheet import sheet
from timeline.exports.timelinejs import timelinejs

EXPORTS = {"atom": atom, "calendar": calendar, "csv": sheet, "timelinejs": timelinejs}
LABELS = {
    "atom": _("Feed (Atom)"),
    "calendar": _("Calendar (iCalendar)"),
    "csv": _("Spreadsheet (CSV)"),
    "timelinejs": _("TimelineJS (JSON)"),
}
