"""Sets as the phone states them, merged into a session; values that lose stay readable in SetEdit."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models.functions import Coalesce

from athletes.models import Session, SetEdit, SetLog, Side
from athletes.training.targets import frozen_targets
from programs.models import Exercise
from programs.rules.prescription.dose import Load

from .clock import when_done
from .merge import Verdict, verdict_on

#: No session is longer: a phone's clock that jumped measures nothing.
LONGEST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class SetItem:
    """One set as the phone states it. load is in the unit that was typed; rpe 1-10 in halves.

    prescription_id -- the target that it answers; None for an extra set
    """

    id: uuid.UUID
    exercise: str
    number: int
    rev: int
    edit_id: uuid.UUID
    prescription_id: int | None = None
    side: str = Side.BOTH
    reps: int | None = None
    seconds: int | None = None
    load: Load | None = None
    rpe: Decimal | None = None
    is_deleted: bool = False
    done_at: datetime | None = None


def set_id(session_id: uuid.UUID, prescription_id: int, number: int, side: str) -> uuid.UUID:
    """The identity of a prescribed set, the same on every phone: uuid5(session, "prescription/number/side")."""
    return uuid.uuid5(session_id, f"{prescription_id}/{number}/{side}")


# -- merging ---------------------------------------------------------------------------------


@dataclass(slots=True)
class SetChanges:
    """What a document changes on sets; stored at once at the end.

    winners -- the stored set for each stale one
    """

    verdicts: dict[uuid.UUID, Verdict] = field(default_factory=dict)
    rows: dict[uuid.UUID, SetLog] = field(default_factory=dict)
    edits: list[SetEdit] = field(default_factory=list)
    winners: dict[uuid.UUID, SetLog] = field(default_factory=dict)

    def replace(self, former: SetLog | None, row: SetLog, at: datetime) -> None:
        """The row wins; what it replaces stays readable."""
        self.rows[row.pk] = row
        if former is not None:
            self.edits.append(_edit_of(former, SetEdit.Outcome.FORMER, at))

    def reject(self, row: SetLog, winner: SetLog, at: datetime) -> None:
        """The row arrived too late; it stays readable too."""
        self.winners[row.pk] = winner
        self.edits.append(_edit_of(row, SetEdit.Outcome.LOSING, at))

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


def merge_sets(session: Session, items: Sequence[SetItem], at: datetime) -> SetChanges:
    """A verdict for each set, and what is to be stored: the highest (rev, edit_id) of each. Nothing is stored yet.

    Invalid are a set of another session and one of an exercise that the library does not have.
    Two queries.
    """
    changes = SetChanges()
    current = SetLog.objects.in_bulk([item.id for item in items])
    exercises = _exercise_ids(items)
    for item in items:
        stored = current.get(item.id)
        exercise_id = exercises.get(item.exercise)
        if exercise_id is None or _is_of_another(stored, session):
            changes.verdicts[item.id] = Verdict.INVALID
            continue
        row = _row(session, item, exercise_id, stored, at)
        verdict = verdict_on(item, stored)
        changes.verdicts[item.id] = verdict
        if verdict == Verdict.APPLIED:
            current[item.id] = row
            changes.replace(stored, row, at)
        elif verdict == Verdict.STALE and stored is not None:
            changes.reject(row, stored, at)
    return changes


def _is_of_another(stored: SetLog | None, session: Session) -> bool:
    return stored is not None and stored.session_id != session.pk


def _exercise_ids(items: Iterable[SetItem]) -> dict[str, int]:
    """By the slug that the phone has: what was merged since is the exercise that it was merged into."""
    slugs = {item.exercise for item in items}
    kept = Coalesce("merged_into", "pk")
    return dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", kept))


def _row(session: Session, item: SetItem, exercise_id: int, former: SetLog | None, at: datetime) -> SetLog:
    row = SetLog(
        id=item.id,
        session=session,
        athlete_id=session.athlete_id,
        exercise_id=exercise_id,
        prescription_id=item.prescription_id,
        number=item.number,
        side=item.side,
        reps=item.reps,
        seconds=item.seconds,
        rpe=item.rpe,
        performed_on=session.athlete.today(when_done(item.done_at, at)),
        done_at=item.done_at,
        received_at=at,
        rev=item.rev,
        edit_id=item.edit_id,
        is_deleted=item.is_deleted,
    )
    if item.load is not None:
        row.load_kg, row.load_unit = item.load.kg, item.load.unit
    if former is not None:
        row.exercise_id = former.exercise_id
    if former is not None and not former.is_deleted:  # a correction does not move when the set was done
        row.done_at, row.received_at = former.done_at, former.received_at
    return row


def _edit_of(row: SetLog, outcome: str, at: datetime) -> SetEdit:
    return SetEdit(
        athlete_id=row.athlete_id,
        set_log_id=row.pk,
        outcome=outcome,
        rev=row.rev,
        edit_id=row.edit_id,
        values={
            "amount": row.amount,
            "rpe": None if row.rpe is None else str(row.rpe),
            "is_deleted": row.is_deleted,
        },
        at=at,
    )


# -- adding up -------------------------------------------------------------------------------


def minutes_of(sets: Iterable[SetLog]) -> int | None:
    """Minutes from the first to the last set, by the phone's clock (a wrong one still measures); None below two."""
    times: list[datetime] = []
    for row in sets:
        if not row.is_deleted:
            times.append(row.done_at or row.received_at)
    if len(times) < 2:
        return None
    minutes = round((max(times) - min(times)).total_seconds() / 60)
    return min(LONGEST_MINUTES, minutes)


def sets_to_do(session: Session) -> tuple[int, int]:
    """Of what is not left out: the prescribed sets that are done, and all of them, as the session's own page counts."""
    left_out = set(session.swaps.standing().filter(instead=None).values_list("prescription_id", flat=True))
    count = sum(target.sets for target in frozen_targets(session) if target.prescription_id not in left_out)
    return done_sets(session, session.sets.kept().exclude(prescription_id__in=left_out)), count


def done_sets(session: Session, sets: Iterable[SetLog]) -> int:
    """How many of the prescribed sets are done; a one-sided set counts when both sides are, and one more counts not.

    The sides are those of the exercise that was done: a swap may be to one with both sides at once.
    """
    prescribed: dict[int | None, int] = {}
    for target in frozen_targets(session):
        prescribed[target.prescription_id] = target.sets
    sides_of_set: dict[tuple[int | None, int], set[str]] = defaultdict(set)
    for row in sets:
        if row.number <= prescribed.get(row.prescription_id, 0) and not row.is_deleted:
            sides_of_set[row.prescription_id, row.number].add(row.side)
    done = 0
    for sides in sides_of_set.values():
        if Side.BOTH in sides or len(sides) == 2:
            done += 1
    return done
