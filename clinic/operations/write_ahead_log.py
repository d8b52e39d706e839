"""SQLite's log of writes keeps old pages until it begins anew: after a record is erased it does so at once."""

from __future__ import annotations

from django.db import connection, transaction

from athletes.enrollment.leaving.traces import Person


def empty_write_ahead_log(_person: Person) -> None:
    """When the erasing is stored. PostgreSQL does the like by itself, and keeps no words in free space for readers."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_begin_anew, robust=True)  # the erasing is stored, whatever becomes of this


def _begin_anew() -> None:
    """A reader that is under way keeps the log as it is; the next checkpoint does it then."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
