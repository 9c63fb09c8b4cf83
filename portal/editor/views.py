"""Wagtail's views of pages and snippets, with what the portal adds to them."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from portal.editor.badges import ParityColumn, ShowsParity
from portal.editor.history import ShowsChangedLanguages
from portal.editor.side_panel import HasParityPanel, ParitySidePanel
from portal.models import BasePage
from portal.parity.accepted import accept
from portal.parity.passages import passages
from portal.parity.rules import published_in
from portal.parity.states import State, judge
from portal.parity.survey import kinds
from portal.texts import plain


class PageIndexView(ShowsParity, ExplorableIndexView):
    """The explorer, with badges."""

    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        ParityColumn("parity", label=_("Languages"), width="16%"),
        ExplorableIndexView.base_columns[-1],
    ]


class PageCreateView(HasParityPanel, CreateView):
    """The form of a new page."""


class PageEditView(HasParityPanel, EditView):
    """The form of a page."""


class PageRevertView(HasParityPanel, RevisionsRevertView):
    """The form of a page as an older revision has it."""


class PageHistory(ShowsChangedLanguages, PageHistoryView):
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

    def get_saved(self):
        return self.model()


class SnippetEditView(HasParityPanel, snippets.EditView):
    """The form of a snippet."""


class SnippetHistory(ShowsChangedLanguages, snippets.HistoryView):
    """The history of a snippet."""


class BilingualSnippetViewSet(snippets.SnippetViewSet):
    """The views of a snippet that is drafted in every language."""

    index_view_class = SnippetIndexView
    add_view_class = SnippetCreateView
    copy_view_class = SnippetCopyView
    edit_view_class = SnippetEditView
    history_view_class = SnippetHistory


LARGEST = 2**63 - 1  # primary key that a database can hold


@require_POST
def accept_copy(request, app_label, model_name, pk):
    """Let a text, named by the ``path`` to its input, stay alike in two languages; tell how all stands."""
    obj = _editable(request.user, app_label, model_name, pk)
    text = next((text for path, text in _copies(obj) if path == request.POST.get("path")), None)
    if text is None:
        raise Http404
    accept(obj, text, request.user)
    return JsonResponse({"html": ParitySidePanel(obj, request).render_html()})


def _copies(obj):
    """Yield the texts that are alike in two languages: the path to the input, and what there is to read."""
    for passage in passages(obj):
        for code, state in judge(passage, published_in(obj)).items():
            if state is State.COPIED:
                yield "/".join(passage.input_path(code)), plain(passage.values[code])


def _editable(user, app_label, model_name, pk):
    """Return the draft of an object that somebody may edit."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, tuple(kinds())) or pk > LARGEST:
        raise Http404
    obj = get_object_or_404(model, pk=pk)
    if isinstance(obj, BasePage):
        may_edit = obj.permissions_for_user(user).can_edit()
    else:
        may_edit = policy_registry.get_by_type(model).user_has_permission(user, "change")
    if not may_edit:
        raise PermissionDenied
    return obj.get_latest_revision_as_object()
