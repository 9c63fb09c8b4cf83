"""The portal's settings as the tests run them: nothing of a developer's own environment but the database."""

import os
import tempfile

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-the-tests",
    DEBUG="off",
    BASE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="http://testserver",
    CACHE_URL="locmemcache://",
    CACHE_PAGES="off",  # most tests never commit, and so never tell that something changed
    EMAIL_URL="memorymail://",
    MEDIA_ROOT=tempfile.mkdtemp(prefix="portal-media-"),
    LOG_LEVEL="ERROR",
)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from portal.settings import *  # noqa: E402, F403

AXES_ENABLED = False  # but where signing in is what is tried
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # a file, as in use: threads cannot share one in memory
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(tempfile.mkdtemp(), "test.sqlite3")}  # noqa: F405
CLOCK_FILE = os.path.join(tempfile.mkdtemp(), "clock")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # noqa: F405
