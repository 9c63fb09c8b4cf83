"""A whole Django project in one module, to measure against: one view that answers with the bytes of a file.

``BENCH_FILE`` names the file, ``BENCH_ENCODING`` the encoding that it is in, if any; ``BENCH_MIDDLEWARE``
asks for the seven middleware of a new project.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

SEVEN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CONTENT = Path(os.environ["BENCH_FILE"]).read_bytes()
ENCODING = os.environ.get("BENCH_ENCODING")


def answer(request):
    response = HttpResponse(CONTENT)
    if ENCODING:
        response.headers["Content-Encoding"] = ENCODING
    return response


urlpatterns = [path("fr/", answer)]

settings.configure(
    SECRET_KEY="only-for-measuring",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=SEVEN if os.environ.get("BENCH_MIDDLEWARE") else [],
    INSTALLED_APPS=[f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")],
)
application = get_wsgi_application()
