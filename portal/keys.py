"""Keys that people can read: how content files and addresses name an object, alike in every language."""

from django.db import models

from portal import languages


class ByteOrder:
    """A text column compared byte by byte, so that both databases sort it alike.

    A database's own language would skip hyphens.
    """

    def db_parameters(self, connection):
        collation = {"postgresql": "C", "sqlite": "BINARY"}.get(connection.vendor)
        return super().db_parameters(connection) | {"collation": collation}


class KeyField(ByteOrder, models.SlugField):
    """A unique key of small letters, digits and hyphens; once given, it stays."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"unique": True, "editable": False}
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for given in ("unique", "editable"):
            kwargs.pop(given, None)
        return name, path, args, kwargs


class Keyed:
    """An object with a key, made from a text of its own where none is given."""

    key_source = "title"

    def clean_fields(self, exclude=None):
        self.fill_key()
        super().clean_fields(exclude)

    def save(self, **kwargs):
        self.fill_key()
        super().save(**kwargs)

    def fill_key(self):
        """Make an empty key from the text in the default language, else in one that has it."""
        if not self.key:
            text = self.text(self.key_source, languages.default())
            wanted = languages.slug_of(text.value, text.language)[:90].strip("-") or self._meta.model_name
            self.key, number = wanted, 1
            while type(self).objects.filter(key=self.key).exists():
                number += 1
                self.key = f"{wanted}-{number}"
