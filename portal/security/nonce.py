"""The scripts that Wagtail writes into the editor's pages, made known to the browser by a nonce.

Only these: the date and time inputs, the choosers, and the panels that repeat. It is one a session, for
parts of a page that are fetched later must carry that of the page.
"""

import threading
from contextlib import contextmanager
from functools import wraps

from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.panels import InlinePanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput, BaseChooser

_answering = threading.local()


@contextmanager
def answering(request):
    """Know whose request this thread answers; a preview is one within another."""
    before = getattr(_answering, "request", None)
    _answering.request = request
    try:
        yield
    finally:
        _answering.request = before


def of(request):
    """Return the nonce of somebody's session, empty without one."""
    key = request.session.session_key if hasattr(request, "session") else None
    return salted_hmac("portal.security.nonce", key).hexdigest()[:32] if key else ""


def mark_scripts():
    """Give the nonce to each script that these write into a page; what editors wrote is escaped there."""
    dates = (AdminDateInput, AdminDateTimeInput, AdminTimeInput, DateRangePickerWidget)
    for widget in (*dates, BaseChooser):
        widget.render = _marked(widget.render)
    panel = InlinePanel.BoundPanel  # and those of several choices, which inherit from it
    panel.render_html = _marked(panel.render_html)


def _marked(render):
    @wraps(render)
    def marked(*args, **kwargs):
        html, request = render(*args, **kwargs), getattr(_answering, "request", None)
        nonce = request and of(request)
        return mark_safe(html.replace("<script>", f'<script nonce="{nonce}">')) if nonce else html  # noqa: S308

    return marked
