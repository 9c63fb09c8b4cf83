"""The sizes in which pages show pictures: one list, for templates and for whatever makes them in advance."""

from portal.models import PortalImage

WIDTHS = {"page": [480, 960, 1600], "list": [320, 640]}
SIZES = {name: [f"width-{width}|format-webp-lossless" for width in widths] for name, widths in WIDTHS.items()}
# what social networks ask for, in a format that all of them read
SOCIAL = "fill-1200x630|format-jpeg"
ALL = [*(size for sizes in SIZES.values() for size in sizes), SOCIAL]


def make(pks):
    """Make what is missing of the sizes of some pictures; return those that could not be made.

    :param pks: primary keys of :class:`~portal.models.PortalImage`
    """
    failed = []
    for image in PortalImage.objects.filter(pk__in=pks).prefetch_related("renditions"):
        try:
            image.get_renditions(*ALL)
        except OSError:  # a lost file, a full disk: a page that asks for it tries again
            failed.append(image)
    return failed
