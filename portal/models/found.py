"""What visitors may find of pages."""

from portal.bilingual import public_now, published_here
from portal.models.signposts import open_to_all
from portal.search.searched import Searched

SECTION_DEPTH = 3  # of the pages right below a front page


class FoundPage(Searched):
    """A page that visitors may find, unless it or one above it is closed to some of them."""

    @classmethod
    def findable(cls, code):
        depth = SECTION_DEPTH - 1
        return cls.objects.filter(published_here(), public_now(), open_to_all(), depth__gte=depth)

    @classmethod
    def located(cls, pks, request):
        pages = list(cls.listed().filter(pk__in=pks))
        above = {page.pk: page.path[: -page.steplen] for page in pages if page.depth >= SECTION_DEPTH}
        titles = {page.path: page.text("title") for page in cls.listed().filter(path__in=above.values())}
        return {page.pk: (page.get_url(request), titles.get(above.get(page.pk))) for page in pages}

    @classmethod
    def sections(cls, objects):
        paths = {page.pk: page.path[: page.steplen * SECTION_DEPTH] for page in objects}
        found = cls.base_page_model.objects.filter(path__in=set(paths.values()), depth=SECTION_DEPTH)
        keys = dict(found.values_list("path", "pk"))
        return {pk: keys[path] for pk, path in paths.items() if path in keys}
