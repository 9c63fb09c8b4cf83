"""The search of the editor's lists and choosers: Wagtail's own, on whichever database.

Visitors' search is another; this one takes a quotation mark or a NUL in a question for a space, where
Wagtail's would fail.
"""

import re

from modelsearch.backends import database


def SearchBackend(params):  # noqa: N802 (the name that Wagtail looks for)
    """Return the backend for the database, made to take any question."""
    backend = database.SearchBackend(params)
    search = backend._search

    def search_plainly(compiler, query, *args, **kwargs):
        if isinstance(query, str):
            query = re.sub(r'["\0]', " ", query).strip()
        return search(compiler, query, *args, **kwargs)

    backend._search = search_plainly
    return backend
