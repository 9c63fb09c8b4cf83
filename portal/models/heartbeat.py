"""When the portal's recurring job last ran."""

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """That ``publish_scheduled`` ran to its end, and when: a single row."""

    at = models.DateTimeField()

    # who refers to it is no question to an editor
    wagtail_reference_index_ignore = True

    def __str__(self):
        return str(self.at)

    @classmethod
    def beat(cls):
        """Note that the job has just run to its end."""
        cls.objects.update_or_create(pk=1, defaults={"at": timezone.now()})

    @classmethod
    def last(cls):
        """Return when the job last ran to its end, ``None`` if it never did."""
        return cls.objects.filter(pk=1).values_list("at", flat=True).first()
