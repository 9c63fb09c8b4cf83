"""The ``yaml`` serializer of Django's, found through ``SERIALIZATION_MODULES``: the format of content files.

``dumpdata --format yaml`` writes it. ``loaddata`` hands whole files to :mod:`portal.content.apply`, by a
command of the portal's own: they are planned before anything is written.
"""

from django.core.management.base import CommandError
from django.core.serializers import base
from django.utils.translation import gettext as _

from portal.content.dump import rows_of
from portal.content.yaml import dumped


class Serializer(base.Serializer):
    """Writes those of some objects that content files carry; the files of pictures are not written."""

    internal_use_only = False

    def serialize(self, queryset, *, stream=None, **_options):
        self.stream = stream or self.stream_class()
        self.stream.write(dumped(rows_of(list(queryset))))
        return self.getvalue()


def Deserializer(_stream, **_options):  # noqa: N802 (Django's name)
    raise CommandError(_("Give the content file by its name or path: pictures and documents lie beside it."))
