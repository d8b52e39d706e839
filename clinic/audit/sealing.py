"""Seals over the access log: what stands in a row is hashed with all before it, and each seal is noted outside.

A seal is SHA-256 without a key, so that whoever has the database and the anchor file can check it, in ten years too and
without a secret of this installation. Whoever can rewrite the database can make new seals; the anchor file shows it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from os import SEEK_END
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from athletes.access.events import EventKind, record_event
from clinic.models import AccessLog, AccessSeal

log = logging.getLogger(__name__)

#: What the first seal has for the digest of the one before.
NONE_BEFORE = "0" * 64
#: The lowest key that a row can have.
FIRST_ROW = 1
#: Seconds between the looks whether those who were writing have ended.
WAITS = (0.1, 0.3, 1, 2)
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = 'clinic_accesslog'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
#: More than a line of the anchor file.
TAIL_BYTES = 1024
#: Rows that are read at once.
CHUNK = 2000
#: Rows under one seal at the most: what is changed is found to be among so many.
BATCH = 10_000


def seal(at: datetime) -> int:
    """Seal every row that nobody can still be writing, and note new seals in the anchor file; returns how many rows.

    Safe to call at any time and by several at once: the second finds nothing to do.
    """
    sealed = 0
    last = _last_settled_row()
    while last is not None and (made := _seal_next(last, at)) is not None:
        sealed += made.count
    note_in_anchor(Path(settings.AUDIT_ANCHOR_FILE))
    return sealed


def _last_settled_row() -> int | None:
    """The highest key under which no lower one can still appear; None where that cannot be said just now.

    On PostgreSQL a row has its key before its transaction ends, and a transaction with a higher key may end first. So
    whoever was writing to the log when the key was read has to have ended.
    """
    last: int | None = AccessLog.objects.order_by("-id").values_list("id", flat=True).first()
    if connection.vendor == "postgresql" and not _have_writers_ended():
        log.info("somebody has been writing for long: the access log is sealed with the next tick")
        return None
    return last


def _have_writers_ended() -> bool:
    """Whether every transaction that writes to the log now ends soon; without a lock that each page would wait for."""
    writers = _writers()
    for seconds in WAITS:
        if not writers:
            return True
        time.sleep(seconds)
        writers &= _writers()
    return not writers


def _writers() -> set[str]:
    """Transactions of others that have added a row, or are about to: they hold the table's lock until they end."""
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {writer for (writer,) in cursor.fetchall()}


def _seal_next(last: int, at: datetime) -> AccessSeal | None:
    """One seal over the rows after the last sealed one, up to ``last``; None where there are none."""
    before = AccessSeal.objects.order_by("-id").first()
    first = before.last_row + 1 if before else FIRST_ROW
    keys = AccessLog.objects.filter(id__gte=first, id__lte=last).order_by("id").values_list("id", flat=True)[:BATCH]
    batch = list(keys)
    if not batch:
        return None
    made = AccessSeal(
        at=at,
        first_row=first,
        last_row=batch[-1],
        count=len(batch),
        root=root_of(rows_between(first, batch[-1])),
        previous=before.digest if before else NONE_BEFORE,
    )
    made.digest = digest_of(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else has just sealed from the same row on
        return None
    return made


# -- hashes ----------------------------------------------------------------------------------


def rows_between(first: int, last: int) -> Iterable[AccessLog]:
    """Rows in the order of their keys, read in chunks."""
    return AccessLog.objects.filter(id__gte=first, id__lte=last).order_by("id").iterator(CHUNK)


def root_of(rows: Iterable[AccessLog]) -> str:
    """SHA-256 over the rows, a line of JSON each."""
    found = hashlib.sha256()
    for row in rows:
        found.update(_line_of(row))
    return found.hexdigest()


def _line_of(row: AccessLog) -> bytes:
    """Everything of the row but the address, which may be taken out, and for which its digest stands."""
    said = [
        row.pk,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.kind,
        row.actor_id,
        row.athletes,
        row.account_id,
        row.action,
        row.note,
        row.address_digest,
        row.once,
    ]
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def digest_of(sealed: AccessSeal) -> str:
    at = sealed.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [at, sealed.first_row, sealed.last_row, sealed.count, sealed.root, sealed.previous]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


# -- the anchor file -------------------------------------------------------------------------


def note_in_anchor(file: Path) -> None:
    """Append a line for each seal that the file does not have yet. What stands there is never written again.

    One writer at a time: two that read the same end would both write what follows.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as anchor:
        flock(anchor, LOCK_EX)
        anchor.writelines(_lines_after(_last_digest(file)))


def _last_digest(file: Path) -> str:
    """Of the newest line, empty where there is none: a file of years is not read whole every minute."""
    with file.open("rb") as anchor:
        anchor.seek(max(0, anchor.seek(0, SEEK_END) - TAIL_BYTES))
        words = anchor.read().split()
    return words[-1].decode("ascii", "replace") if words else ""


def _lines_after(noted: str) -> list[str]:
    missing = AccessSeal.objects.order_by("id")
    if noted:
        last = AccessSeal.objects.filter(digest=noted).first()
        if last is None:
            log.error("the last seal of the anchor file is not in the database: nothing is added to it")
            return []
        missing = missing.filter(id__gt=last.pk)
    lines = []
    for sealed in missing.iterator(CHUNK):
        at = sealed.at.astimezone(UTC).isoformat(timespec="seconds")
        lines.append(f"{at} {sealed.first_row}-{sealed.last_row} {sealed.digest}\n")
    return lines


def lines_in(file: Path) -> list[list[str]]:
    """When each seal was made, over which rows, and its digest, the oldest first; none where there is no file."""
    if not file.exists():
        return []
    lines = [line.split() for line in file.read_text("utf-8", errors="replace").splitlines()]
    return [words for words in lines if words]


def digests_in(file: Path) -> list[str]:
    """The digest of each line, the oldest first; none where there is no file."""
    return [words[-1] for words in lines_in(file)]


def begin_anchor(file: Path, at: datetime) -> Path | None:
    """After a restore: put the file aside and note every seal of the database in a new one; returns where it is now.

    The log itself says when, so that a restore is not a way to cut it in silence.
    """
    aside = None
    if file.exists():
        aside = file.with_name(f"{file.name}.until-{int(at.timestamp())}")
        file.rename(aside)
    record_event(EventKind.ANCHOR_BEGUN)
    note_in_anchor(file)
    return aside
