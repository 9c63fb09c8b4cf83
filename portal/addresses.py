"""Full addresses, for whatever reads the portal from elsewhere."""

from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings


def full(path):
    """Return an address from ``/`` with the portal's scheme and host; one that names a host keeps it."""
    return _joined(settings.BASE_URL, path)


_joined = lru_cache(maxsize=5000)(urljoin)
