"""The form of a page."""

from wagtail.admin.forms.pages import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    """The form of a page; a new page knows its parent, so that slugs are checked among siblings."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and self.parent_page:
            self.instance._cached_parent_obj = self.parent_page
