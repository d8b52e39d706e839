"""Where a program goes on after time off: its weeks move back by themselves, and never forward (safety.md 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from athletes.models import Enrollment, Session
from programs.models import Week
from programs.rules.returning import after_gap
from programs.rules.thresholds import Thresholds

from ..recent_training import RecentTraining
from .layout import lay_out, numbers_from


def move_back_after_gap(training: RecentTraining, last_trained_on: date | None, numbers: Thresholds) -> bool:
    """Point what is to come at earlier weeks where the next session lies too long after the last; True where it did.

    last_trained_on -- None where the athlete has never trained: the program waits in its first week
    The weeks follow in their order, and the program ends later. Two queries after a long gap.
    """
    session = training.next_session
    if session is None or session.week is None or session.enrollment is None:
        return False
    enrollment = session.enrollment
    begun_week = training.last_week_of(enrollment.pk)
    if not _is_long(begun_week, session, last_trained_on, numbers):
        return False
    weeks = list(Week.objects.filter(program=enrollment.program_id).order_by("number"))
    first = weeks[0]
    if begun_week is not None and last_trained_on is not None:
        gap = (session.planned_on - last_trained_on).days
        if after_gap(gap, numbers).kind == "back":
            first = first_of_phase(weeks, begun_week)
    if session.week.number <= first.number:
        return False
    go_on_from(enrollment, session, first.number, weeks)
    return True


def go_on_from(enrollment: Enrollment, session: Session, number: int, weeks: Iterable[Week]) -> None:
    """That session is of that week now; all weeks from it on follow in their order, and the program ends later."""
    lay_out(enrollment, session, numbers_from(weeks, number))


def _is_long(begun_week: Week | None, session: Session, last_trained_on: date | None, numbers: Thresholds) -> bool:
    if begun_week is None and last_trained_on is None:
        return True
    if last_trained_on is None:
        return False
    return after_gap((session.planned_on - last_trained_on).days, numbers).kind in ("back", "restart")


def first_of_phase(weeks: Iterable[Week], begun: Week) -> Week:
    """The first week of the phase that this week is of."""
    first = begun
    for week in weeks:
        if (week.phase_code, week.phase) == (begun.phase_code, begun.phase) and week.number < first.number:
            first = week
    return first
