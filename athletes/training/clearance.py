"""Verbs of the plyometric gate: the therapist clears an athlete, or takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.localtime import monday_of
from athletes.models import (
    Assessment,
    AssessmentKind,
    Athlete,
    Clearance,
    FlagKind,
    Moment,
    PlyometricStep,
    Session,
    SessionStatus,
    User,
)
from athletes.models.sessions import completed_of
from programs.models.prepared import prepared
from programs.rules.plyometrics import GateFacts, Met, gate
from programs.rules.thresholds import Thresholds

from .adherence import adherence


@transaction.atomic
def clear(*, athlete: Athlete, by: User, at: datetime, step: int = PlyometricStep.LAND_AND_BOUNCE) -> Clearance:
    """Plyometric rows join this athlete's sessions, from the next one not yet begun.

    step -- where plyometrics start, 1 to 5 (clinical.md 3.3).
    Raises RefusedError when the athlete is cleared already.
    """
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    if is_cleared(athlete):
        raise RefusedError(_("{name} is already cleared.").format(name=athlete), field="step")
    return Clearance.objects.create(athlete=athlete, step=step, cleared_by=by, cleared_at=at)


@transaction.atomic
def set_step(*, athlete: Athlete, by: User, at: datetime, step: int) -> Clearance:
    """Plyometrics stand on another step from now on: a new clearance takes the place of the one that stands.

    Raises RefusedError where nobody has cleared the athlete, or the step is the same.
    """
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    standing = athlete.clearances.standing().first()
    if standing is None:
        raise RefusedError(_("{name} is not cleared for plyometrics.").format(name=athlete), field="step")
    if standing.step == step:
        raise RefusedError(_("Plyometrics stand on this step already."), field="step")
    withdraw(athlete=athlete, by=by, at=at)
    return Clearance.objects.create(athlete=athlete, step=step, cleared_by=by, cleared_at=at)


@transaction.atomic
def withdraw(*, athlete: Athlete, by: User, at: datetime) -> None:
    """Plyometric rows wait again, from the next session not yet begun. Without a clearance nothing happens."""
    athlete.clearances.standing().update(withdrawn_by=by, withdrawn_at=at)


def is_cleared(athlete: Athlete) -> bool:
    """Whether a clearance stands; one query, and none where the athlete was read with the answer."""
    if "is_cleared" in vars(athlete):
        return bool(vars(athlete)["is_cleared"])
    return bool(_standing(athlete=athlete.pk))


@prepared
def _standing(*, athlete: int) -> QuerySet[Clearance, int]:
    return Clearance.objects.standing().filter(athlete=athlete).order_by().values_list("pk", flat=True)[:1]


def gate_of(athlete: Athlete, at: datetime, numbers: Thresholds) -> list[Met]:
    """Each condition of the plyometric gate with its figure (clinical.md 3.2); five queries."""
    return gate(_facts(athlete, athlete.today(at), numbers), numbers)


def _facts(athlete: Athlete, today: date, numbers: Thresholds) -> GateFacts:
    returned_on = athlete.returned_on or date.min  # after a stop every window begins anew
    first = max(today - timedelta(weeks=numbers.gate_weeks_window), returned_on)
    sessions = list(athlete.sessions.counted().between(first, today))
    since = max(today - timedelta(days=numbers.gate_pain_days), returned_on)
    pain_by_day, pain_by_morning = _worst_pain(athlete, since)
    if _never_hurt(sessions, since, numbers):
        pain_by_day = pain_by_day or 0
        if pain_by_morning is None and not athlete.pain_profiles.exists():
            pain_by_morning = 0  # no place is watched, so no morning was asked about
    tests = latest_tests(athlete)
    return GateFacts(
        strength_weeks=_full_weeks(sessions),
        adherence=_recent_adherence(sessions, today, numbers.gate_adherence_days),
        pain=pain_by_day,
        morning=pain_by_morning,
        open_red_flags=athlete.flags.open().filter(kind=FlagKind.STOP).count(),
        age=age_of(athlete, today),
        sex=athlete.sex_for_norms,
        heel_raises=tests.get(AssessmentKind.HEEL_RAISE),
        step_downs=tests.get(AssessmentKind.STEP_DOWN),
    )


def _recent_adherence(sessions: list[Session], today: date, days: int) -> int | None:
    """Percent of the sessions planned within so many days."""
    since = today - timedelta(days=days)
    return adherence([session for session in sessions if session.planned_on > since], today).percent


def _worst_pain(athlete: Athlete, since: date) -> tuple[int | None, int | None]:
    """The worst score after that day, 0 to 10, in the course of a day and on the morning after; None is no report."""
    by_day: list[int] = []
    by_morning: list[int] = []
    reports = athlete.pain_reports.filter(reported_on__gt=since)
    for moment, score in reports.values_list("moment", "score"):
        if moment == Moment.NEXT_MORNING:
            by_morning.append(score)
        else:
            by_day.append(score)
    return max(by_day, default=None), max(by_morning, default=None)


def _never_hurt(sessions: Iterable[Session], since: date, numbers: Thresholds) -> bool:
    """Whether enough sessions after that day ended, and of each it was said that nothing hurt (safety.md 3)."""
    ended = [each for each in completed_of(sessions) if each.planned_on > since]
    return len(ended) >= numbers.gate_answers and all(each.nothing_hurt for each in ended)


def _full_weeks(sessions: list[Session]) -> int:
    """Weeks with every counted session completed."""
    weeks: set[date] = set()
    unfinished: set[date] = set()
    for session in sessions:
        monday = monday_of(session.planned_on)
        weeks.add(monday)
        if session.status != SessionStatus.COMPLETED:
            unfinished.add(monday)
    return len(weeks - unfinished)


def latest_tests(athlete: Athlete) -> dict[str, tuple[int, int]]:
    """The newest figures of each test by its kind, left and right, in the test's own unit; one query."""
    rows = Assessment.objects.filter(athlete=athlete).order_by("tested_on")
    return {row.kind: (row.left, row.right) for row in rows}


def age_of(athlete: Athlete, today: date) -> int | None:
    """Whole years; None where the birthday is not known."""
    born = athlete.born_on
    if born is None:
        return None
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    years = today.year - born.year
    return years if had_birthday else years - 1
