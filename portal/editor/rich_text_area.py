"""The editor of rich text."""

from wagtail.admin.rich_text import DraftailRichTextArea

from portal.rich_text import clean


class RichTextArea(DraftailRichTextArea):
    """Wagtail's own; what is posted in another form than it sends is taken for HTML."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):
            return clean(data.get(name))
