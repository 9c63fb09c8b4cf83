"""The ``yaml`` serializer that ``loaddata`` finds through ``SERIALIZATION_MODULES``.

``loaddata`` asks four things of what a deserializer yields: ``object``, ``save(using=)``,
``deferred_fields`` and ``save_deferred_fields(using=)``. A page uses both passes: the first gives it
its place in the tree, the second its content, links and published revision, once every file is read.
"""

import re
from pathlib import Path

import yaml
from django.core.management.base import CommandError
from django.core.serializers.pyyaml import Serializer as Serializer
from django.utils.translation import gettext as _

from portal.content.entries import entry_for


class _Loader(yaml.SafeLoader):
    """Reads every plain word as text but ``true``, ``false`` and nothing; Norway stays ``NO``."""

    yaml_implicit_resolvers = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])


class Deserializer:
    """Yields one entry per object of a file.

    :raises CommandError: naming the file and what is wrong in it
    """

    def __init__(self, stream_or_string, **_options):
        self.path = Path(getattr(stream_or_string, "name", "-"))
        try:
            self.rows = yaml.load(stream_or_string, Loader=_Loader) or []  # noqa: S506 (a SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise CommandError(f"{self.path}: {error}") from error
        if not isinstance(self.rows, list):
            raise CommandError(f"{self.path}: " + _("Write a list of objects."))

    def __iter__(self):
        for number, row in enumerate(self.rows, start=1):
            yield entry_for(
                row,
                folder=self.path.parent,
                where=_("%(file)s, object %(number)s") % {"file": self.path.name, "number": number},
            )
