"""Full addresses, for whatever reads the portal from elsewhere."""

from urllib.parse import urljoin

from django.conf import settings


def full(path):
    """Return an address from ``/`` with the portal's scheme and host; one that names a host keeps it."""
    return urljoin(settings.BASE_URL, path)
