"""A visitor who follows every link meets every page, and nothing that is not there."""

from urllib.parse import urldefrag

import pytest

from portal import languages
from portal.models import BasePage

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_every_link_leads_to_what_is_there(crawl):
    broken = [
        (base, link)
        for base, link in crawl.links
        if (target := crawl.local(base, link)) and crawl.answers[target].status_code not in {200, 301, 302}
    ]
    assert broken == []


def test_every_anchor_that_is_linked_is_there(crawl):
    lost = [
        (base, link)
        for base, link in crawl.links
        if (anchor := urldefrag(link).fragment)
        and (target := crawl.local(base, link))
        and anchor not in crawl.anchors(target)
    ]
    assert lost == []


def test_every_page_is_reached_by_links(crawl):
    pages = BasePage.objects.live().filter(depth__gte=2).specific()

    assert {page.url_in(code) for page in pages for code in languages.codes()} <= set(crawl.pages)
