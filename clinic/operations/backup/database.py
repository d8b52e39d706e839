"""The database behind one door: read as it is at one moment, and filled again. Apart from Django's own connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.conf import settings

from .postgres import PostgreSQL
from .sqlite import SQLite


class Snapshot(Protocol):
    """One moment of a database: everything asked of it is of that moment."""

    def sums(self) -> dict[str, list[Any]]:
        """Rows and sum by table."""

    def migrations(self) -> list[str]: ...

    def pieces(self) -> Iterator[bytes]:
        """The whole of it, as its engine writes it down."""


class Filling(Protocol):
    """A database on its way in. Before ``finish`` nothing of it is in use."""

    def write(self, piece: bytes) -> None: ...

    def finish(self, sums: dict[str, list[Any]]) -> None:
        """Put it in the place of what is there. Raises BackupError where it does not have these rows and sums."""


class Database(Protocol):
    engine: str

    def version(self) -> str: ...

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...

    def people(self) -> int:
        """How many accounts are in it. Raises BackupError where its tables are not a clinic's."""

    def filling(self) -> AbstractContextManager[Filling]:
        """Raises BackupError while somebody else uses it."""


def clinic_database() -> Database:
    """The one of the settings."""
    options = settings.DATABASES["default"]
    if settings.IS_SQLITE:
        return SQLite(options["NAME"])
    return PostgreSQL(options)
