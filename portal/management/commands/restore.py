"""``manage.py restore DIR``: what ``backup`` wrote, into a deployment that has nothing yet."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import archive


class Command(BaseCommand):
    requires_system_checks = []  # the database has no tables

    @property
    def help(self):
        return _("Bring a backup back into an empty database and media store, and prove it.")

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *, folder, **_options):
        try:
            manifest, read = archive.restore(folder)
        except (archive.RefusedError, OSError) as error:
            raise CommandError(_("Not restored: %(reason)s") % {"reason": error}) from error
        said = _("Restored as of %(made)s. Files that are alike: %(files)s; pages that answer: %(pages)s.")
        self.stdout.write(said % {"made": manifest["made"], "files": len(manifest["media"]), "pages": read})
