"""Training as an athlete does it, through the verb that phone and page use."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from athletes.enrollment.return_to_training import Terms, return_to_training, weeks_to_begin_with
from athletes.models import (
    Athlete,
    Criterion,
    CriterionAnswer,
    Enrollment,
    Moment,
    PainReport,
    ReturnToTraining,
    Session,
    SessionStatus,
    User,
)
from athletes.records.pain import report_pain
from athletes.records.sessions import Document, Header, record_session
from athletes.records.sets import SetItem, set_id
from athletes.training.targets import offer
from programs.models import Exercise, Prescription
from programs.rules.prescription.dose import Load

from .people import MONDAY


def do(session: Session, athlete: Athlete, at: datetime, *, finish: bool = True, load: Load | None = None) -> None:
    """Log every set of a session as prescribed, each with that load where the exercise has one."""
    session.athlete = athlete
    offered = offer(session)
    sets = [
        SetItem(
            id=set_id(session.pk, target.prescription_id, number, side),
            exercise=target.exercise_slug,
            number=number,
            rev=1,
            edit_id=uuid.uuid4(),
            prescription_id=target.prescription_id,
            side=side,
            reps=None if target.is_timed else target.least_amount,
            seconds=target.seconds,
            load=load if target.takes_load else None,
        )
        for target in offered.targets
        for number in range(1, target.sets + 1)
        for side in target.sides
    ]
    header = Header(rev=1, edit_id=uuid.uuid4(), status=SessionStatus.COMPLETED, session_rpe=6) if finish else None
    record_session(athlete=athlete, session_id=session.pk, document=Document(offered, header, sets), at=at)


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
    offered = offer(session)
    sets = [
        SetItem(
            id=set_id(session.pk, target.prescription_id, number, side), exercise=target.exercise_slug, number=number,
            rev=1, edit_id=uuid.uuid4(), prescription_id=target.prescription_id, side=side,
            reps=None if target.is_timed else target.most_amount + reps_over, seconds=target.seconds,
            load=Load(Decimal(load)) if target.takes_load else None, rpe=Decimal(rpe),
        )
        for target in offered.targets
        for number in range(1, target.sets + 1)
        for side in target.sides
    ]  # fmt: skip
    header = Header(rev=1, edit_id=uuid.uuid4(), status="completed", session_rpe=effort)
    record_session(athlete=ana, session_id=session.pk, document=Document(offered, header, sets), at=at)
    session.refresh_from_db()


DOSE_FIELDS = ("sets", "reps_low", "reps_high", "seconds", "rpe_low", "rpe_high", "tempo", "load_kg")


def steady(enrollment: Enrollment) -> None:
    """Every week asks for the same with a load, so that nothing but the athlete moves."""
    rows = Prescription.objects.filter(workout__program=enrollment.program).select_related("exercise")
    for row in rows:
        same = Exercise.objects.filter(pattern=row.exercise.pattern, measure="reps", load_step_kg__lte=4)
        row.exercise = next((each for each in same if each.is_loaded), row.exercise)
        row.save()
        first = row.doses.order_by("week__number").values(*DOSE_FIELDS).first()
        row.doses.update(**first)


def open_kinds(athlete: Athlete) -> list[str]:
    """The kinds of the flags that nobody has resolved, one for each flag."""
    return sorted(athlete.flags.open().values_list("kind", flat=True))


def go_back(athlete: Athlete, by: User, at: datetime, **terms: Any) -> ReturnToTraining:
    """The return to training, signed with everything met, as of that day."""
    met = dict.fromkeys(Criterion.values, CriterionAnswer.MET)
    weeks = weeks_to_begin_with(athlete)
    usual: dict[str, Any] = {"found": "Imaging is clear.", "from_on": athlete.today(at), "criteria": met}
    usual |= {"week": weeks[0].number if weeks else None, "cleared_by": "Dr. Ray", "cleared_on": athlete.today(at)}
    shown = [str(stop.pk) for stop in athlete.flags.open().stops()]
    return return_to_training(athlete=athlete, shown=shown, terms=Terms(**usual | terms), by=by, at=at)


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
