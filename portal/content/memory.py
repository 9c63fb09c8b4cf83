"""What a load remembers: which object each name of the files means, and what the files said of it."""

from portal.content.three_way import Action
from portal.models import LoadedObject


def field_of(remembered):
    """Return the field of a remembered hash: ``body`` of ``body/2/paragraph:fr``."""
    return remembered.partition(":")[0].partition("/")[0]


def of_field(hashes, name):
    """Return the hashes of one field."""
    return {at: value for at, value in hashes.items() if field_of(at) == name}


def remember(items, names):
    """Remember each object under the name by which it was first loaded; another name leads to it too."""
    rows = {}
    # those that tell their former name first: another may have the address since
    for item in sorted(items, key=lambda item: item.former_name is None):
        if item.action is Action.GONE:
            continue
        kind, known = item.family.kind, names.known(item.family, item.pk)
        first = known.name if known else item.former_name or item.name
        if known is None and (kind, first) in rows:
            continue
        hashes = _lasting(known.hashes, item.given) if known else {}
        hashes |= item.hashes
        if known is None or known.hashes != hashes:
            rows[kind, first] = _row(item, first, hashes)
        if item.name != first and names.is_free(item.family, item.name):
            rows.setdefault((kind, item.name), _row(item, item.name, {}))
    LoadedObject.objects.bulk_create(
        rows.values(),
        batch_size=200,
        update_conflicts=True,
        unique_fields=["kind", "name"],
        update_fields=["object_id", "hashes"],
    )


def _row(item, name, hashes):
    return LoadedObject(kind=item.family.kind, name=name, object_id=str(item.pk), hashes=hashes)


def _lasting(hashes, given):
    """Return the hashes but those of the parts of a structure that a file gives anew."""
    return {at: value for at, value in hashes.items() if "/" not in at or field_of(at) not in given}
