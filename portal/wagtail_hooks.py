"""What the portal adds to the editor."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def show_languages_side_by_side():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/side-by-side.css"))


@hooks.register("after_copy_page")
def open_the_copy(request, page, new_page):
    """Show a copy's titles and addresses: the form asked for those of one language only."""
    return redirect("wagtailadmin_pages:edit", new_page.pk)
