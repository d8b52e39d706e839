"""Weeks of real training for many athletes, quickly: what verbs do one by one stands in a few statements here."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, PainReport, Session, SessionStatus, SetLog
from athletes.training.targets import freeze, offer
from programs.models import Dose

#: Of each athlete so many sessions have the targets of their plan; those before, none: nobody opens them.
WITH_TARGETS = 2


def train(athletes: Sequence[Athlete], at: datetime) -> None:
    """Every session up to today was done, one in eight missed; pain after one in three; then the rules have looked.

    The same for each run: what is random begins with the athlete's number.
    """
    for athlete in athletes:
        rng = random.Random(athlete.user.email)
        due = Session.objects.filter(athlete=athlete, status=SessionStatus.PLANNED, planned_on__lt=athlete.today(at))
        sessions = list(due.select_related("week", "workout", "enrollment").order_by("planned_on"))
        done = [session for session in sessions if rng.random() > 1 / 8]
        for session in done:
            _finish(session, athlete, at, has_targets=session in done[-WITH_TARGETS:])
        Session.objects.bulk_update(done, ["status", "targets", "opened_at", "finished_at", "received_at"])
        sets: list[SetLog] = []
        for session in done:
            sets += _sets_of(session)
        SetLog.objects.bulk_create(sets)
        hurt = [session for session in done if rng.random() < 1 / 3]
        PainReport.objects.bulk_create(_pain_after(session, rng.randint(1, 5)) for session in hurt)
    for athlete in athletes:
        evaluate(athlete, at)


def _finish(session: Session, athlete: Athlete, at: datetime, *, has_targets: bool) -> None:
    session.athlete = athlete
    if has_targets:
        freeze(session, offer(session))
    else:
        session.targets = {"id": "", "entries": []}
    ended = at - timedelta(days=(athlete.today(at) - session.planned_on).days)
    session.status = SessionStatus.COMPLETED
    session.opened_at = ended - timedelta(minutes=40)
    session.finished_at = session.received_at = ended


def _sets_of(session: Session) -> list[SetLog]:
    """Three of each exercise that the session's week has."""
    sets = []
    doses = Dose.objects.filter(week=session.week_id, prescription__workout=session.workout_id)
    for dose in doses.select_related("prescription"):
        for number in (1, 2, 3):
            performed = SetLog(
                id=uuid.uuid4(), session=session, athlete_id=session.athlete_id, number=number, reps=8, load_kg=24,
                exercise_id=dose.prescription.exercise_id, prescription_id=dose.prescription_id,
                performed_on=session.planned_on, received_at=session.finished_at, edit_id=uuid.uuid4(),
            )  # fmt: skip
            sets.append(performed)
    return sets


def _pain_after(session: Session, score: int) -> PainReport:
    return PainReport(
        athlete_id=session.athlete_id, session=session, region="knee", side="left", score=score, moment="after",
        reported_on=session.planned_on, reported_at=session.finished_at,
    )  # fmt: skip
