"""The sizes in which pages show pictures: one list, for templates and for whatever makes them.

They are made when a picture is saved, when what shows it is published or loaded, and by ``manage.py
renditions``, for what failed and after the list has changed. A visitor's request makes none.
"""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.images.models import Filter
from wagtail.models import ReferenceIndex

from portal.models import PortalImage

logger = logging.getLogger(__name__)

FORMAT = "format-webp-lossless"
# what each place shows, smallest first; “fill” crops around the focal point
SIZES = {
    "page": [f"fill-{size}|{FORMAT}" for size in ("480x270", "960x540", "1600x900")],
    "banner": [f"fill-{size}|{FORMAT}" for size in ("960x412", "1600x686")],
    "list": [f"width-{width}|{FORMAT}" for width in (320, 640)],
}
# what social networks ask for, in a format that all of them read
SOCIAL = "fill-1200x630|format-jpeg"
ALL = list(dict.fromkeys([*(size for sizes in SIZES.values() for size in sizes), SOCIAL]))


def there(image, place):
    """Return the sizes of a picture for one place that are there, smallest first, each width once.

    Where none is, those of other places, which are better than nothing. The storage is not asked; a list
    asks for ``renditions`` beforehand.
    """
    found = image.find_existing_renditions(*map(Filter, SIZES[place])).values()
    found = found or [each for each in image.renditions.all() if each.filter_spec.endswith(FORMAT)]
    by_width = {each.width: each for each in found}
    return [by_width[width] for width in sorted(by_width)]


def make(pks):
    """Make what is missing of the sizes of some pictures; return those that could not be made.

    :param pks: primary keys of :class:`~portal.models.PortalImage`
    """
    failed = []
    for image in PortalImage.objects.filter(pk__in=pks).order_by("pk").prefetch_related("renditions"):
        try:
            image.get_renditions(*ALL)
        except OSError as error:  # a lost or broken file, a full disk
            logger.warning("picture %s is not there in every size: %s", image.pk, error)
            failed.append(image)
    return failed


def make_of_saved(instance, raw, update_fields=None, **_signal):
    """Make the sizes of a picture that was saved: its file or its focal point may be new."""
    if not raw and update_fields is None:
        transaction.on_commit(lambda: make([instance.pk]))


def make_of_published(instance, **_signal):
    """Make the sizes of the pictures that something shows which was published."""
    transaction.on_commit(lambda: make(_shown_by(instance)))


def _shown_by(obj):
    references = ReferenceIndex.get_references_for_object(obj)
    pictures = references.filter(to_content_type=ContentType.objects.get_for_model(PortalImage))
    return [int(pk) for pk in pictures.values_list("to_object_id", flat=True)]
