"""The sizes and formats in which pages show pictures: one list, for templates and for whatever makes them.

They are made when a picture is saved, when what shows it is published or loaded, and by ``manage.py
renditions``, for what failed and after the list has changed. A visitor's request makes none.
"""

import logging
from dataclasses import dataclass
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_save
from PIL import AvifImagePlugin, Image, features
from wagtail.images.models import Filter, ResponsiveImage
from wagtail.models import ReferenceIndex
from wagtail.signals import published

from portal.models import PortalImage

logger = logging.getLogger(__name__)

# best first; AVIF only where Pillow can write it, WebP for every browser that the style sheets are for
FORMATS = ["avif", "webp"] if features.check("avif") else ["webp"]
# what each place shows, smallest first; “fill” crops around the focal point
SIZES = {
    "page": ["fill-720x405", "fill-1120x630", "fill-1600x900"],
    "banner": ["fill-1120x480", "fill-1600x686"],
    "list": ["width-320", "width-640"],
}
# what social networks ask for, in a format that all of them read
SOCIAL = "fill-1200x630|format-jpeg"
SOCIAL_FILTER = Filter(SOCIAL)


@dataclass(frozen=True)
class Source:
    """A picture in one format: its media type and the sizes for a browser to choose from, smallest first."""

    media_type: str
    sizes: list

    @property
    def srcset(self):
        return ResponsiveImage.get_width_srcset(self.sizes)


def specs(file_format, places=SIZES):
    """Return a format's sizes for some places, as Wagtail calls them."""
    return [f"{size}|format-{file_format}" for place in places for size in SIZES[place]]


def wanted():
    """Return the sizes that each picture should be there in."""
    return [*(spec for file_format in FORMATS for spec in specs(file_format)), SOCIAL]


def there(image, place):
    """Return a picture for one place as a list of :class:`Source`, the best format first.

    Only sizes that are there, each width once. Where none is, those of other places, which are better than
    nothing. The storage is not asked.
    """
    found = there_as(image, filters(place)) or image.sizes
    sources = []
    for file_format in FORMATS:
        of_format = [each for each in found if f"|format-{file_format}" in each.filter_spec]
        by_width = {each.width: each for each in of_format}
        if by_width:
            sizes = [by_width[width] for width in sorted(by_width)]
            sources.append(Source(f"image/{file_format}", sizes))
    return sources


def there_as(image, filters):
    """Return the sizes of a picture that some of Wagtail's filters name, with its present focal point."""
    known = {(size.filter_spec, size.focal_point_key): size for size in image.sizes}
    wanted = [(each.spec, each.get_cache_key(image)) for each in filters]
    return [known[each] for each in wanted if each in known]


@cache
def filters(place):
    """Return the sizes of a place in every format as Wagtail's filters, which are parsed once."""
    return [Filter(spec) for file_format in FORMATS for spec in specs(file_format, [place])]


def make(pks):
    """Make what is missing of the sizes of some pictures; return those that could not be made.

    A format that fails keeps no other from being made.

    :param pks: primary keys of :class:`~portal.models.PortalImage`
    """
    failed = []
    for image in PortalImage.objects.filter(pk__in=pks).order_by("pk").prefetch_related("renditions"):
        errors = []
        for group in [*map(specs, FORMATS), [SOCIAL]]:
            try:
                image.get_renditions(*group)
            except OSError as error:  # a lost or broken file, a full disk
                errors.append(error)
        if errors:
            logger.warning("picture %s is not there in every size: %s", image.pk, errors[0])
            failed.append(image)
    return failed


def connect():
    """Make the sizes of pictures from now on when they, or what shows them, change."""
    post_save.connect(make_of_saved, sender=PortalImage)
    published.connect(make_of_published)


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


def write_avif_quickly():
    """Let AVIF be written three times as fast as Pillow does by itself, for files a tenth larger."""
    write = Image.SAVE.get(AvifImagePlugin.AvifImageFile.format)

    def write_quickly(picture, file, name):
        picture.encoderinfo.setdefault("speed", 8)
        write(picture, file, name)

    if write:
        Image.register_save(AvifImagePlugin.AvifImageFile.format, write_quickly)
