"""``manage.py loaddata``: content files by the portal's own engine, other fixtures as Django loads them."""

from pathlib import Path

from django.core import serializers
from modeltranslation.management.commands.loaddata import Command as LoadData

from portal.content.commands import load


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
            super().loaddata(others)
        if files:
            load(self, files, verbosity=self.verbosity)
