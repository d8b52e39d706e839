"""Training as an athlete does it, through the verb that phone and page use."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from athletes.models import Athlete, Enrollment, Moment, PainReport, Session, SessionStatus
from athletes.records.pain import report_pain
from athletes.records.sessions import Document, Header, SetItem, record, set_id
from athletes.training.targets import offer
from programs.models import Exercise, Prescription
from programs.rules.dose import Load

from .people import MONDAY


def do(session: Session, athlete: Athlete, at: datetime, *, finish: bool = True, load: Load | None = None) -> None:
    """Log every set of a session as prescribed, each with that load where the exercise has one."""
    session.athlete = athlete
    targets = offer(session)
    sets = [
        SetItem(
            id=set_id(session.pk, entry["prescription"], number, side),
            exercise=entry["exercise"],
            number=number,
            rev=1,
            edit_id=uuid.uuid4(),
            target=entry["prescription"],
            side=side,
            reps=None if entry["reps"] is None else entry["reps"][0],
            seconds=entry["seconds"],
            load=load if entry["load_step"] else None,
        )
        for entry in targets.entries
        for number in range(1, entry["sets"] + 1)
        for side in (["left", "right"] if entry["is_unilateral"] else [""])
    ]
    header = Header(rev=1, edit_id=uuid.uuid4(), status=SessionStatus.COMPLETED, session_rpe=6) if finish else None
    record(athlete=athlete, session_id=session.pk, document=Document(targets.id, targets.entries, header, sets), at=at)


def train(
    session: Session,
    ana: Athlete,
    at: datetime,
    *,
    reps_over: int = 0,
    rpe: str = "6",
    load: str = "40",
    effort: int = 6,
) -> None:
    """Every set at the top of its range (or over it), at that effort and load."""
    session.athlete = ana
    targets = offer(session)
    sets = [
        SetItem(
            id=set_id(session.pk, entry["prescription"], number, side), exercise=entry["exercise"], number=number,
            rev=1, edit_id=uuid.uuid4(), target=entry["prescription"], side=side,
            reps=None if entry["reps"] is None else entry["reps"][1] + reps_over, seconds=entry["seconds"],
            load=Load(Decimal(load)) if entry["load_step"] else None, rpe=Decimal(rpe),
        )
        for entry in targets.entries
        for number in range(1, entry["sets"] + 1)
        for side in (["left", "right"] if entry["is_unilateral"] else [""])
    ]  # fmt: skip
    header = Header(rev=1, edit_id=uuid.uuid4(), status="completed", session_rpe=effort)
    record(athlete=ana, session_id=session.pk, document=Document(targets.id, targets.entries, header, sets), at=at)
    session.refresh_from_db()


def steady(enrollment: Enrollment) -> None:
    """Every week asks for the same with a load, so that nothing but the athlete moves."""
    rows = Prescription.objects.filter(workout__program=enrollment.program).select_related("exercise")
    for row in rows.prefetch_related("doses"):
        same = Exercise.objects.filter(pattern=row.exercise.pattern, measure="reps", load_step_kg__lte=4)
        row.exercise = next((each for each in same if each.is_loaded), row.exercise)
        row.save()
        first, *others = row.doses.order_by("week__number")
        for dose in others:
            for name in ("sets", "reps_low", "reps_high", "seconds", "rpe_low", "rpe_high", "tempo", "load_kg"):
                setattr(dose, name, getattr(first, name))
            dose.save()


def open_kinds(athlete: Athlete) -> list[str]:
    """The kinds of the flags that nobody has resolved, one for each flag."""
    return sorted(athlete.flags.open().values_list("kind", flat=True))


def hurt(
    ana: Athlete,
    score: int,
    *,
    days: int = 0,
    moment: str = Moment.DURING,
    region: str = "knee",
    side: str = "left",
    session: Session | None = None,
    **more: Any,
) -> PainReport:
    """Pain reported so many days after the first Monday."""
    at = MONDAY + timedelta(days=days)
    return report_pain(
        athlete=ana, report_id=uuid.uuid4(), score=score, region=region, side=side, moment=moment, session=session,
        at=at, **more,
    )  # fmt: skip
