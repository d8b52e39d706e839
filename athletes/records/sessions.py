"""Verbs that record sessions. The phone's document and the page without script use the same one.

Every item of a document (the header, each set) carries ``rev`` and ``edit_id``; the highest pair
wins, never the clock. The same document twice writes nothing the second time. Values that lose
stay readable in SetEdit.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from athletes.errors import NotTheirsError
from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, Session, SessionStatus, SetEdit, SetLog, Side
from athletes.training.swaps import SwapItem, merge_swaps
from athletes.training.targets import Json, is_genuine, offer
from programs.models import Exercise, SwapReason
from programs.rules.dose import Load

#: A session with fewer of its sets than this counts as partial (product.md 2) [D].
PARTIAL_BELOW = Decimal("0.75")
#: How long a finished session's header may still be changed.
CHANGEABLE = timedelta(hours=24)

APPLIED, DUPLICATE, STALE, INVALID = "applied", "duplicate", "stale", "invalid"


@dataclass(frozen=True, slots=True)
class SetItem:
    """One set as the phone states it. load is in the unit that was typed; rpe 1-10 in halves."""

    id: uuid.UUID
    exercise: str
    number: int
    rev: int
    edit_id: uuid.UUID
    target: int | None = None
    side: str = Side.BOTH
    reps: int | None = None
    seconds: int | None = None
    load: Load | None = None
    rpe: Decimal | None = None
    is_deleted: bool = False
    done_at: datetime | None = None

    @property
    def version(self) -> tuple[int, str]:
        return self.rev, str(self.edit_id)


@dataclass(frozen=True, slots=True)
class Header:
    """The session itself as the phone states it. minutes and session_rpe (0-10) may be unknown yet."""

    rev: int
    edit_id: uuid.UUID
    status: str = SessionStatus.OPEN
    session_rpe: int | None = None
    minutes: int | None = None
    note: str = ""
    excuse: str = ""

    @property
    def version(self) -> tuple[int, str]:
        return self.rev, str(self.edit_id)


@dataclass(frozen=True, slots=True)
class Document:
    """What one PUT says. targets -- the offer that was used, given back until it is frozen."""

    targets_id: str = ""
    targets: list[Json] | None = None
    header: Header | None = None
    sets: list[SetItem] = field(default_factory=list)
    swaps: list[SwapItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a document: the session as it is now, and a verdict for each item."""

    session: Session
    header: str | None
    sets: dict[uuid.UUID, str]
    winners: dict[uuid.UUID, SetLog]
    """The stored set for each stale one."""
    swaps: dict[int, str]
    """A verdict for each target that was swapped."""


def set_id(session_id: uuid.UUID, prescription: int, number: int, side: str) -> uuid.UUID:
    """The identity of a prescribed set, the same on every phone: uuid5(session, "prescription/number/side")."""
    return uuid.uuid5(session_id, f"{prescription}/{number}/{side}")


@transaction.atomic
def record(
    *, athlete: Athlete, session_id: uuid.UUID, document: Document, at: datetime, is_history: bool = False
) -> Recorded:
    """Merge a document into its session; create an extra session for an id that nobody knows.

    The first item that applies opens the session and freezes its targets.
    A set that belongs to another session is refused alone.
    is_history -- a former log that is brought in: the rules look once, at what comes last
    Raises NotTheirsError when the session belongs to somebody else, or when the document says
    nothing about a session that nobody knows.
    """
    session, is_new = _claim(athlete, session_id, at, may_create=bool(document.header or document.sets))
    header = _verdict_on(document.header, (session.rev, str(session.edit_id)) if session.edit_id else None)
    swaps = merge_swaps(session, document.swaps, at, entries=_offered(session, document))
    stored = {row.pk: row for row in SetLog.objects.filter(pk__in=[item.id for item in document.sets])}
    changes = _merge_sets(session, document.sets, stored, at)
    if header == APPLIED or changes.rows:
        if changes.rows or (document.header and document.header.status != SessionStatus.SKIPPED):
            _open(session, document, at)
        if header == APPLIED and document.header:
            _apply_header(session, document.header, at)
        changes.store()
        _sum_up(session, document.header)
        session.save()
        if not is_history and header == APPLIED and session.status in (SessionStatus.COMPLETED, SessionStatus.SKIPPED):
            evaluate(athlete, at)
    elif is_new:
        session.delete()
    else:
        changes.store()
    return Recorded(session, header, changes.verdicts, changes.winners, swaps)


