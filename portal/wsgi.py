"""The portal as a WSGI application."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django_application = get_wsgi_application()

# a process that was killed may have changed something without telling
from portal.caching import clock  # noqa: E402
from portal.caching.shortcut import Shortcut  # noqa: E402

clock.turn()
application = Shortcut(django_application) if settings.CACHE_PAGES else django_application
