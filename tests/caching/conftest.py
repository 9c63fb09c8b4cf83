"""What tests of kept pages begin with: a portal that keeps them, and readers without a session."""

import pytest
from django.test import Client


@pytest.fixture
def keeps(settings, db):
    """Have the portal keep its pages, as it does in use."""
    settings.CACHE_PAGES = True


@pytest.fixture
def read(keeps):
    """Read an address as a visitor; the response."""
    visitor = Client()

    def read(address, **headers):
        return visitor.get(address, headers=headers)

    return read
