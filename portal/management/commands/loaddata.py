"""``manage.py loaddata``: content files by the portal's own engine, other fixtures as Django loads them."""

from contextlib import contextmanager
from pathlib import Path

from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from modeltranslation.management.commands.loaddata import Command as LoadData

from portal.bilingual import BilingualDraft
from portal.content.commands import load
from portal.parity import gate, memory


@contextmanager
def _asking_the_gate():
    """Refuse what another fixture would make live with a hole; Django saves it without asking.

    :raises CommandError: a text is missing; the load is undone
    """
    saved = []

    def note(instance, raw=False, **_others):
        if raw and isinstance(instance, BilingualDraft):
            saved.append(instance)

    post_save.connect(note)
    try:
        yield
    finally:
        post_save.disconnect(note)
    refused = []
    # a page comes once for each of its models
    found = {(obj.get_base_content_type(), obj.pk): memory.stored(obj) for obj in saved}
    for stored in found.values():
        try:
            if stored.live:
                gate.check(stored)
                memory.remember([stored])
        except ValidationError as error:
            refused.append(gate.told(error, stored))
    if refused:
        raise CommandError("\n".join([_("Nothing was written. What is wrong:"), *dict.fromkeys(refused)]))


class Command(LoadData):
    """Loads content files as ``content apply`` does without preference: a conflict is an error."""

    def loaddata(self, fixture_labels):
        self.serialization_formats = serializers.get_public_serializer_formats()
        files, others = [], []
        for label in fixture_labels:
            found = [Path(path) for path, _folder, _name in self.find_fixtures(label)]
            content = [path for path in found if path.suffix in {".yaml", ".yml"}]
            files += content
            if len(content) < len(found):
                others.append(label)
        if others:
            with _asking_the_gate():
                super().loaddata(others)
        if files:
            load(self, files, verbosity=self.verbosity)
