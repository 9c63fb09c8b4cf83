"""Has the server in front fetch its copies anew, in the background: what cannot be had stays as it was.

Until each was asked for, a sign hangs in a folder beside the clock; as long as one does, the server in front
gives readers no copy that may be older (deploy/nginx.conf).
"""

import http.client
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils.encoding import iri_to_uri
from wagtail.contrib.frontend_cache.backends import BaseBackend

logger = logging.getLogger(__name__)

TIMEOUT = 2  # seconds
PAUSES = (1, 3)  # seconds before asking again; soon after, no copy is old any more
TRIES = 5  # at an address that is not kept because something changed while it was made
PATIENCE = 3  # addresses that fail before the others are left for the next time
FORGOTTEN = 120  # seconds after which a sign is one of a process that was killed

# the interpreter waits for it when it ends; few at a time, so that readers are answered meanwhile
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="refreshing")
_waiting = set()


class RefreshingBackend(BaseBackend):
    """Asks a door of the server in front for addresses, which has it fetch and keep them anew.

    ``LOCATION`` of its settings is the address of the door.
    """

    def __init__(self, params):
        super().__init__(params)
        self.door = urlsplit(params["LOCATION"]).netloc

    def purge(self, url):
        self.purge_batch([url])

    def purge_batch(self, urls):
        """Have addresses fetched soon, in their order; return at once, whatever happens."""
        new = [url for url in dict.fromkeys(urls) if url not in _waiting]
        if not new:
            return
        sign = hang_sign()
        _waiting.update(new)
        try:
            _pool.submit(self._refresh, new, sign)
        except RuntimeError as error:  # the interpreter is ending
            _waiting.difference_update(new)
            take_down(sign)
            logger.error("%s addresses are not refreshed, among them %s: %r", len(new), new[0], error)

    def _refresh(self, urls, sign):
        try:
            left, error = self._ask_all(urls)
        finally:
            _waiting.difference_update(urls)
            take_down(sign)  # where it fails, an old copy is better than none
        for pause in PAUSES:
            if not left:
                return
            time.sleep(pause)
            left, error = self._ask_all(left)
        if left:
            logger.error("%s addresses are not refreshed, among them %s: %r", len(left), left[0], error)

    def _ask_all(self, urls):
        """Return the addresses that failed, after those that were not tried any more, and why."""
        failed, error = [], None
        for tried, url in enumerate(urls):
            if len(failed) == PATIENCE:
                return urls[tried:] + failed, error
            _waiting.discard(url)  # whoever wants it from now on wants it once more
            try:
                self._ask(url)
            except (OSError, http.client.HTTPException) as failure:
                failed.append(url)
                error = failure
        return failed, error

    def _ask(self, url):
        """Have an address fetched until its answer is one to keep."""
        for _attempt in range(TRIES):
            response = self._fetch(url)
            if response.status >= http.client.INTERNAL_SERVER_ERROR:
                raise ConnectionError(f"{response.status} {response.reason}")
            if response.headers["X-Accel-Expires"] != "0":
                return
        raise ConnectionError("something changes each time that it is made")

    def _fetch(self, url):
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(self.door, timeout=TIMEOUT)
        try:
            path = iri_to_uri(f"{parts.path}?{parts.query}" if parts.query else parts.path)
            connection.request("GET", path, headers={"Host": parts.netloc, "Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
        finally:
            connection.close()
        return response


def hang_sign():
    """Tell the server in front that copies are being fetched; return what to take down afterwards."""
    sign = _signs() / uuid4().hex
    for _attempt in range(10):  # another process may take the folder away meanwhile
        with suppress(OSError):
            sign.parent.mkdir(parents=True, exist_ok=True)
            sign.touch()
            break
    return sign


def take_down(sign):
    """Take a sign down, and the folder with the last one."""
    with suppress(OSError):
        sign.unlink(missing_ok=True)
    tidy()


def tidy():
    """Take down the signs of processes that were killed; the recurring job does so too."""
    with suppress(OSError):
        for sign in _signs().iterdir():
            if sign.stat().st_mtime < time.time() - FORGOTTEN:
                sign.unlink()
        _signs().rmdir()  # unless others hang there still


def _signs():
    return Path(settings.CLOCK_FILE).with_name("refreshing")
