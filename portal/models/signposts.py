"""How an address becomes a page, and what every page points to: one query, however deep it lies."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import StartsWith
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.models import PageViewRestriction, Site, get_page_models

from portal import languages
from portal.texts import column

MOST_STEPS = 60  # no tree is as deep


def open_to_all(page=""):
    """Return the condition of a query for pages that are closed to nobody, nor is one above them.

    Wagtail's ``public()`` asks for all restrictions beforehand, and names each.

    :param page: what leads to the page from what the query is for, such as ``"page__"``
    """
    path = OuterRef(f"{page}path")
    return ~Exists(PageViewRestriction.objects.filter(StartsWith(path, F("page__path"))))


def children_of(page):
    """Return the condition of a query for the pages right below one, which an index answers."""
    return Q(depth=page.depth + 1, path__range=page._get_children_path_interval(page.path))


def specific(pages):
    """Return a few pages as their own models have them, in one query whichever those are."""
    names = [model._meta.model_name for model in get_page_models() if model is not pages.model]
    found = pages.select_related(*names)
    return [next((getattr(page, name) for name in names if hasattr(page, name)), page) for page in found]


class Signposts:
    """The pages that the answer to a request points to: in its menu and footer, and on the way to its page.

    :param steps: the parts of the address that is asked for, below the front page
    """

    def __init__(self, root, steps=()):
        self.root, self.steps, self._code = root, steps, languages.current()

    @classmethod
    def for_request(cls, request, steps=()):
        """Return those of a request, read once; ``None`` where there is no portal."""
        if not hasattr(request, "_signposts"):
            site = Site.find_for_request(request)
            request._signposts = cls(site.root_page, steps) if site else None
        return request._signposts

    @cached_property
    def _pages(self):
        root, pages = self.root, self.root.base_page_model.objects
        above = [root.path[:end] for end in range(root.steplen, len(root.path) + 1, root.steplen)]
        slug = column("slug", self._code)
        on_the_way = Q(**{f"{slug}__in": self.steps[:MOST_STEPS], f"{self._url_path}__in": self._addresses})
        types = ContentType.objects.get_for_models(*get_page_models())
        landmarks = [type.pk for model, type in types.items() if getattr(model, "is_landmark", False)]
        listed = Q(show_in_menus=True) | Q(content_type__in=landmarks)
        below = children_of(root) & Q(listed, live=True)
        own = PageViewRestriction.objects.filter(page=Coalesce(OuterRef("alias_of"), OuterRef("pk")))
        found = pages.filter(Q(path__in=above) | on_the_way | below)
        return list(found.annotate(is_restricted=Exists(own)).order_by("path"))

    @property
    def _url_path(self):
        return column("url_path", self._code)

    @cached_property
    def _addresses(self):
        made = [getattr(self.root, self._url_path)]
        for step in self.steps[:MOST_STEPS]:
            made.append(f"{made[-1]}{step}/")
        return made[1:]

    @property
    def way(self):
        """The pages from the root of the tree to the last one that the address names."""
        known = {getattr(page, self._url_path): page for page in self._pages if page.depth > self.root.depth}
        above = [page for page in self._pages if page.depth <= self.root.depth]
        return above + [known[address] for address in self._addresses if address in known]

    def _listed(self):
        """Return the pages right below the front page that readers of the active language may be led to."""
        code, depth = languages.current(), self.root.depth + 1
        return [
            page
            for page in self._pages
            if page.depth == depth and page.live and page.is_published_in(code) and not page.is_restricted
        ]

    @property
    def menu(self):
        """The pages of the main menu."""
        return [page for page in self._listed() if page.show_in_menus]

    def landmarks(self, model):
        """Return the pages of a model that counts as a landmark."""
        type_id = ContentType.objects.get_for_model(model).pk
        return [page for page in self._listed() if page.content_type_id == type_id]


class Signposted:
    """A page that is found by its address together with those above it."""

    # whether pages of this model, of which there are few, are known wherever one is read
    is_landmark = False
    # whether it is known that neither the page nor one above it is closed to anybody
    is_open = False

    @staticmethod
    def route_for_request(request, path):
        """Return the page at an address, as Wagtail does, in two queries instead of two a step."""
        if not hasattr(request, "_wagtail_route_for_request"):
            try:
                request._wagtail_route_for_request = _route(
                    request, [step for step in path.split("/") if step]
                )
            except Http404:
                request._wagtail_route_for_request = None
        return request._wagtail_route_for_request

    @classmethod
    def with_details(cls):
        """Return a query for pages of this model with what is shown of them."""
        return cls.objects.all()

    @classmethod
    def listed(cls):
        """Return a query for pages of this model with what the page above them says of each."""
        return cls.objects.all()

    @cached_property
    def above(self):
        """The pages above, from the root of the tree."""
        return list(self.get_ancestors()) if self.pk else []

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none() if self.is_open else super().get_view_restrictions()

    def readable_ancestors(self):
        """Return the live pages above that readers of the active language may read, the front page first."""
        code = languages.current()
        return [page for page in self.above if page.depth > 1 and page.live and page.is_published_in(code)]


def _route(request, steps):
    signposts = Signposts.for_request(request, steps)
    if signposts is None:
        return None
    *above, found = signposts.way
    model = found.specific_class or type(found)
    page = model.with_details().get(pk=found.pk)
    page.above, page._cached_parent_obj = above, above[-1]
    page.is_open = not any(each.is_restricted for each in (*above, found))
    return page.route(request, steps[found.depth - signposts.root.depth :])
