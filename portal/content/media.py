"""Files of pictures and documents in the storage, written as safely as rows are."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from portal.content.families.files import digest


class Storing:
    """Puts files into the storage; takes them back if the ``with`` block fails."""

    def __init__(self):
        self._written = []

    def __enter__(self):
        return self

    def __exit__(self, kind, _error, _traceback):
        if kind is not None:
            for storage, name in self._written:
                with suppress(OSError):
                    storage.delete(name)

    def put(self, obj, path):
        """Put a file where an upload of it would be, and let the object's ``file`` name it.

        A file of the same name and content to which no object points was left by a load that was
        killed: it is used.

        :raises ValidationError: the storage cannot be written to
        """
        field = obj._meta.get_field("file")
        name = field.generate_filename(obj, path.name)
        try:
            with path.open("rb") as file:
                if not self._is_left_over(obj, field, name, file):
                    file.seek(0)
                    name = field.storage.get_available_name(name, max_length=field.max_length)
                    self._written.append((field.storage, name))  # half a file, if the disk is full
                    name = field.storage.save(name, File(file, name=path.name), max_length=field.max_length)
                    self._written[-1] = field.storage, name
        except OSError as error:
            raise ValidationError(_("The file cannot be stored: %s.") % (error.strerror or error)) from error
        obj.file = name

    def drop_unless_used(self, obj, name):
        """Delete a file that was replaced, once that is certain."""
        field = obj._meta.get_field("file")

        def drop():
            if not type(obj)._default_manager.filter(file=name).exists():
                with suppress(OSError):
                    field.storage.delete(name)

        transaction.on_commit(drop)

    def _is_left_over(self, obj, field, name, file):
        if not field.storage.exists(name) or type(obj)._default_manager.filter(file=name).exists():
            return False
        with field.storage.open(name) as there:
            return digest(there, "sha256") == digest(file, "sha256")
