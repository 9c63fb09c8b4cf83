"""The guide for editors within the editor: the files of ``docs/guide``, one a language, and pictures."""

import markdown
from django.conf import settings
from django.http import FileResponse, Http404
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal import languages

FOLDER = settings.BASE_DIR / "docs" / "guide"


def _language():
    """Return the reader's language if there is a guide in it, else the first that has one, or None."""
    wanted = [languages.current(), *languages.codes()]
    return next((code for code in wanted if (FOLDER / f"{code}.md").is_file()), None)


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """The guide in the reader's language, with a table of contents.

    A picture's address in the file, such as ``fr/page.png``, leads to :func:`picture`, elsewhere to the file.
    """

    page_title = _("Guide for editors")
    header_icon = "help"
    template_name = "portal/editor/guide.html"

    def get_header_title(self):
        return ""  # the file has a title of its own

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        code = _language()
        if code is None:
            raise Http404
        reader = markdown.Markdown(extensions=["toc"], extension_configs={"toc": {"toc_depth": "2-2"}})
        text = reader.convert((FOLDER / f"{code}.md").read_text(encoding="utf-8"))
        return super().get_context_data(
            **kwargs,
            code=code,
            # files of the repository, which no editor writes
            text=mark_safe(text),  # noqa: S308
            contents=mark_safe(reader.toc),  # noqa: S308
        )


def picture(request, code, name):
    """Answer with a picture of a guide; neither part of its address can hold a dot or a slash."""
    file = FOLDER / code / f"{name}.png"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")
