"""Settings of the portal: production is the base, the environment loosens it.

Every value that a deployment may set is read from the environment (or from the ignored file ``.env``);
the README lists them all in one table.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _
from pythonjsonlogger.core import RESERVED_ATTRS

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# Security

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise SystemExit(
        "SECRET_KEY is not set: give it a long random value, in the environment or in the file .env.\n"
        "SECRET_KEY n’est pas définie : donnez-lui une longue valeur aléatoire, dans l’environnement ou le "
        "fichier .env."
    )

PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
_base_url = urlsplit(BASE_URL)
if _base_url.scheme not in {"http", "https"} or not _base_url.hostname:
    raise SystemExit(
        f"BASE_URL is {BASE_URL!r}: write an address such as https://portal.example.org.\n"
        f"BASE_URL vaut {BASE_URL!r} : écrivez une adresse telle que https://portail.example.org."
    )
_is_local = _base_url.hostname in {"127.0.0.1", "localhost"}
_is_https = _base_url.scheme == "https"

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]"] if _is_local else [_base_url.hostname],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = _is_https
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from within
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _is_https
CSRF_FAILURE_VIEW = "portal.views.form_refused"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
ROBOTS_ALLOWED = env.bool("ROBOTS_ALLOWED", default=True)
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own admin, and so previews, the same origin

# Application

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal",
    "cooperation",
    "timeline",
    # before Wagtail and the admin, so that its loaddata and fields are found first
    "modeltranslation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_countries",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # first: a page that is kept needs nothing of the others, and is kept with all that they add
    "portal.caching.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.logs.RequestIdMiddleware",
    "portal.security.headers.HeadersMiddleware",
    # static files need neither session nor language
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # after sessions, before whatever answers in a language
    "portal.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.RefusalMiddleware",
    "portal.security.audit.RefusalsMiddleware",
    "axes.middleware.AxesMiddleware",
    # last: it turns a 404 into the redirect that an editor's rename left
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["portal.templatetags.portal"],
        },
    },
]

# Languages: the first is the default one, fixed for the life of a database

LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
# a text that one language lacks is taken from another, and marked as such (portal/texts.py)
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_CUSTOM_FIELDS = ("PeriodField",)

# Storage

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # two editors at once: writers queue instead of failing with "database is locked"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
# opened once a minute, not once a request; the server of development has a new thread for each
if not DEBUG:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# what is kept holds until something public changes: told by a file to the processes of one machine, and by
# the cache itself where several machines share it (portal/caching/)
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
CACHES["default"]["KEY_FUNCTION"] = "portal.caching.clock.key"
CACHE_IS_SHARED = CACHES["default"]["BACKEND"].rpartition(".")[2] not in {
    "LocMemCache",
    "DummyCache",
    "FileBasedCache",
}
if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"]["BACKEND"] = "portal.caching.forgiving.RedisCache"
    CACHES["default"]["OPTIONS"] = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5} | CACHES[
        "default"
    ].get("OPTIONS", {})
if CACHES["default"]["BACKEND"].endswith(".LocMemCache"):
    CACHES["default"]["BACKEND"] = "portal.caching.local.LocMemCache"
if not CACHE_IS_SHARED:
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 10_000)
CLOCK_FILE = BASE_DIR / "var" / "clock"
CACHE_PAGES = env.bool("CACHE_PAGES", default=not DEBUG)
# the door of the server in front, where it can be told to fetch its copies anew (deploy/nginx.conf)
FRONTEND_CACHE_URL = env.str("FRONTEND_CACHE_URL", default="")
WAGTAILFRONTENDCACHE = {}
if FRONTEND_CACHE_URL:
    WAGTAILFRONTENDCACHE["default"] = {
        "BACKEND": "portal.caching.refreshing.RefreshingBackend",
        "LOCATION": FRONTEND_CACHE_URL,
    }

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.stylesheet.StylesheetFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
# uploads and pictures are kept in a bucket where one is named; boto reads of whom and where (docs/deploy.md)
MEDIA_BUCKET = env.str("MEDIA_BUCKET", default="")
STORAGES = {
    "default": {"BACKEND": "portal.media_store.MediaStore", "OPTIONS": {"bucket_name": MEDIA_BUCKET}}
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
# the portal's own YAML: readable by translators, no primary keys
SERIALIZATION_MODULES = {"yaml": "portal.content.serializer"}

# Accounts

AUTH_USER_MODEL = "portal.User"
LOGIN_URL = "wagtailadmin_login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# after so many failures of an account, or from an address, both wait; another try does not make it longer
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)  # as portal.views.too_many_attempts says in words
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "portal.security.sign_in.address_of"
AXES_LOCKOUT_CALLABLE = "portal.views.too_many_attempts"
AXES_DISABLE_ACCESS_LOG = True  # the log has it (portal/security/audit.py)
AXES_VERBOSE = AXES_ENABLE_ADMIN = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Wagtail

WAGTAIL_SITE_NAME = "Portail · Portal"
WAGTAIL_PAGE_MODEL = "portal.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.forms.media.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.forms.media.DocumentForm"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # BasePage leaves a redirect per language instead
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "portal.editor.rich_text_area.RichTextArea"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.editor_search"}}
# chosen by measurement (docs/decisions.md); after a change: manage.py wagtail_update_image_renditions
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # about 160 MB while a size is made
# portal/uploads.py knows how each begins
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "doc", "docx", "odp", "ods", "odt", "pdf"),
    *("ppt", "pptx", "rtf", "txt", "xls", "xlsx", "zip"),
]
WAGTAILDOCS_INLINE_CONTENT_TYPES = []  # all are downloads, in a sandbox
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # by the portal, which knows whose they are, wherever they are kept
WAGTAILEMBEDS_FINDERS = []  # pages embed nothing, so nobody is asked
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]

COUNTRIES_OVERRIDE = {"BY": _("Belarus")}  # the portal's own name for it in each language

# Mail and logs

vars().update(env.email("EMAIL_URL", default="consolemail://"))
LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "portal.logs.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{levelname}{name}{message}{request_id}",
            "style": "{",
            "timestamp": "at",
            "rename_fields": {"levelname": "level", "name": "from"},
            # what Django adds is a whole request, with what a visitor asked
            "reserved_attrs": [*RESERVED_ATTRS, "request", "server_time"],
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line" if DEBUG else "json",
            "filters": ["request"],
        },
        "null": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "portal.audit": {"level": "INFO"},
        # anybody may ask for a host that is not ours: it is refused, and that is all
        "django.security.DisallowedHost": {"handlers": ["null"], "propagate": False},
    },
}
