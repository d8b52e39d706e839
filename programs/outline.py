"""A whole program as one value: weeks across, workouts and their rows down, a dose where they meet.

Read by the admin's outline, the athlete's program page, the template export and the targets of a
session. Building it costs a fixed number of queries; reading it costs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from .models import Dose, Exercise, Prescription, Program, Week, Workout
from .models.plan import item_of
from .rules import coverage, minutes
from .rules.dose import print_dose


@dataclass(frozen=True)
class OutlineRow:
    """One prescription with its doses by week number."""

    prescription: Prescription
    doses: dict[int, Dose]

    @property
    def exercise(self) -> Exercise:
        return self.prescription.exercise

    def shorthand(self, week: int) -> str:
        dose = self.doses.get(week)
        return print_dose(dose.value if dose else None)


@dataclass(frozen=True)
class Planned:
    """One workout in one week: what a session of it holds."""

    week: Week
    workout: Workout
    entries: list[tuple[Prescription, Dose]]

    @cached_property
    def items(self) -> list[minutes.Item]:
        return [item_of(prescription, dose) for prescription, dose in self.entries]

    @cached_property
    def minutes(self) -> float:
        """Estimated minutes (clinical.md 5.2)."""
        return minutes.workout_minutes(self.items, is_top_up=self.workout.is_optional)

    @cached_property
    def contacts(self) -> int:
        return coverage.total_contacts(self.items)

    @cached_property
    def missing_patterns(self) -> list[str]:
        """Required patterns that are not covered; a top-up owes none."""
        return [] if self.workout.is_optional else coverage.missing_patterns(self.items)

    @cached_property
    def sets(self) -> int:
        return sum(dose.sets for _prescription, dose in self.entries)


@dataclass(frozen=True)
class Column:
    """One workout of a program with its rows, in order."""

    workout: Workout
    rows: list[OutlineRow]


@dataclass(frozen=True)
class Outline:
    program: Program
    weeks: list[Week]
    workouts: list[Column]

    def planned(self, letter: str, week_number: int) -> Planned | None:
        """The workout as due in that week; None when it has no dose there."""
        week = next((week for week in self.weeks if week.number == week_number), None)
        column = next((column for column in self.workouts if column.workout.letter == letter), None)
        if week is None or column is None:
            return None
        entries = [(row.prescription, row.doses[week.number]) for row in column.rows if week.number in row.doses]
        return Planned(week, column.workout, entries) if entries else None

    def in_week(self, week_number: int) -> list[Planned]:
        """Every workout of that week, A first."""
        found = (self.planned(column.workout.letter, week_number) for column in self.workouts)
        return [planned for planned in found if planned is not None]

    def all_planned(self) -> Iterator[Planned]:
        for week in self.weeks:
            yield from self.in_week(week.number)


def outline(program: Program) -> Outline:
    """The outline of a program; fetch it through ``Program.objects.with_plan()`` for a fixed query count."""
    weeks = list(program.weeks.all())
    number_of = {week.pk: week.number for week in weeks}
    workouts = [
        Column(
            workout,
            [
                OutlineRow(prescription, {number_of[dose.week_id]: dose for dose in prescription.doses.all()})
                for prescription in workout.prescriptions.all()
            ],
        )
        for workout in program.workouts.all()
    ]
    return Outline(program, weeks, workouts)


def planned(workout: Workout, week: Week, doses: QuerySet[Dose] | None = None) -> Planned | None:
    """One workout as due in one week, in one query; None when it has no dose there.

    doses -- where the caller wants more read with each
    """
    doses = (Dose.objects.all() if doses is None else doses).filter(week=week, prescription__workout=workout)
    cells = doses.select_related("prescription__exercise").order_by("prescription__order")
    entries = [(dose.prescription, dose) for dose in cells]
    return Planned(week, workout, entries) if entries else None
