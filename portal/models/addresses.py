"""Slugs and addresses of a page, one in each language."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal import languages
from portal.parity.rules import published_in
from portal.texts import column


def _is_a_view(slug, code):
    with translation.override(code):
        try:
            return resolve(f"/{code}/{slug}/").url_name != "wagtail_serve"
        except Resolver404:  # no slug that an address could have
            return False


class Addressed:
    """A page that answers at an address of its own in each language."""

    @property
    def has_one_slug(self):
        """Whether the slug is alike in every language: it is so down to a site's first page.

        Wagtail keeps one root path for a site, whatever the language.
        """
        parent = self.get_parent()
        return parent is None or parent.depth == 1

    def fill_slugs(self):
        """Make each empty slug from the title: that of its language, else of one that has it."""
        parent, has_one_slug = self.get_parent(), self.has_one_slug
        for code in languages.codes():
            name = column("slug", code)
            if has_one_slug and code != languages.default():
                setattr(self, name, self.in_language("slug", languages.default()))
            elif not getattr(self, name):
                made = languages.slug_of(self.text("title", code).value, code)
                setattr(self, name, self.free_slug(made[:240] or "page", code, parent, self))
            elif self.alias_of_id and self._state.adding:
                # an alias is given its source's slugs, perhaps beside the source
                setattr(self, name, self.free_slug(getattr(self, name), code, parent, self))

    @classmethod
    def free_slug(cls, wanted, code, parent, page=None):
        """Return a slug that no child of ``parent`` but ``page`` has: numbered if need be."""
        slug, number = wanted, 1
        while parent and cls.is_slug_taken(slug, code, parent, page):
            number += 1
            slug = f"{wanted[:240]}-{number}"
        return slug

    @classmethod
    def is_slug_taken(cls, slug, code, parent, page=None):
        """Tell whether a child of ``parent``, other than ``page``, has a slug in a language.

        Below a front page the portal's own views have theirs, such as the site map.
        """
        siblings = parent.get_children().exclude(pk=page.pk if page else None)
        if siblings.filter(**{column("slug", code): slug}).exists():
            return True
        return parent.has_one_slug and _is_a_view(slug, code)

    @staticmethod
    def _slug_is_available(slug, parent_page, page=None):
        """Tell whether no child of a parent has a slug in the active language.

        Wagtail asks this before a move with the page's own slug; then all its slugs are asked.
        """
        if parent_page is None:
            return True
        code = languages.current()
        asked = {code: slug}
        if page is not None and slug == page.in_language("slug", code):
            asked = {code: page.in_language("slug", code) for code in languages.codes()}
        return not any(parent_page.is_slug_taken(own, code, parent_page, page) for code, own in asked.items())

    def _check_slug_is_unique(self):
        parent = self.get_parent()
        self._check_slugs_fit()
        taken = parent and {
            column("slug", code): _("Another page here has the address “%(slug)s” in this language.")
            % {"slug": slug}
            for code in languages.codes()
            if self.is_slug_taken(slug := self.in_language("slug", code), code, parent, self)
        }
        if taken:
            raise ValidationError(taken)

    def _check_slugs_fit(self):
        """Check that an address needs no signs but those that slugs are made of."""
        unfit = {}
        for code in languages.codes():
            try:
                validate_slug(self.in_language("slug", code))
            except ValidationError as error:
                unfit[column("slug", code)] = error
        if unfit:
            raise ValidationError(unfit)

    def set_url_path(self, parent):
        """Set the address in every language; return the active language's."""
        for code in languages.codes():
            path = "/"
            if parent:
                path = f"{parent.in_language('url_path', code)}{self.in_language('slug', code)}/"
            setattr(self, column("url_path", code), path)
        return self.url_path

    def get_url(self, request=None, current_site=None):
        """Return the address in the active language, as Wagtail does, but find it once a request.

        Where there is one site, all addresses begin as that of its front page, which is found once.
        """
        code = languages.current()
        path = self.in_language("url_path", code)
        if request is None or current_site is not None or not path:
            return super().get_url(request, current_site)
        known = vars(request).setdefault("_addresses", {})
        if (code, path) not in known:
            roots = {site.root_path for site in self._get_site_root_paths(request)}
            root = roots.pop() if len(roots) == 1 else None
            if root and path.startswith(root):
                front = known.get((code, root)) or reverse("wagtail_serve", args=[""])
                known[code, root], known[code, path] = front, front + path.removeprefix(root)
            else:
                known[code, path] = super().get_url(request)
        return known[code, path]

    def url_in(self, code, request=None):
        """Return the page's address in one language, from ``/``; ``None`` where it has none.

        :param request: where to keep what is known of sites, when many pages are asked
        """
        if code == translation.get_language():
            return self.get_url(request)
        with translation.override(code):
            return self.get_url(request)

    def addresses(self, request=None):
        """Return where the page is to be read: mapping of language code to address."""
        return {code: url for code in published_in(self) if (url := self.url_in(code, request))}

    def serve(self, request, *args, **kwargs):
        """Answer with the page; in a language that it is not meant for, with a notice."""
        if not self.is_published_in(languages.current()):
            return self.serve_left_out(request)
        return super().serve(request, *args, **kwargs)

    def serve_left_out(self, request):
        """Say in which languages the page is to be read."""
        return self.serve_notice(request, self, self.addresses(request))

    def serve_notice(self, request, subject, addresses):
        """Say that something is not there in the active language, and where it is.

        :param subject: the page itself, or what has an address below it
        :param addresses: mapping of language code to where it is in that language
        """
        named = [(code, address, languages.name_of(code)) for code, address in addresses.items()]
        context = {
            "page": self,
            "ancestors": self.readable_ancestors(),
            "subject": subject,
            "addresses": named,
        }
        return TemplateResponse(request, "portal/other_language.html", context)
