"""The editor's forms of images and documents: Wagtail's own, with the panel of languages."""

from wagtail.documents.views.documents import EditView as DocumentView
from wagtail.images.views.images import EditView as ImageView

from portal.editor.side_panel import HasParityPanel


class ImageEditView(HasParityPanel, ImageView):
    """The form of an image."""


class DocumentEditView(HasParityPanel, DocumentView):
    """The form of a document."""
