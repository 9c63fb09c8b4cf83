"""The base of every page: one tree, an address in each language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage, DefaultBasePageMixin

from portal import languages, tree
from portal.bilingual import Bilingual, column
from portal.panels import translated, translated_slug, translated_title

ADDRESS_FIELDS = {"title", "slug", "url_path"}


class BasePage(Bilingual, DefaultBasePageMixin, AbstractPage):
    """A page with a title, a slug and an address in every language.

    :meth:`save` is the one place where addresses, those of the pages below, and redirects are
    kept; it works in the default language, so that the untranslated columns hold that one.
    """

    template = "portal/base_page.html"

    content_panels = [translated_title("title")]
    promote_panels = [
        MultiFieldPanel(
            [
                translated_slug("slug"),
                translated("seo_title"),
                translated("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Address and search engines"),
        )
    ]
    search_fields = AbstractPage.search_fields + DefaultBasePageMixin.search_fields

    @property
    def has_one_slug(self):
        """Whether the slug is alike in every language: it is so down to a site's first page.

        Wagtail keeps one root path for a site, whatever the language.
        """
        parent = self.get_parent()
        return parent is None or parent.depth == 1

    def get_admin_display_title(self):
        """Return the draft's title in the reader's language."""
        return (self.text("draft_title") or self.text("title")).value

    # Saving

    def save(self, clean=True, update_fields=None, **kwargs):
        """Save the page, and let the addresses below it and the redirects follow.

        :raises ValidationError: no title, or a slug that a sibling has, named by field
        """
        with translation.override(languages.default()):
            if update_fields is not None and not ADDRESS_FIELDS.intersection(update_fields):
                return super().save(clean=clean, update_fields=self._with_columns(update_fields), **kwargs)
            with tree.tree_lock():
                before = self._take_place()
                if clean:
                    self.full_clean() if self.live else self.minimal_clean()
                self.set_url_path(self.get_parent(update=True))
                if not self.has_unpublished_changes:
                    self._copy_titles_to_draft()
                result = super().save(clean=False, update_fields=self._with_columns(update_fields), **kwargs)
                self._follow(before)
        return result

    def _take_place(self):
        """Take the place in the tree from the database; return the addresses until now.

        A page loaded before its neighbours moved would otherwise write its old place back.
        """
        if self._state.adding:
            return {}
        paths = {code: column("url_path", code) for code in languages.codes()}
        before = (
            self.base_page_model.objects.filter(pk=self.pk).values(*tree.TREE_FIELDS, *paths.values()).get()
        )
        for name in tree.TREE_FIELDS:
            setattr(self, name, before[name])
        return {code: before[name] for code, name in paths.items()}

    def _follow(self, before):
        changed = {
            code: old for code, old in before.items() if old and old != self.in_language("url_path", code)
        }
        for code, old in changed.items():
            tree.move_descendants(self, code, old, self.in_language("url_path", code))
        if changed:
            tree.leave_redirects(self, changed)

    def _update_descendant_url_paths(self, old_url_path, new_url_path):
        """Do nothing: :meth:`save` has done it, in every language."""

    def _with_columns(self, update_fields):
        """Add the language columns of each translated field, the draft's title brought up to date."""
        if update_fields is None:
            return None
        if "draft_title" in update_fields:
            self._copy_titles_to_draft()
        return [
            *update_fields,
            *(
                column(name, code)
                for name in self.translated_fields()
                if name in update_fields
                for code in languages.codes()
            ),
        ]

    def _copy_titles_to_draft(self):
        for code in languages.codes():
            setattr(self, column("draft_title", code), self.in_language("title", code))

    def get_parent(self, update=False):
        """Return the page above; a page that is only being written may know it already."""
        if not self.path:
            return getattr(self, "_cached_parent_obj", None)
        return super().get_parent(update)

    def add_child(self, **kwargs):
        """Add a page below; the lock comes before any row's, or two editors could wait for each other."""
        with tree.tree_lock():
            return super().add_child(**kwargs)

    def add_sibling(self, pos=None, **kwargs):
        with tree.tree_lock():
            return super().add_sibling(pos, **kwargs)

    def refresh_place(self):
        """Take the place in the tree from the database, where another request may have changed it."""
        self.__dict__.pop("_cached_parent_obj", None)
        self.refresh_from_db(fields=tree.TREE_FIELDS)

    # Titles, slugs, addresses

    def clean(self):
        self._check_title()
        super().clean()

    def minimal_clean(self):
        self._set_core_field_defaults()
        self._check_title()
        self._check_slug_is_unique()

    def _check_title(self):
        if not self.text("title"):
            raise ValidationError(
                {
                    column("title", code): _("Write a title in at least one language.")
                    for code in languages.codes()
                }
            )

    def _set_core_field_defaults(self):
        if self.get_parent() and self.text("title"):
            self.fill_slugs()
        for code in languages.codes():
            if not self.in_language("draft_title", code):
                setattr(self, column("draft_title", code), self.in_language("title", code))
        super()._set_core_field_defaults()

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
        """Tell whether a child of ``parent``, other than ``page``, has a slug in a language."""
        siblings = parent.get_children().exclude(pk=page.pk if page else None)
        return siblings.filter(**{column("slug", code): slug}).exists()

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
        return not any(BasePage.is_slug_taken(own, code, parent_page, page) for code, own in asked.items())

    def _check_slug_is_unique(self):
        parent = self.get_parent()
        taken = parent and {
            column("slug", code): _("Another page here has the address “%(slug)s” in this language.")
            % {"slug": slug}
            for code in languages.codes()
            if self.is_slug_taken(slug := self.in_language("slug", code), code, parent, self)
        }
        if taken:
            raise ValidationError(taken)

    def set_url_path(self, parent):
        """Set the address in every language; return the active language's."""
        for code in languages.codes():
            path = "/"
            if parent:
                path = f"{parent.in_language('url_path', code)}{self.in_language('slug', code)}/"
            setattr(self, column("url_path", code), path)
        return self.url_path

    def url_in(self, code):
        """Return the page's address in one language, from ``/``; ``None`` where it has none."""
        with translation.override(code):
            return self.url

    # Previews

    @property
    def preview_modes(self):
        """One preview a language."""
        return list(settings.LANGUAGES)

    @property
    def default_preview_mode(self):
        return languages.current()

    def serve_preview(self, request, mode_name):
        with translation.override(mode_name):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response

    # Revisions

    def with_content_json(self, content):
        """Return the page as a revision has it, with slugs that are free where the page is now.

        A copy's revisions, and what an alias is given, carry the slugs of their source.
        """
        parent = self.get_parent()
        with translation.override(languages.default()):
            page = super().with_content_json(content)
            for code in languages.codes():
                draft_title, slug = column("draft_title", code), column("slug", code)
                setattr(page, draft_title, getattr(self, draft_title))
                taken = parent and self.is_slug_taken(getattr(page, slug), code, parent, self)
                if self.alias_of_id or taken:
                    setattr(page, slug, getattr(self, slug))
            page.set_url_path(parent)
        return page
