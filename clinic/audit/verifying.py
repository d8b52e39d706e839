"""Whether the access log is what was sealed: each way of tampering with it has its own sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from athletes.access.events import EventKind
from clinic.models import AccessLog, AccessSeal

from . import guard
from .cutting import YEAR, first_row_kept
from .sealing import FIRST_ROW, NONE_BEFORE, digest_of, lines_in, root_of, rows_between
from .writing import address_digest

#: Rows that are older and have no seal: the task that seals does not run.
UNSEALED_FOR = timedelta(minutes=15)


@dataclass
class AuditVerdict:
    """rows -- how many were compared; seals -- with how many; waiting -- rows that have no seal yet

    faults -- a sentence for each thing that is not as it was sealed; empty where all is well
    """

    rows: int = 0
    seals: int = 0
    waiting: int = 0
    faults: list[str] = field(default_factory=list)


def verify(anchor: Path, at: datetime) -> AuditVerdict:
    """Compare every row with its seal, every seal with the one before, and all of them with the anchor file."""
    verdict = AuditVerdict()
    verdict.faults += _faults_of_guard()
    seals = list(AccessSeal.objects.order_by("id"))
    verdict.seals = len(seals)
    first_row = first_row_kept() or FIRST_ROW
    verdict.faults += _faults_of_chain(seals, first_row)
    erased = _erased()
    for sealed in seals:
        compared = _Compared(sealed, erased)
        verdict.rows += compared.count
        verdict.faults += compared.faults
    before_all = AccessLog.objects.filter(id__lt=first_row).count()
    if before_all:
        verdict.faults.append(_("{n} rows stand before the first that can be.").format(n=before_all))
    noted = lines_in(anchor)
    cut = _count_cut(seals, noted)
    verdict.faults += _faults_of_cut(seals, noted[:cut], at)
    verdict.faults += _faults_of_anchor(seals, [words[-1] for words in noted[cut:]], anchor)
    last = seals[-1].last_row if seals else 0
    waiting = AccessLog.objects.filter(id__gt=last)
    verdict.waiting = waiting.count()
    if waiting.filter(at__lt=at - UNSEALED_FOR).exists():
        verdict.faults.append(_("Rows have waited more than 15 minutes to be sealed: the task is not running."))
    return verdict


def _faults_of_guard() -> Iterator[str]:
    for name in sorted(guard.missing(connection)):
        yield _("The database does not refuse changes: the trigger {name} is missing.").format(name=name)


def _faults_of_chain(seals: list[AccessSeal], first_row: int) -> Iterator[str]:
    """Each seal holds the one before. first_row -- of the first seal: what came before it went by time"""
    previous, next_row = NONE_BEFORE, first_row
    if seals and first_row != FIRST_ROW:
        previous = seals[0].previous  # which the anchor file has
    for sealed in seals:
        if sealed.digest != digest_of(sealed):
            yield _("Seal {number} was changed.").format(number=sealed.pk)
        if sealed.previous != previous or sealed.first_row != next_row:
            yield _("A seal before seal {number} is missing, or the order was changed.").format(number=sealed.pk)
        previous, next_row = sealed.digest, sealed.last_row + 1


def _erased() -> set[int]:
    """Keys of the people whose addresses were taken out, as the log itself says."""
    found: set[int] = set()
    for athletes in AccessLog.objects.filter(kind=EventKind.ERASED).values_list("athletes", flat=True):
        found.update(athletes)
    return found


class _Compared:
    """The rows of one seal, read once: how many there are, what they hash to, and whether their addresses hold."""

    def __init__(self, sealed: AccessSeal, erased: set[int]) -> None:
        self.count = 0
        self.faults: list[str] = []
        self._erased = erased
        root = root_of(self._counted(sealed))
        place = {"first": sealed.first_row, "last": sealed.last_row}
        missing = sealed.count - self.count
        if missing > 0:
            self.faults.append(_("Rows {first} to {last}: {n} deleted.").format(n=missing, **place))
        elif missing < 0:
            self.faults.append(_("Rows {first} to {last}: {n} inserted.").format(n=-missing, **place))
        elif root != sealed.root:
            self.faults.append(_("Rows {first} to {last}: changed or reordered.").format(**place))

    def _counted(self, sealed: AccessSeal) -> Iterator[AccessLog]:
        for row in rows_between(sealed.first_row, sealed.last_row):
            self.count += 1
            if not self._has_its_address(row):
                self.faults.append(_("Row {number}: the address was changed or removed.").format(number=row.pk))
            yield row

    def _has_its_address(self, row: AccessLog) -> bool:
        if row.address_digest == address_digest(row):
            return True
        is_taken_out = row.address is None and row.request_id is None
        whose = [row.actor_id] if row.actor_id is not None else row.athletes
        return is_taken_out and not self._erased.isdisjoint(whose)


def _count_cut(seals: list[AccessSeal], noted: list[list[str]]) -> int:
    """How many lines of the anchor file are of seals from before the first that is left."""
    for number, words in enumerate(noted):
        if seals and words[-1] == seals[0].digest:
            return number
    return 0


def _faults_of_cut(seals: list[AccessSeal], gone: list[list[str]], at: datetime) -> Iterator[str]:
    """What went by time was as old as the database asks, by the file, and the first seal that is left follows it."""
    if not gone:
        return
    if gone[-1][-1] != seals[0].previous:
        yield _("Seal {number} does not follow what was removed before it.").format(number=seals[0].pk)
    youngest = (at - YEAR * guard.LEAST_YEARS).isoformat()
    early = sum(words[0] > youngest for words in gone)
    if early:
        yield _("The log was cut short: {n} seals are gone that are not {years} years old.").format(
            n=early, years=guard.LEAST_YEARS
        )


def _faults_of_anchor(seals: list[AccessSeal], noted: list[str], file: Path) -> Iterator[str]:
    """The file and the seals say the same, one by one."""
    if seals and not noted:
        yield _("The anchor file {file} is missing or empty.").format(file=file)
        return
    for number, digest in enumerate(noted):
        if number >= len(seals):
            yield _("The log was cut short: {n} seals of the anchor file are gone.").format(n=len(noted) - len(seals))
            return
        if seals[number].digest != digest:
            yield _("Seal {number} is not the one that the anchor file has.").format(number=seals[number].pk)
            return
    if len(noted) < len(seals):
        yield _("The anchor file was cut short: {n} seals are missing from it.").format(n=len(seals) - len(noted))
