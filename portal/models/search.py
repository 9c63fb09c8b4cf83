"""What can be found by visitors, each object once a language."""

from django.db import models


class SearchDocument(models.Model):
    """An object in one language, with only what is truly in that language.

    ``kind`` is the label of its model, ``object_id`` its primary key, ``area`` that of the page right below
    the front page in which it lies, ``digest`` that of the terms that the database was given to match.
    """

    kind = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=12)
    title = models.TextField()
    text = models.TextField()
    area = models.BigIntegerField(null=True)
    date = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="found_once_a_language")
        ]
        indexes = [
            models.Index(fields=["language", "kind"]),
            models.Index("expires", condition=models.Q(expires__isnull=False), name="found_until"),
        ]

    def __str__(self):
        return self.title
