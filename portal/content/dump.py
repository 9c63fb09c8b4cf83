"""Writing a site, or a part of it, as a content file with its pictures and documents beside it."""

import shutil

from django.apps import apps
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.content.atoms import nfc
from portal.content.families import FAMILIES, Collections, Files, Pages
from portal.content.fields.objects import written_fields
from portal.content.names import Names
from portal.content.plan import BATCH
from portal.content.yaml import dumped
from portal.models import BasePage

FILE = "content.yaml"


def dump(folder, address=None, drafts=False):
    """Write the site to ``folder/content.yaml``, and its files beside it; return the number of objects.

    Equal sites give equal bytes, whatever their database and primary keys.

    :param address: of a page: write it, those below it, and the pictures and documents that they show
    :param drafts: write also what is not public
    :raises CommandError: no such page, or something cannot be read or written
    """
    names = Names(remembered=False, drafts=drafts)
    wanted = _all(names) if address is None else _below(names, address)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(_rows(wanted, names))
        for family, pks in wanted.items():
            if isinstance(family, Files):
                for obj in family.objects(pks).values():
                    _copy(obj, folder / names.name(family.model, obj.pk))
        (folder / FILE).write_text(dumped(rows), encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        path, reason = getattr(error, "filename", None) or folder, getattr(error, "strerror", None) or error
        raise CommandError(_("%(path)s: %(reason)s.") % {"path": path, "reason": reason}) from error
    return len(rows)


def rows_of(objects):
    """Return the rows of those of some objects that are public and that content files carry."""
    names = Names(remembered=False, drafts=False)
    given = {(family, obj.pk) for obj in objects if (family := names.family(type(obj)))}
    wanted = {family: [pk for pk in pks if (family, pk) in given] for family, pks in _all(names).items()}
    return list(_rows(wanted, names))


def _copy(obj, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    with obj.file.open("rb") as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)


def _all(names):
    """Return what a dump of the whole site writes, in its order: mapping of family to primary keys."""
    models = sorted(apps.get_models(), key=lambda model: model._meta.label_lower)
    families = [names.family(model) for base in FAMILIES for model in models if issubclass(model, base)]
    return {family: family.all() for family in families}


def _below(names, address):
    """Return a page, those below it, and the pictures and documents that they show."""
    pages = names.family(BasePage)
    top = pages.normal(address)
    if top not in pages.names.values():
        raise CommandError(pages.no_such(address))
    below = [pk for pk in pages.all() if pages.names[pk].startswith(top)]
    names.asked.clear()
    list(_rows({pages: below}, names))  # asks for the names of what they show
    files = {family: pks for family, pks in _all(names).items() if isinstance(family, Files)}
    asked = {family: [pk for pk in pks if (family.kind, pk) in names.asked] for family, pks in files.items()}
    list(_rows(asked, names))  # and these for their collections
    names.family(Collection).ask_above()
    return {
        family: below if family is pages else [pk for pk in pks if (family.kind, pk) in names.asked]
        for family, pks in _all(names).items()
        if isinstance(family, Files | Pages | Collections)
    }


def _rows(wanted, names):
    for family, pks in wanted.items():
        for start in range(0, len(pks), BATCH):
            objects = family.objects(pks[start : start + BATCH])
            for pk in pks[start : start + BATCH]:
                yield _row(objects[pk], family, names)


def _row(obj, family, names):
    fields = family.fields(type(obj))
    written = written_fields(obj, fields, names)
    row = {
        "model": obj._meta.label_lower,
        "fields": {
            **family.identity_of(obj),
            **{name: value for name, value in written.items() if not fields[name].left_out(value)},
        },
    }
    if names.drafts and (draft := _draft_of(obj)):
        changed = {
            name: value
            for name, value in written_fields(draft, fields, names).items()
            if value != written[name]
        }
        if changed:
            row["draft"] = changed
    return nfc(row)


def _draft_of(obj):
    """Return the draft of what is public, if there is one."""
    is_changed = getattr(obj, "live", False) and obj.has_unpublished_changes
    return obj.latest_revision.as_object() if is_changed else None
