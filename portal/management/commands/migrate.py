"""``manage.py migrate``: Django's, one at a time, however many machines begin it with a new version."""

import zlib

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

LOCK = zlib.crc32(b"portal.migrate")


class Command(Migrate):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            return super().handle(*args, **options)  # a file has one machine
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            return super().handle(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
