"""A whole program as one value: weeks across, workouts and their rows down, a dose where they meet.

Read by the admin's outline, the athlete's program page, the template export and the targets of a
session. Building it costs a fixed number of queries; reading it costs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap

from django.db.models import QuerySet

from programs.rules.prescription import coverage, minutes
from programs.rules.prescription.dose import DoseValue, print_dose

from .models import Dose, Exercise, Prescription, Program, Week, Workout
from .models.plan import item_of


@dataclass(frozen=True)
class OutlineRow:
    """One prescription with its doses by week number."""

    prescription: Prescription
    doses: dict[int, Dose]

    @property
    def exercise(self) -> Exercise:
        return self.prescription.exercise

    def value(self, week: int) -> DoseValue | None:
        """The dose of that week; None where the exercise is not done."""
        if week not in self.doses:
            return None
        return self.doses[week].value

    def shorthand(self, week: int) -> str:
        return print_dose(self.value(week))


@dataclass(frozen=True)
class Planned:
    """One workout in one week: what a session of it holds."""

    week: Week
    workout: Workout
    entries: list[tuple[Prescription, Dose]]

    @property
    def is_lighter(self) -> bool:
        """Whether the week itself asks for less: a lighter week, or the race week."""
        return self.week.is_deload or self.week.is_race

    @property
    def exercise_slugs(self) -> list[str]:
        return [prescription.exercise.slug for prescription, _dose in self.entries]

    @cached_property
    def items(self) -> list[minutes.Item]:
        return list(starmap(item_of, self.entries))

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
        if self.workout.is_optional:
            return []
        return coverage.missing_patterns(self.items)

    @cached_property
    def sets(self) -> int:
        count = 0
        for _prescription, dose in self.entries:
            count += dose.sets
        return count


@dataclass(frozen=True)
class Column:
    """One workout of a program with its rows, in order."""

    workout: Workout
    rows: list[OutlineRow]

    def entries(self, week: int) -> list[tuple[Prescription, Dose]]:
        """What is done in that week, in order."""
        return [(row.prescription, row.doses[week]) for row in self.rows if week in row.doses]


@dataclass(frozen=True)
class Outline:
    program: Program
    weeks: list[Week]
    workouts: list[Column]

    def planned(self, letter: str, week_number: int) -> Planned | None:
        """The workout as due in that week; None when it has no dose there."""
        week, column = self._week(week_number), self._column(letter)
        if week is None or column is None:
            return None
        entries = column.entries(week_number)
        return Planned(week, column.workout, entries) if entries else None

    def _week(self, number: int) -> Week | None:
        for week in self.weeks:
            if week.number == number:
                return week
        return None

    def _column(self, letter: str) -> Column | None:
        for column in self.workouts:
            if column.workout.letter == letter:
                return column
        return None

    def in_week(self, week_number: int) -> list[Planned]:
        """Every workout of that week, A first."""
        found = []
        for column in self.workouts:
            planned = self.planned(column.workout.letter, week_number)
            if planned is not None:
                found.append(planned)
        return found

    @cached_property
    def exercise_ids(self) -> set[int]:
        """The keys of every exercise that the program has."""
        keys = set()
        for column in self.workouts:
            for row in column.rows:
                keys.add(row.prescription.exercise_id)
        return keys

    def all_planned(self) -> Iterator[Planned]:
        for week in self.weeks:
            yield from self.in_week(week.number)


def outline(program: Program) -> Outline:
    """The outline of a program; fetch it through ``Program.objects.with_plan()`` for a fixed query count."""
    weeks = list(program.weeks.all())
    numbers = {week.pk: week.number for week in weeks}
    columns = []
    for workout in program.workouts.all():
        column = Column(workout, [])
        for prescription in workout.prescriptions.all():
            row = OutlineRow(prescription, {})
            for dose in prescription.doses.all():
                row.doses[numbers[dose.week_id]] = dose
            column.rows.append(row)
        columns.append(column)
    return Outline(program, weeks, columns)


def planned(workout: Workout, week: Week, doses: QuerySet[Dose] | None = None) -> Planned | None:
    """One workout as due in one week, in one query; None when it has no dose there.

    doses -- where the caller wants more read with each
    """
    if doses is None:
        doses = Dose.objects.all()
    return planned_of(workout, week, cells_of(doses, week=week.pk, workout=workout.pk))


def cells_of(doses: QuerySet[Dose], *, week: int, workout: int) -> QuerySet[Dose]:
    """Those of one workout in one week, by their keys, each with its row and its exercise, in order."""
    cells = doses.filter(week=week, prescription__workout=workout)
    return cells.select_related("prescription__exercise").order_by("prescription__order")


def planned_of(workout: Workout, week: Week, cells: Iterable[Dose]) -> Planned | None:
    """What is due of these doses, as ``cells_of`` reads them; None where there is none."""
    entries = [(dose.prescription, dose) for dose in cells]
    return Planned(week, workout, entries) if entries else None
