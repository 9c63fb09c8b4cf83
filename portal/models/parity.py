"""What is remembered of the texts of pages and snippets from one publication to the next."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class TranslationMemory(models.Model):
    """What was found of the texts of one object; see :class:`portal.parity.pairs.Memory`.

    ``right``, ``behind`` and ``was_behind`` are lists of a place, two [code, fingerprint] and a code of
    language; ``words`` gives the words for a fingerprint.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=36)
    right = models.JSONField(default=list)
    behind = models.JSONField(default=list)
    was_behind = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    copies = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField(default=0)  # the last one that was followed

    # who refers to it is no question to an editor
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_memory_an_object")
        ]

    def __str__(self):
        return f"{self.content_type} {self.object_id}"
