"""Answers as they are kept: compressed once, found by host, address and what the view depends on."""

import gzip
import re
import time
from hashlib import blake2b
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from portal.caching import clock
from portal.caching.public import reduced

LEVEL = 6
MAKING = 10  # seconds that one reader at most waits for what another is having made
PAUSE = 0.01
CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"}
_port = re.compile(r":\d*$")
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


class Kept(NamedTuple):
    """An answer as it is kept, compressed, and the headers that go with it; ``at`` in seconds since 1970."""

    headers: ResponseHeaders
    content: bytes
    etag: str
    at: int

    @classmethod
    def of(cls, response):
        content, at = gzip.compress(response.content, LEVEL, mtime=0), int(time.time())
        etag = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
        headers = ResponseHeaders(pair for pair in response.items() if pair[0] != "X-Request-ID")
        headers["Content-Length"] = str(len(content))
        headers["ETag"] = etag
        headers["Last-Modified"] = http_date(at)
        headers["Content-Encoding"] = "gzip"
        return cls(headers, content, etag, at)

    def answer(self, request):
        """Return the response to a request: as the reader’s browser takes it, or that nothing is new."""
        takes_gzip = TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        content = self.content if takes_gzip else gzip.decompress(self.content)
        response = HttpResponse(b"" if request.method == "HEAD" else content)
        response.headers = self.headers  # nobody else's: the cache makes them anew for each who asks
        if not takes_gzip:
            del response.headers["Content-Encoding"]
            response.headers["Content-Length"] = str(len(content))
        if CONDITIONS.isdisjoint(request.META):
            return response
        return get_conditional_response(request, self.etag, self.at, response)


def find(address):
    """Return what is kept of an address without a query, or ``None``."""
    return cache.get(key("answer", address, ""))


def address_of(scheme, host, path):
    """Return what tells a page from others: the portal has one site a host, whatever the port."""
    return f"{scheme}://{_port.sub('', host.lower())}{path}"


class Place:
    """Where the answer to a request is kept.

    An address with a query is looked up in two steps: which parameters it depends on, then their values.
    """

    def __init__(self, request):
        self.request = request
        self.address = address_of(request.scheme, request.get_host(), request.path)

    def find(self):
        """Return what is kept, or ``None``."""
        parameters = ()
        if self.request.META.get("QUERY_STRING"):
            parameters = cache.get(key("parameters", self.address))
        return None if parameters is None else cache.get(self._key(parameters))

    def keep(self, kept, parameters):
        found = {key("parameters", self.address): parameters, self._key(parameters): kept}
        cache.set_many(found, timeout=clock.seconds_left())

    def _key(self, parameters):
        query = reduced(self.request.GET, parameters).urlencode() if parameters else ""
        return key("answer", self.address, query)

    def alone(self, make):
        """Return what ``make()`` makes, and have all others who ask for the same meanwhile wait for it.

        :return: a response, or what was kept meanwhile
        """
        mark = key("making", self.address, self.request.META.get("QUERY_STRING", ""))
        if cache.add(mark, True, timeout=MAKING):
            try:
                return self.find() or make()
            finally:
                cache.delete(mark)
        latest = time.monotonic() + MAKING
        while mark in cache and time.monotonic() < latest:
            time.sleep(PAUSE)
        return self.find() or make()


def key(*parts):
    """Return a name of equal length for whatever parts it is made of."""
    return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()
