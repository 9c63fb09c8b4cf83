"""The editor of rich text."""

import json
from html import escape

from wagtail.admin.rich_text import DraftailRichTextArea

from portal.rich_text import clean


class RichTextArea(DraftailRichTextArea):
    """Wagtail's own; what is posted in another form than it sends is taken for HTML, or for its words."""

    def value_from_datadict(self, data, files, name):
        try:
            html = super().value_from_datadict(data, files, name)
            return html and clean(html)
        except Exception:  # noqa: BLE001 (whatever the converter makes of what did not come from the editor)
            return clean(_words(data.get(name)))


def _words(sent):
    """Return what was sent as HTML: the words of its blocks, if it has any."""
    try:
        return "".join(f"<p>{escape(block['text'])}</p>" for block in json.loads(sent)["blocks"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return sent
