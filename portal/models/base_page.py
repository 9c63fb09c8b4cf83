"""The base of every page: one tree, an address in each language."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, models
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage, DefaultBasePageMixin
from wagtail.models.pages import AbstractPageMeta

from portal import languages, tree
from portal.bilingual import BilingualDraft, published_here
from portal.forms.page import CopyPageForm
from portal.models.addresses import Addressed
from portal.models.announced import Announced
from portal.models.found import FoundPage
from portal.models.signposts import Signposted
from portal.panels import choice_of_languages, translated, translated_slug, translated_title
from portal.parity.rules import Rule
from portal.texts import column, sortable
from portal.translators import PagePermissions

ADDRESS_FIELDS = ("title", "slug", "url_path")


def readable(pages):
    """Return the pages that the one above them may list.

    They are live, meant for readers of the active language, and without a restriction of their own.
    """
    return pages.live().filter(published_here(), view_restrictions=None)


class BasePage(
    Addressed, Signposted, Announced, FoundPage, BilingualDraft, DefaultBasePageMixin, AbstractPage
):
    """A page with a title, a slug and an address in every language.

    :meth:`save` is the one place where addresses, those of the pages below, and redirects are
    kept; it works in the default language, so that the untranslated columns hold that one.
    """

    published_in = BilingualDraft.published_in_field()

    # what an answer depends on besides its address; every other parameter is ignored
    query_parameters = ()

    template = "portal/base_page.html"
    copy_form_class = CopyPageForm

    content_panels = [translated_title("title")]
    parity_rules = {
        "draft_title": Rule.SHARED,
        "slug": Rule.SHARED,
        "url_path": Rule.SHARED,
        "seo_title": Rule.EITHER,
        "search_description": Rule.EITHER,
    }
    promote_panels = [
        choice_of_languages("published_in"),
        MultiFieldPanel(
            [
                translated_slug("slug"),
                translated("seo_title"),
                translated("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Address and search engines"),
        ),
    ]
    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        *sortable("title"),
    ]

    class Meta(AbstractPageMeta):
        # the pages right below one stand among all that are further below; feeds ask for the latest
        indexes = [
            models.Index(fields=["depth", "path"], name="page_by_depth"),
            models.Index(fields=["-last_published_at", "path"], name="page_by_date"),
        ]

    def permissions_for_user(self, user):
        return PagePermissions(user, self)

    def get_admin_display_title(self):
        """Return the draft's title in the reader's language."""
        return (self.text("draft_title") or self.text("title")).value

    # Saving

    def save(self, clean=True, update_fields=None, **kwargs):
        """Save the page, and let the addresses below it and the redirects follow.

        :raises ValidationError: no title, or a slug that a sibling has, named by field
        :raises Http404: somebody else has deleted the page
        """
        is_new = self._state.adding
        try:
            return self._save(clean, update_fields, **kwargs)
        except (ObjectDoesNotExist, DatabaseError) as error:
            # a bare DatabaseError is Django's own: no row was there to update
            is_lost = isinstance(error, ObjectDoesNotExist) or type(error) is DatabaseError
            if is_new or not is_lost or self.base_page_model.objects.filter(pk=self.pk).exists():
                raise
            raise Http404(tree.GONE) from error

    def _save(self, clean, update_fields, **kwargs):
        with translation.override(languages.default()):
            if update_fields is not None:
                if "draft_title" in update_fields:
                    self._copy_titles_to_draft()
                update_fields = self._with_columns(update_fields)
            if update_fields is not None and not self._with_columns(ADDRESS_FIELDS) & update_fields:
                return super().save(clean=clean, update_fields=update_fields, **kwargs)
            with tree.tree_lock():
                before, was_public = self._take_place()
                if clean:
                    self.full_clean() if self.live else self.minimal_clean()
                self.set_url_path(self.get_parent(update=True))
                if not self.has_unpublished_changes:
                    self._copy_titles_to_draft()
                if update_fields is not None:
                    update_fields |= self._with_columns(["slug", "url_path"])
                result = super().save(clean=False, update_fields=update_fields, **kwargs)
                self._follow(before, was_public)
        return result

    def _take_place(self):
        """Take the place in the tree from the database.

        A page loaded before its neighbours moved would otherwise write its old place back.

        :return: the addresses until now by language, and whether visitors ever saw the page there
        """
        if self._state.adding:
            return {}, False
        paths = {code: column("url_path", code) for code in languages.codes()}
        before = (
            self.base_page_model.objects.filter(pk=self.pk)
            .values(*tree.TREE_FIELDS, *paths.values(), "live", "first_published_at")
            .get()
        )
        for name in tree.TREE_FIELDS:
            setattr(self, name, before[name])
        was_public = before["live"] or before["first_published_at"] is not None
        return {code: before[name] for code, name in paths.items()}, was_public

    def _follow(self, before, was_public):
        changed = {
            code: old for code, old in before.items() if old and old != self.in_language("url_path", code)
        }
        for code, old in changed.items():
            tree.move_descendants(self, code, old, self.in_language("url_path", code))
        if changed:
            tree.leave_redirects(self, changed, was_public)

    def _update_descendant_url_paths(self, old_url_path, new_url_path):
        """Do nothing: :meth:`save` has done it, in every language."""

    def _with_columns(self, names):
        """Return the names of fields with those of their language columns."""
        columns = {
            column(name, code): name for name in self.translated_fields() for code in languages.codes()
        }
        return {*names, *(each for each, name in columns.items() if name in names)}

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

    # Reading

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"ancestors": self.readable_ancestors()}

    # Titles

    def check_texts(self):
        """Check the texts by themselves, without asking the database about other pages.

        :raises ValidationError: no title in any language
        """
        self.check_is_there("title")

    def clean(self):
        self.check_texts()
        super().clean()

    def minimal_clean(self):
        self._set_core_field_defaults()
        self.check_texts()
        self._check_slug_is_unique()

    def _set_core_field_defaults(self):
        if self.get_parent() and self.text("title"):
            self.fill_slugs()
        for code in languages.codes():
            if not self.in_language("draft_title", code):
                setattr(self, column("draft_title", code), self.in_language("title", code))
        super()._set_core_field_defaults()

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
