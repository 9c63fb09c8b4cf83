"""Answers as they are kept: compressed once, found by host, address and what the view depends on."""

import gzip
import re
import time
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from portal.caching import clock
from portal.caching.public import reduced

LEVEL = 6
MAKING = 10  # seconds that one reader at most waits for what another is having made
PAUSE = 0.01
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: ``content`` compressed, ``at`` in seconds since 1970."""

    headers: tuple
    content: bytes
    etag: str
    at: int

    @classmethod
    def of(cls, response):
        digest = blake2b(response.content, digest_size=12).hexdigest()
        content = gzip.compress(response.content, LEVEL, mtime=0)
        return cls(tuple(response.items()), content, f'W/"{digest}"', int(time.time()))

    def answer(self, request):
        """Return the response to a request: as the reader’s browser takes it, or that nothing is new."""
        takes_gzip = TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        content = self.content if takes_gzip else gzip.decompress(self.content)
        headers = dict(self.headers) | {
            "Content-Length": str(len(content)),
            "ETag": self.etag,
            "Last-Modified": http_date(self.at),
        }
        if takes_gzip:
            headers["Content-Encoding"] = "gzip"
        response = HttpResponse(b"" if request.method == "HEAD" else content, headers=headers)
        return get_conditional_response(request, self.etag, self.at, response)


class Place:
    """Where the answer to a request is kept.

    An address with a query is looked up in two steps: which parameters it depends on, then their values.
    """

    def __init__(self, request):
        host = request.get_host().rpartition("@")[2].lower()
        host = re.sub(r":\d*$", "", host)  # the portal has one site a host, whatever the port
        self.request, self.address = request, f"{request.scheme}://{host}{request.path}"

    def find(self):
        """Return what is kept, or ``None``."""
        parameters = ()
        if self.request.META.get("QUERY_STRING"):
            parameters = cache.get(_key("parameters", self.address))
        return None if parameters is None else cache.get(self._key(parameters))

    def keep(self, kept, parameters):
        found = {_key("parameters", self.address): parameters, self._key(parameters): kept}
        cache.set_many(found, timeout=clock.seconds_left())

    def _key(self, parameters):
        return _key("answer", self.address, reduced(self.request.GET, parameters).urlencode())

    def alone(self, make):
        """Return what ``make()`` makes, and have all others who ask for the same meanwhile wait for it.

        :return: a response, or what was kept meanwhile
        """
        mark = _key("making", self.address, self.request.META.get("QUERY_STRING", ""))
        if cache.add(mark, True, timeout=MAKING):
            try:
                return self.find() or make()
            finally:
                cache.delete(mark)
        latest = time.monotonic() + MAKING
        while mark in cache and time.monotonic() < latest:
            time.sleep(PAUSE)
        return self.find() or make()


def _key(*parts):
    return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()
