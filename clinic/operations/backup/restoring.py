"""A backup is read whole and checked, and put back: database first, then files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from pyrage import x25519

from . import media
from .archive import PIECE_BYTES, entries
from .database import Database
from .errors import BackupError
from .making import DATABASE
from .manifest import NAME, Content, Manifest, differing, read_manifest

#: A manifest is small; more than this of it is none.
LONGEST_MANIFEST = 256 * 1024 * 1024


def check(file: Path, *, key: x25519.Identity) -> Manifest:
    """Read a backup from its first to its last byte, and change nothing; returns what it says of itself.

    Raises BackupError where it is cut, damaged or locked for another key, or does not have what it says.
    """
    database, files = Content(), dict[str, list[Any]]()
    manifest = None
    with entries(file, key) as found:
        for name, content in found:
            if name == NAME:
                manifest = read_manifest(content.read(LONGEST_MANIFEST))
            elif name.startswith(media.FOLDER):
                files[str(media.inside(name.removeprefix(media.FOLDER)))] = _summed(content, Content()).to_json()
            else:
                _summed(content, database)
    if manifest is None:
        raise BackupError("The file is no backup of a clinic: it does not say what is in it.")
    wrong = differing({DATABASE: manifest.database, **manifest.media}, {DATABASE: database.to_json(), **files})
    if wrong:
        raise BackupError(f"The backup does not hold what it says: {', '.join(wrong[:5])}.")
    return manifest


def restore(file: Path, *, key: x25519.Identity, manifest: Manifest, database: Database, media_root: Path) -> None:
    """Put a checked backup in the place of all that is there.

    The tables are counted and summed up before they are put in use, and what was there stays where they differ.
    Raises BackupError for another engine, a database in use, and tables that are not as they were.
    """
    refuse_another_engine(manifest, database)
    with database.filling() as tables, media.filling(media_root) as files:
        with entries(file, key) as found:
            for name, content in found:
                if name.startswith(media.FOLDER):
                    files.write(name.removeprefix(media.FOLDER), content)
                elif name != NAME:
                    _copy(content, tables.write)
        tables.finish(manifest.tables)
        files.finish()
    wrong = differing(manifest.media, files_of(media_root))
    if wrong:
        raise BackupError(f"After the restore these files are not as they were: {', '.join(wrong[:5])}.")


def refuse_another_engine(manifest: Manifest, database: Database) -> None:
    if manifest.engine != database.engine:
        raise BackupError(
            f"The backup is of {manifest.engine}, and this clinic runs on {database.engine}. "
            "Set DATABASE_URL to the same engine."
        )


def files_of(root: Path) -> dict[str, list[Any]]:
    """Bytes and sum of every uploaded file."""
    found = {}
    for name in media.names(root):
        with (root / name).open("rb") as content:
            found[name] = _summed(content, Content()).to_json()
    return found


def _summed(content: IO[bytes], total: Content) -> Content:
    _copy(content, total.add)
    return total


def _copy(content: IO[bytes], write: Callable[[bytes], object]) -> None:
    for piece in _pieces(content):
        write(piece)


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(PIECE_BYTES):
        yield piece
