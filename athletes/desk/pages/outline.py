"""A program as a table for each workout: its rows, a cell for each week, and what each week adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from athletes.models import Enrollment, User
from programs.models import Exercise, Pattern, Prescription, Program, Workout
from programs.models.keys import keys_of
from programs.outline import Column, Outline, Planned
from programs.rules.prescription.coverage import minutes_window
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds


class OutlineLine(NamedTuple):
    prescription: Prescription
    exercise: Exercise
    cells: list[str]
    """The dose of each week, short."""


@dataclass(frozen=True)
class WorkoutInWeek:
    """What one workout adds up to in one week."""

    minutes: float
    contacts: int
    missing: list[str]
    """Required patterns that it does not cover, in words."""
    is_outside: bool
    """Longer or shorter than such a week asks for."""


@dataclass(frozen=True)
class OutlineTable:
    workout: Workout
    rows: list[OutlineLine]
    totals: list[WorkoutInWeek | None]
    """None for a week without this workout."""


def outline_tables(plan: Outline) -> list[OutlineTable]:
    """A table for each workout, A first."""
    numbers = clinic_thresholds()
    tables = []
    for column in plan.workouts:
        tables.append(_table(plan, column, numbers))
    return tables


def _table(plan: Outline, column: Column, numbers: Thresholds) -> OutlineTable:
    lines = []
    for row in column.rows:
        cells = []
        for week in plan.weeks:
            cells.append(row.shorthand(week.number))
        lines.append(OutlineLine(row.prescription, row.exercise, cells))
    totals = []
    for week in plan.weeks:
        planned = plan.planned(column.workout.letter, week.number)
        totals.append(_total(planned, numbers) if planned else None)
    return OutlineTable(column.workout, lines, totals)


def _total(planned: Planned, numbers: Thresholds) -> WorkoutInWeek:
    low, high = minutes_window(is_deload=planned.week.is_deload, is_race=planned.week.is_race, numbers=numbers)
    is_in_window = low <= planned.minutes <= high
    missing = []
    for pattern in planned.missing_patterns:
        missing.append(str(Pattern(pattern).label))
    return WorkoutInWeek(
        minutes=planned.minutes,
        contacts=planned.contacts,
        missing=missing,
        is_outside=not planned.workout.is_optional and not is_in_window,
    )


def follower_names(programs: list[Program], user: User) -> dict[int, str]:
    """Who follows each of these programs, of those whom this person may see; one query."""
    enrollments = Enrollment.objects.visible_to(user).filter(program__in=keys_of(programs))
    names: dict[int, str] = {}
    for program_id, name in enrollments.values_list("program_id", "athlete__user__name"):
        known = names.get(program_id)
        names[program_id] = f"{known}, {name}" if known else name
    return names
