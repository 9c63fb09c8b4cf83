"""What a page tells those who find it from elsewhere: search engines, feed readers, social networks."""

from django.urls import reverse
from django.utils.html import format_html

from portal import languages
from portal.addresses import full
from portal.bilingual import public_now, published_here
from portal.models.signposts import open_to_all, specific
from portal.sites import site_of
from portal.texts import Text, plain

X_DEFAULT = "x-default"  # as hreflang says: readers of any other language


class Announced:
    """A page that is found from elsewhere, in each language."""

    # where the page may say what it is about, in this order
    summary_fields = ("search_description",)

    @property
    def summary(self):
        """What the page says of itself in a sentence or two, as plain :class:`~portal.texts.Text`."""
        for code in (languages.current(), *languages.codes()):
            for name in self.summary_fields:
                if said := plain(self.in_language(name, code)):
                    return Text(said, code)
        return Text("", languages.current())

    def alternates(self, request):
        """Return what machines are told of the page's languages: its addresses, and one for other readers.

        The front page sends those to ``/``, which asks their browser; any other page to the first language
        that it is published in.

        :return: mapping of language code, or ``x-default``, to address
        """
        addresses = self.addresses(request)
        if not addresses:
            return {}
        site = site_of(request)
        is_front_page = site is not None and site.root_page_id == self.pk
        first = reverse("choose_language") if is_front_page else next(iter(addresses.values()))
        return addresses | {X_DEFAULT: first}

    def get_sitemap_urls(self, request=None):
        """Return what the sitemap says of the page: an entry a language, each naming all of them."""
        alternates = [
            {"lang_code": code, "location": full(address)}
            for code, address in self.alternates(request).items()
        ]
        lastmod = self.last_published_at or self.latest_revision_created_at
        return [
            {"location": each["location"], "lastmod": lastmod, "alternates": alternates}
            for each in alternates
            if each["lang_code"] != X_DEFAULT
        ]

    @classmethod
    def latest(cls, root, most):
        pages = cls.objects.descendant_of(root, inclusive=True).filter(open_to_all())
        shown = pages.filter(published_here(), public_now(), last_published_at__isnull=False).order_by(
            "-last_published_at", "path"
        )
        return [(page, page.url) for page in specific(shown[:most])]

    def feed_entry(self):
        said = self.summary
        description = format_html('<p lang="{}">{}</p>', said.language, said.value) if said else None
        return {"name": f"pages/{self.pk}", "description": description}

    def structured_data(self, context):
        """Return what the page adds to what every page says to machines (see :mod:`portal.structured_data`).

        :param context: that of the template
        :return: nodes of a graph, first that of what the page is about
        """
        return []
