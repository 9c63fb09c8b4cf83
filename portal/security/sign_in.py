"""Who signs in from where, for counting attempts (settings ``AXES_…``)."""

from django.conf import settings


def address_of(request):
    """Return the address that a request comes from: the one that the outermost server of ours saw.

    What stands before it in ``X-Forwarded-For`` is what the browser said, and proves nothing.
    """
    passed_on = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count = settings.TRUSTED_PROXIES
    if count and len(passed_on) >= count and passed_on[-count]:
        return passed_on[-count]
    return request.META.get("REMOTE_ADDR")
