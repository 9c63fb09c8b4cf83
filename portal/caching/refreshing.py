"""Has the server in front fetch its copies anew, in the background: what cannot be had stays as it was.

While it is at it, a sign hangs in a folder beside the clock; as long as one does, the server in front gives
readers no copy that may be older (deploy/nginx.conf).
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
from wagtail.contrib.frontend_cache.backends import BaseBackend

logger = logging.getLogger(__name__)

TIMEOUT = 2  # seconds
PAUSES = (0, 0.5, 2, 5)  # seconds before each time of asking
LONGEST = 30  # seconds after which what was not asked for yet is left alone
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
            logger.error("%s addresses are not refreshed, first %s: %r", len(new), new[0], error)

    def _refresh(self, urls, sign):
        latest, left, error = time.monotonic() + LONGEST, urls, None
        try:
            for pause in PAUSES:
                time.sleep(pause)
                asked, left = left, []
                for url in asked:
                    _waiting.discard(url)  # whoever wants it from now on wants it once more
                    try:
                        if time.monotonic() > latest:
                            raise TimeoutError("no time is left")
                        self._ask(url)
                    except (OSError, http.client.HTTPException) as failure:
                        left.append(url)
                        error = failure
                if not left:
                    return
            logger.error("%s addresses are not refreshed, first %s: %r", len(left), left[0], error)
        finally:
            _waiting.difference_update(urls)
            take_down(sign)

    def _ask(self, url):
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(self.door, timeout=TIMEOUT)
        try:
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request("GET", path, headers={"Host": parts.netloc, "Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
        finally:
            connection.close()
        if response.status >= http.client.INTERNAL_SERVER_ERROR:
            raise ConnectionError(f"{response.status} {response.reason}")


def hang_sign():
    """Tell the server in front that copies are being fetched; return what to take down afterwards."""
    folder = Path(settings.CLOCK_FILE).with_name("refreshing")
    sign = folder / uuid4().hex
    for _attempt in range(10):
        with suppress(FileNotFoundError):  # another process has just taken the folder away
            folder.mkdir(parents=True, exist_ok=True)
            sign.touch()
            break
    return sign


def take_down(sign):
    """Take a sign down, and the folder with the last one."""
    sign.unlink(missing_ok=True)
    for other in sign.parent.glob("*"):
        with suppress(FileNotFoundError):
            if other.stat().st_mtime < time.time() - FORGOTTEN:
                other.unlink()
    with suppress(OSError):  # others hang there still
        sign.parent.rmdir()
