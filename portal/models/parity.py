"""What is remembered of the texts of pages and snippets from one publication to the next."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class TranslationMemory(models.Model):
    """The texts of one object that were right together; :mod:`portal.parity.memory` keeps it.

    ``pairs`` are lists of a place and two [code, fingerprint], oldest first; ``texts`` gives the words for
    each fingerprint. ``copies`` are the fingerprints of texts that are alike in two languages on purpose.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=36)
    pairs = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    copies = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField(default=0)  # the last one whose texts are in the pairs

    # who refers to it is no question to an editor
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_memory_an_object")
        ]

    def __str__(self):
        return f"{self.content_type} {self.object_id}"
