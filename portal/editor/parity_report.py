"""The report: pages, milestones, images and documents, how their texts stand in each language."""

import django_filters
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from portal import languages
from portal.editor.badges import badges
from portal.models import BasePage, DescribedFile
from portal.parity.states import State
from portal.parity.survey import kinds, survey

EDITING = {"add", "change", "publish"}


def _editing(model):
    """Return the permissions of which one lets somebody edit; to add files is to change one's own alone."""
    return {"change"} if issubclass(model, DescribedFile) else EDITING


def visible_to(user):
    """Return what somebody works on, as querysets for :func:`~portal.parity.survey.survey`."""
    policies = [(model, policy_registry.get_by_type(model)) for model in kinds()]
    return [
        model.objects.filter(
            pk__in=policy.instances_user_has_any_permission_for(user, _editing(model)).order_by().values("pk")
        )
        for model, policy in policies
    ]


def edits_something(user):
    """Tell whether somebody works on any page, milestone or file."""
    return any(
        policy_registry.get_by_type(model).user_has_any_permission(user, _editing(model)) for model in kinds()
    )


class ParityMenuItem(MenuItem):
    """The way to the report."""

    def is_shown(self, request):
        return edits_something(request.user)


class Wanted(TextChoices):
    """What to look for."""

    MISSING = State.MISSING.value, State.MISSING.label
    OUTDATED = State.OUTDATED.value, State.OUTDATED.label
    COPIED = State.COPIED.value, State.COPIED.label
    FINE = State.FINE.value, State.FINE.label
    LEFT_OUT = "left-out", gettext_lazy("Left out on purpose")


def _types():
    models = [model for model in apps.get_models() if issubclass(model, tuple(kinds()))]
    found = [model for model in models if model is not BasePage]
    return sorted((model._meta.label_lower, capfirst(model._meta.verbose_name)) for model in found)


class ParityFilterSet(WagtailFilterSet):
    """Filters of what was judged; it is no queryset."""

    type = django_filters.ChoiceFilter(label=gettext_lazy("Type"), choices=_types)
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        choices=lambda: [(code, capfirst(languages.name_for_reader(code))) for code in languages.codes()],
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Wanted.choices)

    class Meta:
        model = BasePage
        fields = []

    def filter_queryset(self, standings):
        asked = self.form.cleaned_data
        codes = [asked["language"]] if asked["language"] else languages.codes()
        if asked["type"]:
            standings = [each for each in standings if each.obj._meta.label_lower == asked["type"]]
        if asked["state"]:
            return [each for each in standings if any(_is(each, code, asked["state"]) for code in codes)]
        if asked["language"]:
            return [each for each in standings if each.state(asked["language"]) not in (None, State.FINE)]
        return standings


def _is(standing, code, state):
    if state == Wanted.LEFT_OUT:
        return code not in standing.published_in
    if state == Wanted.FINE:
        return standing.state(code) is State.FINE
    return standing.counts[code][State(state)] > 0


def as_words(title):
    """Return a title that no spreadsheet takes for a formula."""
    return f"'{title}" if title.startswith(("=", "+", "-", "@", "\t", "\r")) else title


class LanguageColumn(Column):
    """How the texts stand in one language."""

    cell_template_name = "portal/editor/badges_cell.html"

    def __init__(self, code):
        super().__init__(f"language_{code}", label=capfirst(languages.name_for_reader(code)))
        self.code = code

    def get_value(self, instance):
        return [badge for badge in badges(instance) if badge["code"] == self.code]


class ParityReportView(ReportView):
    """What is missing, out of date or copied, in which language; as a spreadsheet too."""

    page_title = gettext_lazy("Languages")
    header_icon = "globe"
    model = BasePage
    filterset_class = ParityFilterSet
    index_url_name = "parity_report"
    index_results_url_name = "parity_report_results"
    is_searchable = False
    export_filename = "parity"
    custom_field_preprocess = {"title": {"csv": as_words}}

    def dispatch(self, request, *args, **kwargs):
        if not edits_something(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self):
        return [
            TitleColumn("title", label=_("Title"), accessor="title", get_url=self._edit_url),
            Column("type", label=_("Type"), accessor="type"),
            Column("status", label=_("Status"), accessor="status"),
            *(LanguageColumn(code) for code in languages.codes()),
        ]

    def _edit_url(self, standing):
        return self._urls.get_edit_url(standing.obj)

    @cached_property
    def _urls(self):
        return AdminURLFinder()

    @property
    def list_export(self):
        states = [f"counts.{code}.{state.value}" for code in languages.codes() for state in State]
        return ["title", "type", "status", *states]

    @property
    def export_headings(self):
        names = {code: capfirst(languages.name_for_reader(code)) for code, _name in settings.LANGUAGES}
        return {"title": _("Title"), "type": _("Type"), "status": _("Status")} | {
            f"counts.{code}.{state.value}": _("%(language)s: %(state)s")
            % {"language": name, "state": state.label.lower()}
            for code, name in names.items()
            for state in State
        }

    def get_queryset(self):
        return survey(visible_to(self.request.user))
