"""How an address becomes a page, and what every page points to: one query, however deep it lies."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import StartsWith
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.models import PageViewRestriction, get_page_models

from portal import languages
from portal.caching.parts import kept
from portal.parity import memory
from portal.sites import site_of
from portal.texts import column

MOST_STEPS = 60  # no tree is as deep
# what is asked for of a page that another points to
POINTED_TO = ("path", "depth", "title", "url_path", "published_in", "live", "show_in_menus", "content_type")
# what only editors see of a page
UNSEEN = (
    *("translation_key", "locale", "owner", "draft_title", "locked", "locked_at", "locked_by"),
    *("has_unpublished_changes", "latest_revision", "latest_revision_created_at", "live_revision"),
)


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
    """The pages that answers in a language point to: in the menu and footer, and on the way to a page.

    :param steps: the parts of an address below the front page, to know the pages on the way beforehand
    """

    def __init__(self, root, steps=()):
        self.root, self._steps, self._url_path = root, steps, column("url_path", languages.current())
        above = [root.path[:end] for end in range(root.steplen, len(root.path) + 1, root.steplen)]
        types = ContentType.objects.get_for_models(*get_page_models())
        landmarks = [type.pk for model, type in types.items() if getattr(model, "is_landmark", False)]
        listed = Q(show_in_menus=True) | Q(content_type__in=landmarks)
        below = children_of(root) & Q(listed, live=True)
        self._pages = self._found(Q(path__in=above) | below | self._on_the_way(steps))

    @classmethod
    def for_request(cls, request, steps=()):
        """Return those of a request, which are kept; ``None`` where there is no portal."""
        if not hasattr(request, "_signposts"):
            site = site_of(request)
            request._signposts = site and kept(request, ("signposts",), lambda: cls(site.root_page, steps))
        return request._signposts

    def _found(self, condition):
        own = PageViewRestriction.objects.filter(page=Coalesce(OuterRef("alias_of"), OuterRef("pk")))
        found = self.root.base_page_model.objects.filter(condition).annotate(is_restricted=Exists(own))
        return list(found.only(*POINTED_TO).order_by("path"))

    def _on_the_way(self, steps):
        slug, addresses = self._url_path.replace("url_path", "slug"), self._addresses(steps)
        return Q(**{f"{slug}__in": steps[:MOST_STEPS], f"{self._url_path}__in": addresses})

    def _addresses(self, steps):
        made = [getattr(self.root, self._url_path)]
        for step in steps[:MOST_STEPS]:
            made.append(f"{made[-1]}{step}/")
        return made[1:]

    def way(self, steps):
        """Return the pages from the root of the tree to the last one that an address names."""
        above = [page for page in self._pages if page.depth <= self.root.depth]
        known = {getattr(page, self._url_path): page for page in self._pages if page.depth > self.root.depth}
        addresses = self._addresses(steps)
        if steps != self._steps and not known.keys() >= {*addresses}:
            known |= {getattr(page, self._url_path): page for page in self._found(self._on_the_way(steps))}
        return above + [known[address] for address in addresses if address in known]

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
    # what the page above says of one
    listed_fields = POINTED_TO
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
        return cls.objects.defer(*UNSEEN).annotate(read_memory=memory.read_with(cls))

    @classmethod
    def listed(cls):
        """Return a query for pages of this model with what the page above them says of each."""
        return cls.objects.only(*cls.listed_fields)

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
    *above, found = signposts.way(steps)
    model = found.specific_class or type(found)
    read = model.with_details().get
    page = kept(request, ("page", found.pk), lambda: read(pk=found.pk), in_every_language=True)
    page.above, page._cached_parent_obj = above, above[-1]
    page.is_open = not any(each.is_restricted for each in (*above, found))
    return page.route(request, steps[found.depth - signposts.root.depth :])
