"""Where a program goes on after time off: its weeks move back by themselves, and never forward (safety.md 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from athletes.models import Enrollment, Session, SessionStatus
from programs.models import Week
from programs.rules.returning import after_gap
from programs.rules.thresholds import Thresholds

from .recent_training import RecentTraining

WEEK = timedelta(days=7)


def move_back_after_gap(training: RecentTraining, last_trained_on: date | None, numbers: Thresholds) -> bool:
    """Point what is to come at earlier weeks where the next session lies too long after the last; True where it did.

    last_trained_on -- None where the athlete has never trained: the program waits in its first week
    The weeks follow in their order, each later by as many as it moved back, and the program ends later. Two queries
    after a long gap, and three statements where something moved.
    """
    session = training.next_session
    if session is None or session.week is None or session.enrollment is None:
        return False
    enrollment = session.enrollment
    begun_week = _last_begun_week(training, enrollment)
    if not _is_long(begun_week, session, last_trained_on, numbers):
        return False
    weeks = list(Week.objects.filter(program=enrollment.program_id).order_by("number"))
    first = weeks[0]
    if begun_week is not None and last_trained_on is not None:
        gap = (session.planned_on - last_trained_on).days
        if after_gap(gap, numbers).kind == "back":
            first = _first_of_phase(weeks, begun_week)
    back = session.week.number - first.number
    if back <= 0:
        return False
    _move_back(enrollment, session.planned_on, weeks, back)
    return True


def _last_begun_week(training: RecentTraining, enrollment: Enrollment) -> Week | None:
    """The week that was trained last in this program; None where none of these weeks was, or nothing ever."""
    begun = [each for each in training.begun if each.enrollment_id == enrollment.pk and each.week is not None]
    return begun[-1].week if begun else None


def _is_long(begun_week: Week | None, session: Session, last_trained_on: date | None, numbers: Thresholds) -> bool:
    if begun_week is None and last_trained_on is None:
        return True
    if last_trained_on is None:
        return False
    return after_gap((session.planned_on - last_trained_on).days, numbers).kind in ("back", "restart")


def _first_of_phase(weeks: Iterable[Week], begun: Week) -> Week:
    """The first week of the phase that was left."""
    first = begun
    for week in weeks:
        if (week.phase_code, week.phase) == (begun.phase_code, begun.phase) and week.number < first.number:
            first = week
    return first


def _move_back(enrollment: Enrollment, since: date, weeks: Sequence[Week], back: int) -> None:
    """Every session to come is of an earlier week; the weeks that fall out at the end are added after it."""
    by_number = {week.number: week for week in weeks}
    to_come = enrollment.sessions.filter(status=SessionStatus.PLANNED, planned_on__gte=since, week__isnull=False)
    planned = list(to_come.select_related("week").order_by("planned_on"))
    last_weeks = {week.number for week in weeks[-back:]}
    added: list[Session] = []
    for session in planned:
        number = session.week.number
        if number in last_weeks:
            added.append(_a_later_one(session, back))
        session.week = by_number.get(number - back, weeks[0])  # one that was put behind its week stays in the first
    Session.objects.bulk_update(planned, ["week"])
    Session.objects.bulk_create(added)
    enrollment.ends_on = max([enrollment.ends_on, *(session.planned_on for session in added)])
    enrollment.save(update_fields=["ends_on"])


def _a_later_one(session: Session, weeks: int) -> Session:
    """The same workout of the same week, so many weeks later."""
    return Session(
        athlete_id=session.athlete_id,
        enrollment_id=session.enrollment_id,
        workout_id=session.workout_id,
        week=session.week,
        planned_on=session.planned_on + weeks * WEEK,
        is_optional=session.is_optional,
        program_revision=session.program_revision,
    )
