"""What visitors may find of pages."""

from django.db.models import Q
from django.db.models.functions import Length, Substr

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
        """Return where pages are, in one query for them and for those right above."""
        below = cls.objects.filter(pk__in=pks, depth__gte=SECTION_DEPTH)
        above = below.annotate(above=Substr("path", 1, Length("path") - cls.steplen)).values("above")
        known = list(cls.listed().filter(Q(pk__in=pks) | Q(path__in=above)))
        titles = {page.path: page.text("title") for page in known if page.depth >= SECTION_DEPTH - 1}
        return {
            page.pk: (page.get_url(request), titles.get(page.path[: -page.steplen]))
            for page in known
            if page.pk in pks
        }

    @classmethod
    def sections(cls, objects):
        paths = {page.pk: page.path[: page.steplen * SECTION_DEPTH] for page in objects}
        found = cls.base_page_model.objects.filter(path__in=set(paths.values()), depth=SECTION_DEPTH)
        keys = dict(found.values_list("path", "pk"))
        return {pk: keys[path] for pk, path in paths.items() if path in keys}
