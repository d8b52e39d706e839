"""A backup is made: database and files of one moment, locked as they are read."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from pyrage import x25519

from . import media
from .archive import Writer, written
from .database import Database
from .errors import BackupError
from .manifest import ACCOUNTS, NAME, Content, Manifest

DATABASE = "database"


def make_backup(
    file: Path, *, database: Database, media_root: Path, keys: list[x25519.Recipient], release: str, at: datetime
) -> Manifest:
    """Write a backup to a file that is not there yet; returns what it says of itself.

    Files are read after the database: one that the database names is in it, unless it was deleted in these moments.
    Raises BackupError, and leaves no file then.
    """
    with database.snapshot() as snapshot, written(file, keys) as writer:
        tables = snapshot.sums()
        if ACCOUNTS not in tables:
            raise BackupError("There is no clinic in this database: run manage.py migrate first.")
        content = Content()
        writer.add_pieces(DATABASE, content.passing(snapshot.pieces()))
        manifest = Manifest(
            engine=database.engine,
            engine_version=database.version(),
            release=release,
            created_at=at,
            migrations=snapshot.migrations(),
            tables=tables,
            database=content.to_json(),
            media=media.add_files(writer, media_root),
        )
        _add_manifest(writer, manifest)
    return manifest


def _add_manifest(writer: Writer, manifest: Manifest) -> None:
    document = manifest.to_bytes()
    writer.add(NAME, len(document), io.BytesIO(document))
