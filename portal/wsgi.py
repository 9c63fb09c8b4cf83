"""The portal as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# a process that was killed may have changed something without telling
from portal.caching import clock  # noqa: E402

clock.turn()
