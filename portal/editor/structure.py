"""The editor's views that change the structure of the tree: what they read stays so until they write."""

from contextlib import nullcontext
from functools import wraps

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from wagtail.admin.viewsets.pages import PageViewSetRegistry

from portal.tree import GONE, tree_lock

VIEWS = {"copy", "delete", "move_confirm", "set_page_position"}


def guard_views():
    """Make these views read the tree under the lock, not a moment before they ask for it."""
    as_view = PageViewSetRegistry.as_view

    @wraps(as_view)
    def guarded(registry, name, **kwargs):
        view = as_view(registry, name, **kwargs)
        return _under_the_lock(view) if name in VIEWS else view

    PageViewSetRegistry.as_view = guarded


def _under_the_lock(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            with tree_lock() if request.method == "POST" else nullcontext():
                return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404(GONE) from error

    return guarded
