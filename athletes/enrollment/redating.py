"""What a changed plan does to the dates that hang on it: what is to come moves with its week, goes, or is added.

Sessions that have begun, and days that are past, are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median_low

from athletes.localtime import monday_of
from athletes.models import Enrollment, Session, SessionStatus
from athletes.training.session_days import day_of
from programs.grid.shape import Grid, Table
from programs.models.keys import keys_of

from .prescribing import last_day

#: The key of a week and the key of a workout in it.
WorkoutKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DueWorkout:
    """One workout that a plan asks for in one week. week_number -- counted from 1"""

    week_number: int
    letter: str
    is_optional: bool


DuePlan = Mapping[WorkoutKey, DueWorkout]


def due_workouts(grid: Grid) -> DuePlan:
    """What a stored grid asks for: every workout of every week that holds a dose."""
    due = {}
    for number, week in enumerate(grid.weeks, start=1):
        for table in grid.tables:
            if table.workout is not None and _has_dose(table, number):
                due[int(week.key), table.workout.pk] = DueWorkout(number, table.letter, table.is_optional)
    return due


def _has_dose(table: Table, week_number: int) -> bool:
    return any(row.cells[week_number - 1].value is not None for row in table.rows)


@dataclass(slots=True)
class SortedSessions:
    """The sessions of one enrollment, by what a changed plan does to them."""

    untouched: list[Session] = field(default_factory=list)
    to_move: list[Session] = field(default_factory=list)
    to_drop: list[Session] = field(default_factory=list)


def sort_sessions(sessions: Iterable[Session], after: DuePlan, today: date) -> SortedSessions:
    found = SortedSessions()
    for session in sessions:
        is_to_come = session.status == SessionStatus.PLANNED and session.planned_on >= today
        if not is_to_come:
            found.untouched.append(session)
        elif _key(session) in after:
            found.to_move.append(session)
        else:
            found.to_drop.append(session)
    return found


def follow_plan(*, enrollment: Enrollment, before: DuePlan, after: DuePlan, at: datetime) -> None:
    """Re-date what is still to come as its week moved, drop what is no longer due, add what is new."""
    today = enrollment.athlete.today(at)
    sessions = sort_sessions(enrollment.sessions.all(), after, today)
    _move_with_weeks(sessions.to_move, before, after, today)
    new = _new_sessions(enrollment, sessions, after, today)
    Session.objects.filter(pk__in=keys_of(sessions.to_drop)).delete()
    Session.objects.bulk_update(sessions.to_move, ["planned_on", "is_optional"])
    Session.objects.bulk_create(new)
    days: list[date] = []
    for session in [*sessions.untouched, *sessions.to_move, *new]:
        days.append(session.planned_on)
    end_with(enrollment, days)


def end_with(enrollment: Enrollment, days: Iterable[date]) -> None:
    """Store the start, and as the end the last of these days."""
    enrollment.ends_on = last_day(enrollment, days)
    enrollment.save(update_fields=["starts_on", "ends_on"])


def weeks_to_reach(goal: date, day: date) -> int:
    """By how many whole weeks that day has to move to lie on the goal or after it; negative where it may come earlier.

    The weekday stays.
    """
    return -((day - goal).days // 7)


def _key(session: Session) -> WorkoutKey:
    return session.week_id or 0, session.workout_id or 0


def _move_with_weeks(sessions: Sequence[Session], before: DuePlan, after: DuePlan, today: date) -> None:
    for session in sessions:
        due = after[_key(session)]
        was_due = before.get(_key(session), due)
        session.planned_on += timedelta(weeks=due.week_number - was_due.week_number)
        session.is_optional = due.is_optional
    weeks_past = 0
    for session in sessions:
        weeks_past = max(weeks_past, weeks_to_reach(today, session.planned_on))
    if weeks_past > 0:  # a week that is past was taken out: nothing to come moves into the past
        for session in sessions:
            session.planned_on += timedelta(weeks=weeks_past)


def _new_sessions(enrollment: Enrollment, sessions: SortedSessions, after: DuePlan, today: date) -> list[Session]:
    """What the plan asks for from today on and has no session yet."""
    known: set[WorkoutKey] = set()
    for session in [*sessions.untouched, *sessions.to_move]:
        known.add(_key(session))
    delay = _delay(enrollment, sessions.to_move or _latest_due(sessions.untouched, after), after)
    new = []
    for (week_id, workout_id), due in after.items():
        planned_on = day_of(enrollment, due.week_number, due.letter) + delay
        if (week_id, workout_id) in known or planned_on < today:
            continue
        session = Session(
            athlete_id=enrollment.athlete_id,
            enrollment=enrollment,
            week_id=week_id,
            workout_id=workout_id,
            planned_on=planned_on,
            is_optional=due.is_optional,
            program_revision=enrollment.program.revision,
        )
        new.append(session)
    return new


def _latest_due(sessions: Iterable[Session], after: DuePlan) -> list[Session]:
    """Where nothing is to come: the latest session that the plan still knows. sessions -- the latest first"""
    for session in sessions:
        if _key(session) in after:
            return [session]
    return []


def _delay(enrollment: Enrollment, sessions: Iterable[Session], due_plan: DuePlan) -> timedelta:
    """How many whole weeks these sessions lie behind the dates of the start: what pauses have added."""
    weeks = []
    for session in sessions:
        due = due_plan[_key(session)]
        own_day = day_of(enrollment, due.week_number, due.letter)
        weeks.append((monday_of(session.planned_on) - monday_of(own_day)).days // 7)
    if not weeks:
        return timedelta(0)
    return timedelta(weeks=median_low(weeks))
