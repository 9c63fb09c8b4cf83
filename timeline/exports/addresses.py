"""Full addresses for data that is read away from the portal."""

from django.conf import settings


def full(path):
    """Return an address from ``/`` with the portal's scheme and host."""
    return f"{settings.BASE_URL}{path}"


def permalink(page, milestone):
    """Return the full address of a milestone on a timeline."""
    return full(page.permalink(milestone))


def as_file(response, page, ending):
    """Offer an answer as a file named like the page: ``chronologie.csv``."""
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.{ending}"'
    return response
