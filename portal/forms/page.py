"""The form of a page."""

from django.core.validators import MaxLengthValidator
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from portal import languages
from portal.forms.drafts import DraftForm
from portal.texts import column


class BasePageForm(DraftForm, WagtailAdminPageForm):
    """The form of a page; a new page knows its parent, so that slugs are checked among siblings."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and self.parent_page:
            self.instance._cached_parent_obj = self.parent_page
        self._offer_own_addresses()

    def _offer_own_addresses(self):
        """Leave an address empty that was made from another language's title: the title to come makes it."""
        page = self.instance
        if page.first_published_at or not page.text("title"):
            return
        for code in languages.codes():
            borrowed = languages.slug_of(page.text("title", code).value, code)
            if not page.in_language("title", code) and page.in_language("slug", code) == borrowed:
                self.initial[column("slug", code)] = ""


class CopyPageForm(CopyForm):
    """The form of a copy; it takes no title or address that a page could not have."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field, name in (("new_title", "title"), ("new_slug", "slug")):
            longest = self.page._meta.get_field(column(name, languages.default())).max_length
            self.fields[field].max_length = longest
            self.fields[field].validators.append(MaxLengthValidator(longest))
            self.fields[field].widget.attrs["maxlength"] = longest
