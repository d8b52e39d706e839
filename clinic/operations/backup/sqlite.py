"""SQLite: a copy by ``VACUUM INTO``, which is whole whatever is written meanwhile, and back by SQLite's own backup."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from .archive import PIECE_BYTES
from .errors import BackupError
from .manifest import ACCOUNTS, LEFT_EMPTY, TableSum, differing
from .migrations import applied

#: Seconds to wait for a writer.
PATIENCE = 60
#: Folders with a copy, and the seconds after which nobody works in one any more.
BESIDE, LEFT_AFTER = ".backup-", 24 * 3600


class SQLite:
    engine = "sqlite"

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def version(self) -> str:
        return sqlite3.sqlite_version

    @contextmanager
    def snapshot(self) -> Iterator[SQLiteSnapshot]:
        """The copy lies beside the database, as safe as that, while it is read."""
        if not self.path.exists():
            raise BackupError(f"There is no database at {self.path}.")
        with self._folder_beside() as folder:
            copy = Path(folder) / "copy.sqlite3"
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as source:
                source.execute("VACUUM INTO ?", [str(copy)])
            with closing(sqlite3.connect(copy, isolation_level=None)) as database:
                database.execute("PRAGMA secure_delete=ON")
                for table in LEFT_EMPTY.intersection(_tables(database)):
                    database.execute(f'DELETE FROM "{table}"')  # noqa: S608 - one of our own
                yield SQLiteSnapshot(database, copy)

    def people(self) -> int:
        if not self.path.exists():
            return 0
        with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as database:
            tables = _tables(database)
            if not tables:
                return 0
            if ACCOUNTS not in tables:
                raise BackupError(f"{self.path} is no clinic's: it has other tables, and stays as it is.")
            return int(database.execute("SELECT count(*) FROM athletes_user").fetchone()[0])

    @contextmanager
    def filling(self) -> Iterator[SQLiteFilling]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._folder_beside() as folder:
            copy = Path(folder) / "copy.sqlite3"
            with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
                yield SQLiteFilling(out, copy, self.path)

    def _folder_beside(self) -> TemporaryDirectory[str]:
        """For its owner only, gone at the end; what a process that was killed has left goes now."""
        for left in self.path.parent.glob(f"{BESIDE}*"):
            if time.time() - left.stat().st_mtime > LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)
        return TemporaryDirectory(dir=self.path.parent, prefix=BESIDE)


class SQLiteSnapshot:
    def __init__(self, database: sqlite3.Connection, file: Path) -> None:
        self._database, self._file = database, file

    def sums(self) -> dict[str, list[Any]]:
        return _sums(self._database)

    def migrations(self) -> list[str]:
        return applied(self._database, _tables(self._database))

    def pieces(self) -> Iterator[bytes]:
        with self._file.open("rb") as content:
            while piece := content.read(PIECE_BYTES):
                yield piece


class SQLiteFilling:
    def __init__(self, out: IO[bytes], copy: Path, target: Path) -> None:
        self._out, self._copy, self._target = out, copy, target

    def write(self, piece: bytes) -> None:
        self._out.write(piece)

    def finish(self, sums: dict[str, list[Any]]) -> None:
        """In one transaction of the database in use: who reads it meanwhile sees the former or the new one, whole."""
        self._out.close()
        with closing(sqlite3.connect(self._copy)) as copy:
            wrong = differing(sums, _sums(copy))
            if wrong:
                raise BackupError(f"Not as it was: {', '.join(wrong)}. Nothing was changed.")
            with closing(sqlite3.connect(self._target, timeout=PATIENCE)) as target:
                copy.backup(target)
                wrong = differing(sums, _sums(target))
        if wrong:
            raise BackupError(f"After the restore these tables are not as they were: {', '.join(wrong)}.")


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return [name for (name,) in rows]


def _sums(database: sqlite3.Connection) -> dict[str, list[Any]]:
    found = {}
    for table in _tables(database):
        total = TableSum()
        for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name that the database gave
            total.add(repr(row).encode())
        found[table] = total.to_json()
    return found
