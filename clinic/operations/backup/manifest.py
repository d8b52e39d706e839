"""What a backup says of itself, as its last entry: of what, when, and sums by which it is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from .errors import BackupError

#: The table without which a database is no clinic's.
ACCOUNTS = "athletes_user"
NAME = "manifest.json"
FORMAT = 1
#: Who is signed in, and what is only kept to be fast: nobody is signed in by a backup, and no token that was revoked
#: since then opens anything again.
LEFT_EMPTY = frozenset({"django_session", "clinic_cache", "clinic_apitoken"})
_MODULUS = 1 << 256


@dataclass
class TableSum:
    """How many rows a table has, and a sum over their contents that does not know their order.

    The order of text is each server's own: a sum over sorted rows would differ where nothing else does.
    """

    rows: int = 0
    total: int = 0

    def add(self, row: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(row).digest())) % _MODULUS

    def to_json(self) -> list[Any]:
        return [self.rows, f"{self.total:064x}"]


@dataclass
class Content:
    """A stream as it passes: its length and its sum."""

    size: int = 0
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)

    def passing(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.add(piece)
            yield piece

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self._hash.update(piece)

    def to_json(self) -> list[Any]:
        return [self.size, self._hash.hexdigest()]


@dataclass(frozen=True)
class Manifest:
    """tables -- rows and sum by table; database -- bytes and sum of the dump; media -- bytes and sum by file

    migrations -- names as Django knows them, which say to which releases the tables belong
    """

    engine: str
    engine_version: str
    release: str
    created_at: datetime
    migrations: list[str]
    tables: dict[str, list[Any]]
    database: list[Any]
    media: dict[str, list[Any]]
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        document = asdict(self) | {"created_at": self.created_at.isoformat()}
        return json.dumps(document, indent=1, sort_keys=True).encode()

    def in_words(self) -> str:
        rows = sum(rows for rows, _total in self.tables.values())
        return f"{len(self.tables)} tables, {rows:,} rows, {len(self.media):,} uploaded files"


def read_manifest(content: bytes) -> Manifest:
    """Raises BackupError for a format of a later release."""
    document = json.loads(content)
    if document["format"] != FORMAT:
        raise BackupError(f"The backup has format {document['format']}; this release reads {FORMAT}.")
    return Manifest(**document | {"created_at": datetime.fromisoformat(document["created_at"])})


def differing(wanted: Mapping[str, list[Any]], found: Mapping[str, list[Any]]) -> list[str]:
    """The names whose rows or sums are not the same, or that are on one side only."""
    names = sorted(wanted.keys() | found.keys())
    return [name for name in names if wanted.get(name) != found.get(name)]
