"""Makes an archive, and brings one back; what is brought back is proven before it is said to be."""

import json
from pathlib import Path, PurePath

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backup import databases, media
from portal.backup.databases import RefusedError
from portal.models import BasePage

FORMAT = 1
MANIFEST = "manifest.json"


def make(folder):
    """Write the portal into a new or empty folder; return its manifest.

    The database comes first: a file that is added meanwhile is one too many, never one too few.
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError(_("%(folder)s is not empty.") % {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / databases.file_name()
    databases.write(file)
    manifest = {
        "format": FORMAT,
        "made": timezone.now().isoformat(),
        "versions": {"django": django.__version__, "wagtail": wagtail.__version__},
        "engine": connection.vendor,
        "migrations": _migrations(),
        "counts": _counts(),
        "database": _digest(file),
        "media": media.write(folder / "media"),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def restore(folder):
    """Bring an archive back into a deployment that has nothing yet, and prove it.

    :return: the manifest, and how many pages were read, one for each language
    :raises RefusedError: the archive is damaged or of another version, or the deployment is not empty;
        nothing was touched
    """
    folder = Path(folder)
    manifest = check(folder)
    if not databases.is_empty():
        raise RefusedError(_("The database is not empty: restore into a new one, before “migrate”."))
    others = [name for name in media.names() if media.digest_of(name) != manifest["media"].get(name)]
    if others:
        raise RefusedError(_("The media store holds other files, such as %(name)s.") % {"name": min(others)})
    media.read(folder / "media", manifest["media"])
    databases.read(folder / databases.file_name())
    return manifest, prove(manifest)


def check(folder):
    """Return the manifest of an archive that is whole and can be brought back here."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        wanted = {databases.file_name(): manifest["database"]}
        wanted |= {f"media/{name}": digest for name, digest in manifest["media"].items()}
        is_known = manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError(
            _("%(folder)s is no archive: its manifest cannot be read.") % {"folder": folder}
        ) from error
    if not is_known or manifest["engine"] != connection.vendor:
        raise RefusedError(_("The archive was made from another kind of database: %(engine)s.") % manifest)
    damaged = [name for name, digest in wanted.items() if not _is_right(folder, name, digest)]
    if damaged:
        raise RefusedError(
            _("The archive is damaged: %(names)s.") % {"names": ", ".join(sorted(damaged)[:5])}
        )
    if manifest["migrations"] != sorted(_known_migrations()):
        raise RefusedError(
            _("The archive was made by another version of the portal. Restore it with that one, then update.")
        )
    return manifest


def prove(manifest):
    """Compare what was brought back with the manifest, and read every public page in its languages.

    :return: how many pages were read
    """
    counts = _counts()
    wrong = [name for name, count in manifest["counts"].items() if counts.get(name) != count]
    wrong += [name for name, digest in manifest["media"].items() if media.digest_of(name) != digest]
    if wrong:
        raise RefusedError(_("Not as it was: %(names)s.") % {"names": ", ".join(wrong[:5])})
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    visitor, read = Client(raise_request_exception=False, headers={"host": host}), 0
    for page in BasePage.objects.live().public().filter(depth__gte=2).specific().iterator():
        for address in page.addresses().values():
            answer = visitor.get(address, secure=settings.SECURE_SSL_REDIRECT)
            if answer.status_code != 200:
                raise RefusedError(
                    _("%(address)s answers %(status)s.") % {"address": address, "status": answer.status_code}
                )
            read += 1
    return read


def _is_right(folder, name, digest):
    """Tell whether a file of an archive lies within it and is as it was."""
    return ".." not in PurePath(name).parts and _digest(folder / name) == digest


def _digest(path):
    try:
        with path.open("rb") as file:
            return media.digest(file)
    except OSError:
        return None


def _counts():
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label != "sessions"
    }


def _migrations():
    """Return the migrations that have run, of those that there still are."""
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    return sorted(applied & _known_migrations())


def _known_migrations():
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
