"""What each database does: keeps terms, matches and ranks them. One module a vendor.

A module has ``CREATE`` and ``DROP``, the SQL of the index; ``KEY``, its column of documents; ``SOURCE``,
what matches, ``s``, with the ``date`` of its document, to put what is found in order;
``write(cursor, rows)`` of key, date, terms of the title and of the text; ``matching(question)`` and
``ranking(question)``.
"""

from importlib import import_module

from django.db import connection


def engine():
    """Return the module for the database in use."""
    return import_module(f"{__name__}.{connection.vendor}")
