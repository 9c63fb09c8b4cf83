"""What every form of data needs: the address of a milestone, and a name for the file."""

from portal.addresses import full


def permalink(page, milestone):
    """Return the full address of a milestone on a timeline."""
    return full(page.permalink(milestone))


def as_file(response, page, ending):
    """Offer an answer as a file named like the page: ``chronologie.csv``."""
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.{ending}"'
    return response
