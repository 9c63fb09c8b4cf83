"""``manage.py renditions``: make the sizes of pictures that are missing, as after a change of the list."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import renditions
from portal.models import PortalImage, PortalRendition

CHUNK = 100  # pictures whose sizes are looked up at once


class Command(BaseCommand):
    @property
    def help(self):
        return _("Make the sizes of pictures that are missing.")

    def handle(self, *args, **options):
        before = PortalRendition.objects.count()
        pks = list(PortalImage.objects.order_by("pk").values_list("pk", flat=True))
        failed = []
        for start in range(0, len(pks), CHUNK):
            failed += renditions.make(pks[start : start + CHUNK])
        made = PortalRendition.objects.count() - before
        self.stdout.write(ngettext("%d size made.", "%d sizes made.", made) % made)
        if failed:
            names = ", ".join(map(str, failed))
            raise CommandError(_("These pictures could not be made in every size yet: %s.") % names)
