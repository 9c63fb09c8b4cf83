"""What the editor's form asks about one text: to let it stay as it is, and what stood there before."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import LockableMixin, RevisionMixin
from wagtail.permissions import policy_registry

from portal import translators
from portal.editor.earlier import earlier_texts
from portal.editor.side_panel import ParitySidePanel
from portal.models import BasePage
from portal.parity.judging import judge_all
from portal.parity.memory import accept, confirm, recall
from portal.parity.passages import at_input, passages
from portal.parity.states import State
from portal.parity.survey import kinds

LARGEST = 2**63 - 1  # primary key that a database can hold
SETTLE = {State.COPIED: accept, State.OUTDATED: confirm}


@require_POST
def settle(request, app_label, model_name, pk):
    """Let a text stay as it is, a copy or out of date, and tell how all stands.

    ``path`` leads to its input; ``seen`` says what its editor had in sight, which may have changed since.
    """
    obj = _editable(request.user, app_label, model_name, pk)
    lock = obj.get_lock() if isinstance(obj, LockableMixin) else None
    if lock and lock.for_user(request.user):
        raise PermissionDenied
    found = judge_all(obj, recall([obj])[obj.pk])
    passage, code = at_input([judged.passage for judged in found], request.POST.get("path", ""))
    state = next((judged.states.get(code) for judged in found if judged.passage is passage), None)
    if state not in SETTLE:
        raise Http404
    may_change = translators.languages_of(request.user, obj)
    if may_change is not None and code not in may_change:
        raise PermissionDenied
    if request.POST.get("seen") != passage.seen:
        return HttpResponse(status=409)
    SETTLE[state](obj, passage, code, request.user)
    return JsonResponse({"html": ParitySidePanel(obj, request).render_html()})


@require_GET
def earlier(request, app_label, model_name, pk):
    """Show the texts that stood before at the input that ``path`` names."""
    obj = _editable(request.user, app_label, model_name, pk)
    passage, code = at_input(passages(obj), request.GET.get("path", ""))
    if passage is None or not isinstance(obj, RevisionMixin):
        raise Http404
    context = {"texts": earlier_texts(obj, passage, code), "code": code}
    return render(request, "portal/editor/earlier.html", context)


def _editable(user, app_label, model_name, pk):
    """Return an object that somebody may edit, as its draft if it has one."""
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
        may_edit = policy_registry.get_by_type(model).user_has_permission_for_instance(user, "change", obj)
    if not may_edit:
        raise PermissionDenied
    return obj.get_latest_revision_as_object() if isinstance(obj, RevisionMixin) else obj
