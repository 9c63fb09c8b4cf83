"""Texts that are alike in two languages on purpose."""

from collections import defaultdict

from wagtail.log_actions import log

from portal.models import AcceptedCopy
from portal.parity.states import fingerprint

ACCEPT_ACTION = "portal.accept_copy"


def accepted(objects):
    """Return the fingerprints of the texts that may stay alike, in one query.

    :param objects: pages, or other objects of one model
    :return: mapping of primary key to set, empty where there are none
    """
    found = defaultdict(set)
    if objects:
        kind = objects[0].get_base_content_type()
        rows = AcceptedCopy.objects.filter(content_type=kind, object_id__in=[str(obj.pk) for obj in objects])
        for object_id, text in rows.values_list("object_id", "fingerprint"):
            found[int(object_id)].add(text)
    return found


def accept(obj, text, user):
    """Let a text of an object stay alike in two languages, and leave that in its history."""
    _copy, is_new = AcceptedCopy.objects.get_or_create(
        content_type=obj.get_base_content_type(), object_id=str(obj.pk), fingerprint=fingerprint(text)
    )
    if is_new:
        log(obj, ACCEPT_ACTION, user=user, data={"text": text[:200]})
