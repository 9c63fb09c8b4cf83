"""What tests of kept pages begin with: a portal that keeps them, and readers without a session."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@pytest.fixture(autouse=True)
def keeps(settings):
    """Have the portal keep its pages, as it does in use."""
    settings.CACHE_PAGES = True


@pytest.fixture
def read(db):
    """Read an address as a visitor; the response."""
    visitor = Client()

    def read(address, **headers):
        return visitor.get(address, headers=headers)

    return read


@pytest.fixture
def is_kept(read):
    """Tell whether the next to read an address is given what is kept, which asks nothing of the database."""

    def is_kept(address, **headers):
        with CaptureQueriesContext(connection) as queries:
            read(address, **headers)
        return not len(queries)

    return is_kept