def _claim(athlete: Athlete, session_id: uuid.UUID, at: datetime, *, may_create: bool) -> tuple[Session, bool]:
    """The session's row, locked until the end of the transaction (SQLite locks the file), and whether it is new."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("week", "workout")
    session: Session | None = rows.filter(pk=session_id).first()
    is_new = False
    if session is None and may_create:
        extra = {"athlete": athlete, "planned_on": athlete.today(at)}
        session, is_new = rows.get_or_create(pk=session_id, defaults=extra)
    if session is None or session.athlete_id != athlete.pk:
        raise NotTheirsError
    session.athlete = athlete
    return session, is_new


def _verdict_on(item: Header | SetItem | None, stored: tuple[int, str] | None) -> str | None:
    if item is None:
        return None
    if stored is None or item.version > stored:
        return APPLIED
    return DUPLICATE if item.version == stored else STALE


# -- sets ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Changes:
    """What a document changes on sets; stored at once at the end."""

    verdicts: dict[uuid.UUID, str] = field(default_factory=dict)
    rows: dict[uuid.UUID, SetLog] = field(default_factory=dict)
    edits: list[SetEdit] = field(default_factory=list)
    winners: dict[uuid.UUID, SetLog] = field(default_factory=dict)

    def store(self) -> None:
        if self.rows:
            SetLog.objects.bulk_create(
                self.rows.values(), update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED_COLUMNS
            )
        if self.edits:
            SetEdit.objects.bulk_create(self.edits, ignore_conflicts=True)


_UPDATED_COLUMNS = [
    "reps",
    "seconds",
    "load_kg",
    "load_unit",
    "rpe",
    "done_at",
    "received_at",
    "rev",
    "edit_id",
    "is_deleted",
]


def _merge_sets(session: Session, items: Iterable[SetItem], stored: dict[uuid.UUID, SetLog], at: datetime) -> _Changes:
    changes = _Changes()
    exercises = _exercise_ids(items)
    current = dict(stored)
    for item in items:
        row = current.get(item.id)
        verdict = _verdict_on(item, (row.rev, str(row.edit_id)) if row else None)
        if item.exercise not in exercises or (row is not None and row.session_id != session.pk):
            verdict = INVALID
        changes.verdicts[item.id] = verdict or INVALID
        if verdict == APPLIED:
            if row is not None:
                changes.edits.append(_edit_of(row, SetEdit.Outcome.FORMER, at))
            current[item.id] = changes.rows[item.id] = _row(session, item, exercises[item.exercise], row, at)
        elif verdict == STALE and row is not None:
            changes.winners[item.id] = row
            losing = _row(session, item, exercises[item.exercise], row, at)
            changes.edits.append(_edit_of(losing, SetEdit.Outcome.LOSING, at))
    return changes


def _exercise_ids(items: Iterable[SetItem]) -> dict[str, int]:
    slugs = {item.exercise for item in items}
    return dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}


def _row(session: Session, item: SetItem, exercise_id: int, former: SetLog | None, at: datetime) -> SetLog:
    load = item.load
    first = former if former and not former.is_deleted else None  # a correction does not move when it was done
    return SetLog(
        id=item.id,
        session=session,
        athlete_id=session.athlete_id,
        exercise_id=former.exercise_id if former else exercise_id,
        target=item.target,
        number=item.number,
        side=item.side,
        reps=item.reps,
        seconds=item.seconds,
        load_kg=load.kg if load else None,
        load_unit=load.unit if load else "kg",
        rpe=item.rpe,
        performed_on=session.athlete.today(_performed_at(item, at)),
        done_at=first.done_at if first else item.done_at,
        received_at=first.received_at if first else at,
        rev=item.rev,
        edit_id=item.edit_id,
        is_deleted=item.is_deleted,
    )


#: How far the phone's clock may be from the server's to say on which day a set was done.
TRUSTED_PAST, TRUSTED_FUTURE = timedelta(days=14), timedelta(hours=1)


def _performed_at(item: SetItem, at: datetime) -> datetime:
    """When a set was done: by the phone's clock where that is believable, else when it arrived."""
    done_at = item.done_at
    return done_at if done_at and at - TRUSTED_PAST <= done_at <= at + TRUSTED_FUTURE else at


