"""Notices what changes: every statement that writes what visitors may be shown, by whichever door.

Signals would miss what is written in bulk; here all that the database is told passes by. What is known to be
of no concern to visitors is named; anything else turns the clock, once it is committed.
"""

import re
from functools import cache

from django.apps import apps
from django.db import transaction
from django.db.backends.signals import connection_created

from portal import languages
from portal.caching import clock
from portal.texts import column

WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)"?', re.IGNORECASE)
SET = re.compile(r'"(\w+)" = ')

# what only editors and machines see
PRIVATE_APPS = {"auth", "axes", "contenttypes", "sessions", "wagtailadmin", "wagtailsearch", "wagtailusers"}
PRIVATE_MODELS = {
    "portal.heartbeat",
    "portal.loadedobject",
    "portal.user",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflowstate",
}
# what saving a draft writes into the row of a live page or milestone
PRIVATE_COLUMNS = {
    "has_unpublished_changes",
    "latest_revision_created_at",
    "latest_revision_id",
    "locked",
    "locked_at",
    "locked_by_id",
}


def connect():
    """Watch every connection to the database from now on."""
    connection_created.connect(_watch)


def _watch(connection, **_signal):
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if _is_public(sql):
        connection = context["connection"]
        connection.has_changed_the_public = True
        transaction.on_commit(lambda: settle(connection), using=connection.alias)
    return result


def is_pending(connection):
    """Tell whether a transaction has changed what is public and may still be undone."""
    return connection.in_atomic_block and getattr(connection, "has_changed_the_public", False)


def settle(connection):
    """Turn the clock once for all that a transaction changed; whoever needs it turned may come first."""
    if getattr(connection, "has_changed_the_public", False):
        connection.has_changed_the_public = False
        clock.turn()


def _is_public(sql):
    """Tell whether a statement writes what visitors may be shown."""
    found = WRITES.match(sql) if isinstance(sql, str) else None
    if not found or found[1] in _private_tables():
        return False
    if sql.lstrip()[:6].upper() != "UPDATE":
        return True
    return not set(SET.findall(sql.partition(" WHERE ")[0])) <= _private_columns()


@cache
def _private_tables():
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in PRIVATE_APPS or model._meta.label_lower in PRIVATE_MODELS
    }


@cache
def _private_columns():
    drafts = {"draft_title", *(column("draft_title", code) for code in languages.codes())}
    return PRIVATE_COLUMNS | drafts
