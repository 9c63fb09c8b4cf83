"""What stands in every line of the log: which request it belongs to."""

import logging
import re
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings

ID = re.compile(r"[0-9a-f-]{16,64}")
_id = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Gives each request an id, or takes that of the server in front; the answer carries it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
        # it stays until the next request of the thread: Django logs how one ended when all middleware has
        _id.set(given if ID.fullmatch(given) else uuid4().hex)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = _id.get()
        return response


class RequestIdFilter(logging.Filter):
    """Adds the id of the request to each record, empty before the first."""

    def filter(self, record):
        record.request_id = _id.get()
        return True