def _edit_of(row: SetLog, outcome: str, at: datetime) -> SetEdit:
    values: dict[str, Any] = {
        "amount": row.amount,
        "rpe": None if row.rpe is None else str(row.rpe),
        "is_deleted": row.is_deleted,
    }
    return SetEdit(
        athlete_id=row.athlete_id,
        set_log_id=row.pk,
        outcome=outcome,
        rev=row.rev,
        edit_id=row.edit_id,
        values=values,
        at=at,
    )


# -- the session itself ----------------------------------------------------------------------


def _offered(session: Session, document: Document) -> list[Json] | None:
    """The genuine offer that the phone used, before the session keeps its own; None for today's."""
    if session.is_begun or document.targets is None:
        return None
    return document.targets if is_genuine(session, document.targets_id, document.targets) else None


def _open(session: Session, document: Document, at: datetime) -> None:
    """Freeze the targets and note the beginning, once.

    Exactly the offer that the phone used, when it gives a genuine one back; else today's.
    """
    if session.is_begun:
        return
    if entries := _offered(session, document):
        session.targets = {"id": document.targets_id, "entries": entries}
    else:
        today = offer(session)
        session.targets = {"id": today.id, "entries": today.entries}
    session.opened_at = at
    if session.status == SessionStatus.PLANNED:
        session.status = SessionStatus.OPEN


def _apply_header(session: Session, header: Header, at: datetime) -> None:
    session.rev, session.edit_id = header.rev, header.edit_id
    session.note = header.note
    if session.finished_at and at > session.finished_at + CHANGEABLE:
        return  # effort and minutes are fixed after a day; a note may always be added
    session.session_rpe = header.session_rpe
    session.excuse = header.excuse
    if header.status == SessionStatus.COMPLETED:
        session.finished_at = session.finished_at or at
    if header.status != SessionStatus.OPEN or session.finished_at is None:
        session.status = header.status
    session.minutes = header.minutes


def _sum_up(session: Session, header: Header | None) -> None:
    """What a finished session adds up to: minutes where none were stated, and whether it is partial."""
    if session.status != SessionStatus.COMPLETED:
        return
    sets = list(SetLog.objects.kept().filter(session=session))
    if session.minutes is None:
        session.minutes = minutes_of(sets)
    if session.target_sets:
        is_short = session.swaps.standing().filter(reason=SwapReason.TIME, instead=None).exists()
        done = Decimal(done_sets(session, sets)) / session.target_sets
        session.is_partial = is_short or done < PARTIAL_BELOW


def minutes_of(sets: Iterable[SetLog]) -> int | None:
    """Minutes from the first to the last set, by the phone's clock (a wrong one still measures); None below two."""
    times = sorted(row.done_at or row.received_at for row in sets if not row.is_deleted)
    if len(times) < 2:
        return None
    return min(600, round((times[-1] - times[0]).total_seconds() / 60))


def done_sets(session: Session, sets: Iterable[SetLog]) -> int:
    """How many of the prescribed sets are done; a one-sided set counts when both sides are.

    The sides are those of the exercise that was done: a swap may be to one with both sides at once.
    """
    targets = {entry["prescription"] for entry in (session.targets or {}).get("entries", [])}
    sides: dict[tuple[int | None, int], set[str]] = {}
    for row in sets:
        if not row.is_deleted and row.target in targets:
            sides.setdefault((row.target, row.number), set()).add(row.side)
    return sum(Side.BOTH in done or len(done) == 2 for done in sides.values())
