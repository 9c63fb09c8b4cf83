"""``manage.py migrate``: Django's, one at a time, however many machines begin it with a new version."""

from django.core.management.commands.migrate import Command as Migrate

from portal import locks


class Command(Migrate):
    def handle(self, *args, **options):
        with locks.alone("migrate", options["database"]):
            return super().handle(*args, **options)
