"""What the portal adds to the editor."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from portal import translators
from portal.caching.public import declare
from portal.editor import guide
from portal.editor.bulk_publish import PublishFitPages
from portal.editor.dashboard import ParityPanel
from portal.editor.log_entries import FORMATTERS
from portal.editor.media import DocumentEditView, ImageEditView
from portal.editor.one_text import earlier, settle
from portal.editor.parity_report import ParityMenuItem, ParityReportView
from portal.editor.schedules import SchedulePanel, warn_who_schedules
from portal.editor.views import PortalPageViewSet
from portal.models import BasePage

PUBLICATIONS = ("publish", "unpublish")  # bulk actions that change no content


@hooks.register("insert_global_admin_css")
def show_languages_side_by_side():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/side-by-side.css"))


@hooks.register("before_serve_page", order=100)
def say_that_the_page_is_alike_for_all(page, request, args, kwargs):
    """Runs after Wagtail has asked whether the page is closed to some readers."""
    declare(request, page.query_parameters)


@hooks.register("after_copy_page")
def open_the_copy(request, page, new_page):
    """Show a copy's titles and addresses: the form asked for those of one language only."""
    return redirect("wagtailadmin_pages:edit", new_page.pk)


@hooks.register("before_copy_page")
def check_that_the_parent_is_there(request, page):
    """Say so when somebody deleted the chosen parent meanwhile."""
    chosen = request.POST.get("new_parent_page", "")
    if request.method == "POST" and not (
        chosen.isascii() and chosen.isdigit() and BasePage.objects.filter(pk=chosen[:18]).exists()
    ):
        messages.error(request, _("The page to copy to is not there. Choose another."))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("before_move_page")
def ask_for_the_right_to_move(request, page, destination):
    """Refuse before Wagtail asks to confirm; by itself it does so after."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("register_log_actions")
def name_what_the_portal_leaves_in_the_history(actions):
    for action, formatter in FORMATTERS.items():
        actions.register_action(action)(formatter)


@hooks.register("register_admin_urls")
def register_views_of_parity():
    return [
        path("reports/parity/", ParityReportView.as_view(), name="parity_report"),
        path(
            "reports/parity/results/",
            ParityReportView.as_view(results_only=True),
            name="parity_report_results",
        ),
        path("parity/<slug:app_label>/<slug:model_name>/<int:pk>/settle/", settle, name="parity_settle"),
        path("parity/<slug:app_label>/<slug:model_name>/<int:pk>/earlier/", earlier, name="parity_earlier"),
    ]


@hooks.register("register_admin_urls")
def register_the_guide():
    return [
        path("guide/", guide.GuideView.as_view(), name="guide"),
        path("guide/<slug:code>/<slug:name>.png", guide.picture, name="guide_picture"),
    ]


@hooks.register("register_help_menu_item")
def show_the_guide():
    return MenuItem(
        gettext_lazy("Guide for editors"), reverse("guide"), name="guide", icon_name="help", order=100
    )


@hooks.register("register_permissions")
def offer_groups_of_translators():
    return translators.permissions()


@hooks.register("before_bulk_action")
def keep_translators_to_texts(request, action_type, objects, action):
    if action_type not in PUBLICATIONS and any(translators.translates(request.user, obj) for obj in objects):
        raise PermissionDenied


@hooks.register("register_admin_urls", order=-1)
def show_the_languages_of_files():
    """Answer before Wagtail's own views of the same addresses, which have no setting to replace them."""
    return [
        path("images/<int:image_id>/", ImageEditView.as_view()),
        path("documents/edit/<int:document_id>/", DocumentEditView.as_view()),
    ]


@hooks.register("register_reports_menu_item")
def show_the_report_of_languages():
    return ParityMenuItem(
        gettext_lazy("Languages"), reverse("parity_report"), name="parity", icon_name="globe", order=600
    )


@hooks.register("construct_homepage_panels")
def show_what_is_left_to_translate(request, panels):
    panels.append(ParityPanel(request))


@hooks.register("construct_homepage_panels")
def show_what_was_not_published_in_time(request, panels):
    panels.append(SchedulePanel(request))


for name in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(name, warn_who_schedules)


@hooks.register("register_admin_viewset")
def register_views_of_pages():
    return PortalPageViewSet("portal_pages", url_prefix="portal-pages")


# after Wagtail’s own, which it replaces
hooks.register("register_bulk_action", PublishFitPages, order=1)
