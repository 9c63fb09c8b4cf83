"""``manage.py backup DIR``: the whole portal in a folder."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import archive


class Command(BaseCommand):
    @property
    def help(self):
        return _("Write the database and the media into a new folder, with what proves them.")

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *, folder, **_options):
        try:
            made = archive.make(folder)
        except (archive.RefusedError, OSError) as error:
            raise CommandError(_("No backup was made: %(reason)s") % {"reason": error}) from error
        said = _("Written to %(folder)s. Pages: %(pages)s; files: %(files)s.")
        counts = {"pages": made["counts"]["portal.basepage"], "files": len(made["media"])}
        self.stdout.write(said % {"folder": folder, **counts})
