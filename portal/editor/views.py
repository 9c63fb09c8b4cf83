"""Wagtail's views of pages and snippets, with what the portal adds to them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views import snippets

from portal.editor.badges import ParityColumn, ShowsParity
from portal.editor.earlier import PutsBackOneLanguage
from portal.editor.history import ShowsLanguages
from portal.editor.side_panel import HasParityPanel
from portal.editor.two_people import BringsPageTogether, BringsSnippetTogether
from portal.models import BasePage


class PageIndexView(ShowsParity, ExplorableIndexView):
    """The explorer, with badges."""

    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        ParityColumn("parity", label=_("Languages"), width="16%"),
        ExplorableIndexView.base_columns[-1],
    ]


class PageCreateView(HasParityPanel, CreateView):
    """The form of a new page."""


class PageEditView(BringsPageTogether, PutsBackOneLanguage, HasParityPanel, EditView):
    """The form of a page."""


class PageRevertView(HasParityPanel, RevisionsRevertView):
    """The form of a page as an older revision has it."""


class PageHistory(ShowsLanguages, PageHistoryView):
    """The history of a page."""


class PortalPageViewSet(PageViewSet):
    """The views of every type of page."""

    model = BasePage
    index_view_class = PageIndexView
    add_view_class = PageCreateView
    edit_view_class = PageEditView
    history_view_class = PageHistory
    revisions_revert_view_class = PageRevertView


class SnippetIndexView(ShowsParity, snippets.IndexView):
    """A list of snippets, with badges."""


class SnippetCreateView(HasParityPanel, snippets.CreateView):
    """The form of a new snippet."""


class SnippetCopyView(HasParityPanel, snippets.CopyView):
    """The form of a copy of a snippet."""

    def get_shown(self):
        return self.model()


class SnippetEditView(BringsSnippetTogether, PutsBackOneLanguage, HasParityPanel, snippets.EditView):
    """The form of a snippet."""


class SnippetHistory(ShowsLanguages, snippets.HistoryView):
    """The history of a snippet."""


class BilingualSnippetViewSet(snippets.SnippetViewSet):
    """The views of a snippet that is drafted in every language."""

    index_view_class = SnippetIndexView
    add_view_class = SnippetCreateView
    copy_view_class = SnippetCopyView
    edit_view_class = SnippetEditView
    history_view_class = SnippetHistory
