"""What a visitor reaches who follows every link of the portal."""

from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
from django.conf import settings
from django.test import Client

# attributes that hold an address, and elements whose address is told, not followed
ATTRIBUTES = ("href", "src", "action", "poster")


class Crawl:
    """Every answer that links lead to, from some addresses on.

    ``answers`` holds them by path and query, ``pages`` the paths of those that are pages, each once whatever
    its query, ``samples`` the first of these of each template and language; ``links`` the pairs of a page's
    address and an address in it.
    """

    def __init__(self, starts):
        self.client, self.answers, self.documents, self.links = Client(), {}, {}, set()
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if address not in self.answers:
                waiting += self._visit(address)
        self.pages = list(dict.fromkeys(urlsplit(address).path for address in self.documents))
        self.samples = list({self._kind(address): address for address in reversed(self.documents)}.values())

    def _visit(self, address):
        response = self.answers[address] = self.client.get(address)
        if response.status_code in {301, 302}:
            return [self.local(address, response.url)]
        if not response["Content-Type"].startswith("text/html"):
            return []
        document = self.documents[address] = html5lib.parse(response.content, namespaceHTMLElements=False)
        found = [(address, each) for each in addresses_in(document)]
        self.links.update(found)
        return [each for each in (self.local(*link) for link in found) if each]

    def _kind(self, address):
        return self.documents[address].get("lang"), self.answers[address].templates[0].name

    @staticmethod
    def local(base, link):
        """Return an address of the portal as path and query, for one elsewhere ``None``."""
        target = urljoin(settings.BASE_URL + base, urldefrag(link).url)
        return target.removeprefix(settings.BASE_URL) if target.startswith(f"{settings.BASE_URL}/") else None

    def anchors(self, address):
        """Return the anchors of the page that an address leads to."""
        while address not in self.documents:
            address = self.local(address, self.answers[address].url)
        return {element.get("id") for element in self.documents[address].iter()} - {None}


def addresses_in(document):
    """Yield each address that a document holds, of pages, files and pictures."""
    for element in document.iter():
        for name in ATTRIBUTES:
            if element.get(name) is not None:
                yield element.get(name)
        for candidate in filter(None, (element.get("srcset") or "").split(",")):
            yield candidate.split()[0]
        if element.tag == "meta" and element.get("property") in {"og:image", "og:url"}:
            yield element.get("content")
