"""A long list, shown a part at a time by ``?page=`` (``templates/components/pagination.html``)."""

from django.core.paginator import Paginator


def turned_to(request, found, a_page, orphans=0):
    """Return what a template needs of the page that a reader asks for, or of the nearest that there is.

    :param found: a list or query, in order
    :param a_page: how many of it a page shows; a last page of no more than ``orphans`` joins the one before
    """
    turned = Paginator(found, a_page, orphans=orphans).get_page(request.GET.get("page"))
    numbers = turned.paginator.get_elided_page_range(turned.number, on_each_side=1, on_ends=1)
    return {"turned": turned, "pages": numbers}
