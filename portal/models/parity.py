"""What editors decided about the languages of texts."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class AcceptedCopy(models.Model):
    """A text that an object has in two languages alike, on purpose; its history says who and when."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=36)
    fingerprint = models.CharField(max_length=16)  # of the text: portal.parity.states.fingerprint()

    # who refers to it is no question to an editor
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "fingerprint"], name="copy_accepted_once"
            )
        ]

    def __str__(self):
        return f"{self.content_type} {self.object_id}: {self.fingerprint}"
