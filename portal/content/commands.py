"""What the commands that load content files share."""

import sys
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.core.serializers.base import ProgressBar
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from portal import renditions
from portal.content.apply import ConflictError, apply
from portal.content.report import lines_of, summary
from portal.content.three_way import Action
from portal.models import LoadedObject, PortalImage
from portal.security import audit

CONFLICTS = 3


@contextmanager
def telling():
    """Turn what a database may refuse into an error that a person can read."""
    try:
        if LoadedObject._meta.db_table not in connection.introspection.table_names():
            raise CommandError(_("The database lacks tables: run “manage.py migrate” first."))
        yield
    except OperationalError as error:
        told = _("Nothing was written: the database does not answer, or is in use (%s).")
        raise CommandError(told % str(error).strip()) from error
    except DatabaseError as error:
        raise CommandError(
            _("Nothing was written: the database refuses it (%s).") % str(error).strip()
        ) from error


def load(command, paths, user=None, prefer=None, verbosity=1):
    """Load content files for a command, and say in one line what was done; return the plan.

    :raises CommandError: nothing was written, and why; its ``returncode`` is 3 for conflicts
    """
    bar = ProgressBar(command.stderr if verbosity and sys.stderr.isatty() else None, 1)

    def progress(done, total):
        bar.total_count = total
        bar.update(done)

    try:
        with telling():
            plan = apply(paths, user=user, prefer=prefer, progress=progress)
    except ConflictError as error:
        advice = _("Nothing was written. Settle it with “content apply --prefer site” or “--prefer file”.")
        lines = [*lines_of(error.plan, {Action.CONFLICT}), advice]
        raise CommandError("\n".join(lines), returncode=CONFLICTS) from error
    files = [path.name for path in paths]
    transaction.on_commit(lambda: audit.note("load", user=user and user.pk, files=files))
    transaction.on_commit(lambda: _make_renditions(command, plan))
    if verbosity:
        command.stdout.write(summary(plan))
    return plan


def _make_renditions(command, plan):
    """Make the sizes of the pictures; what fails is left to ``manage.py renditions``."""
    pks = [item.pk for item in plan.items if issubclass(item.model, PortalImage) and item.pk]
    if failed := renditions.make(pks):
        names = ", ".join(map(str, failed))
        command.stderr.write(_("These pictures could not be made in every size yet: %s.") % names)
