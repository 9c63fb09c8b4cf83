"""What a page costs its reader, measured at the network: little, and nothing that is not the portal's own."""

from urllib.parse import urlsplit

import pytest

from portal import languages
from portal.models import InformationPage
from tests.browsing.conftest import PHONE

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# of all that a first view sends, and of its parts, as sent
MOST_REQUESTS = 6
MOST_BYTES = 60_000
MOST_OF_A_KIND = {"Stylesheet": 14_000, "Script": 3_000}


class FirstView:
    """A page opened for the first time; ``sent`` tells the bytes of each request, its headers included."""

    def __init__(self, tab, url):
        self.kinds, self.sent, self._urls = {}, {}, {}
        network = tab.context.new_cdp_session(tab)
        network.on("Network.requestWillBeSent", self._asked)
        network.on("Network.loadingFinished", self._answered)
        network.send("Network.enable")
        tab.goto(url, wait_until="networkidle")
        self.cookies = tab.context.cookies()

    def _asked(self, event):
        self._urls[event["requestId"]] = url = event["request"]["url"]
        self.kinds[url] = event["type"]

    def _answered(self, event):
        self.sent[self._urls[event["requestId"]]] = event["encodedDataLength"]

    def of_kind(self, kind):
        return sum(size for url, size in self.sent.items() if self.kinds[url] == kind)


@pytest.fixture
def first_view(server, open_tab):
    return lambda address: FirstView(open_tab(PHONE, device_scale_factor=2), server.url + address)


@pytest.mark.parametrize("code", languages.codes())
def test_a_page_of_text_is_light_at_first_view(shipped, first_view, code):
    for page in InformationPage.objects.live():
        view = first_view(page.url_in(code))

        assert len(view.sent) <= MOST_REQUESTS, view.sent
        assert sum(view.sent.values()) <= MOST_BYTES, view.sent


def test_style_and_scripts_of_every_page_are_small(crawl, first_view):
    for address in crawl.samples:
        view = first_view(address)

        assert view.of_kind("Stylesheet"), address
        for kind, most in MOST_OF_A_KIND.items():
            assert view.of_kind(kind) <= most, (address, view.sent)


def test_no_page_asks_anybody_else_for_anything_nor_sets_a_cookie(server, crawl, first_view):
    for address in crawl.samples:
        view = first_view(address)

        assert {urlsplit(url).netloc for url in view.sent} == {urlsplit(server.url).netloc}, address
        assert view.cookies == [], address
