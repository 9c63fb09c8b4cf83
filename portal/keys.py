"""Keys that people can read: how content files and addresses name an object, alike in every language."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import languages


class ByteOrder:
    """A text column compared byte by byte, so that both databases sort it alike.

    A database's own language would skip hyphens.
    """

    def db_parameters(self, connection):
        collation = {"postgresql": "C", "sqlite": "BINARY"}.get(connection.vendor)
        return super().db_parameters(connection) | {"collation": collation}


class KeyField(ByteOrder, models.SlugField):
    """A unique key of small letters, digits and hyphens; once given, it stays. A draft may have none yet."""

    default_validators = [
        RegexValidator(r"^[a-z0-9-]+\Z", _("Write small letters, digits and hyphens only."), code="invalid")
    ]
    _given = {"unique": True, "editable": False, "null": True, "blank": True}

    def __init__(self, *args, **kwargs):
        kwargs |= self._given
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: value for key, value in kwargs.items() if key not in self._given}


class Keyed:
    """An object with a key, made from a text of its own when it is first published."""

    key_source = "title"

    def save(self, **kwargs):
        if not self.key and getattr(self, "live", True):
            self.key = self._free_key()
        super().save(**kwargs)

    def _free_key(self):
        """Return a key from the text in the default language, else in one that has it."""
        text = self.text(self.key_source, languages.default())
        wanted = languages.slug_of(text.value, text.language)[:90].strip("-") or self._meta.model_name
        key, number = wanted, 1
        while type(self).objects.filter(key=key).exists():
            number += 1
            key = f"{wanted}-{number}"
        return key

    def with_content_json(self, content):
        """Return the object as a revision has it, with the key that it was given since."""
        obj = super().with_content_json(content)
        obj.key = self.key
        return obj
