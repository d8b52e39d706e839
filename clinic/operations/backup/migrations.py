"""Which release the tables of a backup belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

import psycopg
from django.db.migrations.loader import MigrationLoader

from .errors import BackupError
from .manifest import Manifest


def applied(database: sqlite3.Connection | psycopg.Connection[Any], tables: Collection[str]) -> list[str]:
    """Every migration that made these tables, in the order in which they ran; none where they were not made by any."""
    if "django_migrations" not in tables:
        return []
    rows = database.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [f"{app}.{name}" for app, name in rows]


def refuse_a_later_release(manifest: Manifest) -> None:
    """Raises BackupError where the backup has tables that this code does not know."""
    known = _known()
    unknown = set(manifest.migrations) - known
    if unknown and known:  # a test's tables come from the models
        raise BackupError(
            f"The backup was made by a later release ({manifest.release}), with {min(unknown)}. Install that one first."
        )


def is_behind(manifest: Manifest) -> bool:
    """Whether this code has changes of the tables that the backup does not have."""
    return bool(_known() - set(manifest.migrations))


def _known() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
