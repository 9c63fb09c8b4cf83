"""What a load of content files remembers."""

from django.db import models


class LoadedObject(models.Model):
    """An object of a content file: which it is on the site, and what the file said of it.

    An editor's rename or move keeps the link. Of an object that was deleted the row stays, so that
    the next load does not make it again.
    """

    kind = models.CharField(max_length=100)  # label of the model: "portal.basepage" for every page
    name = models.CharField(max_length=1000)  # address, key or path, as the file has it
    object_id = models.CharField(max_length=36)
    # a short hash of each text and value as the file had it, by its path and language: "title:fr"
    hashes = models.JSONField(default=dict)

    # who refers to it is no question to an editor
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="loaded_once")]

    def __str__(self):
        return f"{self.kind} {self.name}"
