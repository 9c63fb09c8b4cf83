"""Wagtail's views of pages and snippets, with what the portal adds to them."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from portal import languages
from portal.editor.badges import ParityColumn, ShowsParity
from portal.editor.earlier import PutsBackOneLanguage, earlier_texts
from portal.editor.history import ShowsLanguages
from portal.editor.side_panel import HasParityPanel, ParitySidePanel
from portal.models import BasePage
from portal.parity.judged import judged_draft
from portal.parity.memory import accept, confirm, recall
from portal.parity.passages import passages
from portal.parity.states import State
from portal.parity.survey import kinds


class PageIndexView(ShowsParity, ExplorableIndexView):
    """The explorer, with badges."""

    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        ParityColumn("parity", label=_("Languages"), width="16%"),
        ExplorableIndexView.base_columns[-1],
    ]


class PageCreateView(HasParityPanel, CreateView):
    """The form of a new page."""


class PageEditView(PutsBackOneLanguage, HasParityPanel, EditView):
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

    def get_saved(self):
        return self.model()


class SnippetEditView(PutsBackOneLanguage, HasParityPanel, snippets.EditView):
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


LARGEST = 2**63 - 1  # primary key that a database can hold


SETTLE = {State.COPIED: accept, State.OUTDATED: confirm}


@require_POST
def settle(request, app_label, model_name, pk):
    """Let a text stay as it is, a copy or out of date; ``path`` leads to its input. Tell how all stands."""
    obj = _editable(request.user, app_label, model_name, pk)
    for judged in judged_draft(obj, recall([obj])[obj.pk]):
        for code, state in judged.unsettled:
            if state in SETTLE and "/".join(judged.passage.input_path(code)) == request.POST.get("path"):
                SETTLE[state](obj, judged.passage, code, request.user)
                return JsonResponse({"html": ParitySidePanel(obj, request).render_html()})
    raise Http404


@require_GET
def earlier(request, app_label, model_name, pk):
    """Show the texts that stood before at the input that ``path`` names."""
    obj = _editable(request.user, app_label, model_name, pk)
    for passage in passages(obj):
        for code in languages.codes():
            if "/".join(passage.input_path(code)) == request.GET.get("path"):
                context = {"texts": earlier_texts(obj, passage, code), "code": code}
                return render(request, "portal/editor/earlier.html", context)
    raise Http404


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
