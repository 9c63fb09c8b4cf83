"""One stylesheet, written one file a component: readers load ``site.css``, which holds them all.

The order of the layers, which ``tokens.css`` gives, decides what wins; that of the files does not.
"""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

NAME = "site.css"
FOLDER = settings.BASE_DIR / "static" / "css"


def sources():
    """Return the files that make the stylesheet: tokens, elements, layout, then the components."""
    first = [FOLDER / f"{name}.css" for name in ("tokens", "base", "layout")]
    return [*first, *sorted((FOLDER / "components").glob("*.css"))]


class StylesheetFinder(BaseStorageFinder):
    """Finds the stylesheet wherever static files are asked for: ``collectstatic``, server, tests."""

    storage = FileSystemStorage(location=settings.BASE_DIR / "var" / "made", allow_overwrite=True)

    def find(self, path, **options):
        if path == NAME:
            self._make()
        return super().find(path, **options)

    def list(self, ignore_patterns):
        self._make()
        return super().list(ignore_patterns)

    def _make(self):
        made = "\n".join(source.read_text() for source in sources())
        if not self.storage.exists(NAME) or self.storage.open(NAME).read().decode() != made:
            self.storage.save(NAME, ContentFile(made))
