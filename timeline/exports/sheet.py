"""A table for spreadsheets; cells that one would run as a formula are defused."""

from defusedcsv import csv
from django.http import HttpResponse
from django.utils.translation import gettext as _

from timeline.exports.addresses import as_file, permalink

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take the file for Latin-1


def sheet(_request, page, listing):
    """Return one row a milestone, under headings in the page's language; dates are EDTF."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    table = csv.writer(response)
    table.writerow(
        [
            _("Key"),
            _("Date (EDTF)"),
            _("Date"),
            _("Title"),
            _("Text"),
            _("Language of the title"),
            _("Kind"),
            _("Importance"),
            _("Pages"),
            _("Sources"),
            _("Address"),
        ]
    )
    for milestone in listing.milestones.with_details():
        title = milestone.text("title")
        table.writerow(
            _cell(value)
            for value in [
                milestone.key,
                milestone.period.edtf,
                milestone.period.in_words(title.language),
                title.value,
                milestone.text("description").value,
                title.language,
                milestone.kind_name.value,
                milestone.get_importance_display(),
                "\n".join(each.text("title").value for each in milestone.live_pages),
                "\n".join(f"{each.text('label').value} <{each.url}>" for each in milestone.sources.all()),
                permalink(page, milestone),
            ]
        )
    return as_file(response, page, "csv")


def _cell(value):
    """Return a text without blanks before it, behind which a formula might hide."""
    return str(value).strip()
