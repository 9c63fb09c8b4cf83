"""What browsers are told to refuse: all but the portal’s own files, and for editors what Wagtail needs."""

from django.conf import settings
from django.urls import reverse

from portal.security import nonce

PERMISSIONS = ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "payment", "usb")
PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
}
DOWNLOAD = "default-src 'none'; sandbox"
EDITOR = {
    "default-src": "'none'",
    "script-src": "'self'",  # and the nonce of the session: Wagtail's own scripts of date inputs and choosers
    "style-src": "'self' 'unsafe-inline'",  # the rich text area places its toolbar by style attributes
    "img-src": "'self' data: blob:",  # icons of select boxes; pictures before they are uploaded
    "font-src": "'self'",
    "connect-src": "'self'",  # autosave, choosers, sessions of editing
    "frame-src": "'self'",  # previews
    "form-action": "'self'",
    "frame-ancestors": "'self'",  # previews, and pages of the editor within them
    "base-uri": "'none'",
}


class HeadersMiddleware:
    """Tells the browser, with each answer, what it must not do."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.everywhere = {
            "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        self.public = _written(PUBLIC)
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request):
        with nonce.answering(request):
            response = self.get_response(request)
        for name, value in self.everywhere.items():
            response.headers.setdefault(name, value)
        if "Content-Disposition" in response.headers:
            response.headers["Content-Security-Policy"] = DOWNLOAD
        elif "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = self._policy(request)
        return response

    def _policy(self, request):
        is_preview = getattr(request, "is_preview", False)
        if not is_preview and not request.path.startswith(self.admin):
            return self.public
        known = nonce.of(request)
        return _written(EDITOR, f" 'nonce-{known}'" if known else "")


def _written(policy, known=""):
    if settings.SECURE_SSL_REDIRECT:
        policy = policy | {"upgrade-insecure-requests": ""}
    policy = policy | {"script-src": policy["script-src"] + known}
    return "; ".join(f"{name} {value}".strip() for name, value in policy.items())
