"""What the shipped content shows nowhere: every block, notices, what one language lacks, errors."""

from django.core.files.uploadedfile import SimpleUploadedFile

from cooperation.models import AreaPage
from portal import languages
from portal.blocks import BodyBlock
from portal.components import sample
from portal.models import InformationPage, OverviewPage, PortalDocument, PortalSettings
from portal.notices import Level
from tests.changing import change, in_each, texts
from tests.conftest import in_every_language
from tests.conftest import make as make_page
from tests.reading.test_one_language import only_in, other_than
from timeline.models import TimelinePage

# of the timeline: some milestones, none, and a filter that cannot be read
QUERIES = ("?from=1992&q=a", "?q=nothing-has-this", "?from=never")


def make():
    """Make them; return their addresses."""
    overview = OverviewPage.objects.get()
    _tell_everything()
    of_every_block = make_page(InformationPage, overview, body=every_block())
    timeline = TimelinePage.objects.get()
    found = ["/nothing/"]
    for code in languages.codes():
        behind = change(make_page(AreaPage, overview), introduction="Text")
        change(behind, introduction="Another text", code=other_than(code))
        foreign = make_page(InformationPage, overview, **only_in(other_than(code), title="In one language"))
        found += [page.url_in(code) for page in (behind, foreign, of_every_block)]
        found += [f"/{code}/nothing/", *(timeline.url_in(code) + query for query in QUERIES)]
    return found


def every_block():
    """Return the body of a page that has each block, and a table without a caption."""
    file = SimpleUploadedFile("report.pdf", b"%PDF-1.4")
    PortalDocument.objects.create(file=file, **in_every_language(title="Report"))
    blocks = {name: sample(block) for name, block in BodyBlock().child_blocks.items()}
    blocks["key_figures"] = [{"figure": in_each("7"), "label": in_each(label)} for label in ("days", "weeks")]
    table = {"caption": in_each(""), "headings": [in_each("Year")], "rows": [[in_each("1998")]]}
    return [*blocks.items(), ("table", table)]


def _tell_everything():
    settings = PortalSettings.load()
    settings.tells_outdated = True
    settings.email, settings.telephone = "portal@example.org", "+32 2 123 45 67"
    for name, value in texts("postal_address", in_each("Street 1\n1000 Town")).items():
        setattr(settings, name, value)
    settings.notices = [
        ("notice", {"level": level, "starts": None, "ends": None, "text": in_each("<p>A notice.</p>")})
        for level in Level.values
    ]
    settings.save()
