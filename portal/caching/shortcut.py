"""Answers from the store before Django is asked: what most readers want, as their browsers take it."""

from django.conf import settings

from portal.caching import store


class Shortcut:
    """A WSGI application that gives what is kept to whoever asks plainly, and leaves the rest to another.

    Plainly: for the whole of an address without a query, compressed, without a session or condition.
    """

    def __init__(self, application):
        self.application = application
        self.session = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ, start_response):
        kept = self._find(environ) if self._is_plain(environ) else None
        if kept is None:
            return self.application(environ, start_response)
        start_response("200 OK", list(kept.headers.items()))
        return [kept.content]

    def _is_plain(self, environ):
        return (
            environ["REQUEST_METHOD"] == "GET"
            and not environ.get("QUERY_STRING")
            and self.session not in environ.get("HTTP_COOKIE", "")
            and "HTTP_AUTHORIZATION" not in environ
            and store.CONDITIONS.isdisjoint(environ)
            and store.TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", ""))
        )

    def _find(self, environ):
        """Return what is kept of an address; only what Django took for one of ours ever was."""
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        path = path.encode("latin-1").decode(errors="replace")
        host = environ.get("HTTP_HOST", "")
        return store.find(store.address_of(environ["wsgi.url_scheme"], host, path))
