"""A grid without errors becomes the program's next revision, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction

from ..models import Alternative, Dose, Prescription, Program, ProgramRevision, Week, Workout
from ..models.plan import MAX_WEEKS
from ..rules import dose
from .history import document_of
from .shape import MAX_ROWS, Grid, GridRow, GridWeek, open_grid

#: Rows step aside to here while they change places: the database allows one row a place.
PARKED = 1000


class ConflictError(Exception):
    """Somebody else saved this program in between. latest -- their revision, None for one before the history."""

    def __init__(self, latest: ProgramRevision | None) -> None:
        super().__init__("the program was saved by somebody else")
        self.latest = latest


@transaction.atomic
def save_grid(grid: Grid, *, author: Any, at: datetime, reason: str = "") -> ProgramRevision:
    """Store a grid without errors as the program's next revision.

    The program is claimed by a conditional update, which holds on every database. The first save also
    keeps the program as it was before, so that its history is whole.
    Raises ConflictError when the program was saved since the grid was opened; nothing is written.
    """
    assert not grid.has_errors
    program, number = grid.program, grid.base + 1
    claimed = Program.objects.filter(pk=program.pk, revision=grid.base).update(revision=number, name=grid.name)
    if not claimed or program.revision != grid.base:
        raise ConflictError(program.revisions.select_related("author").first())
    first = document_of(open_grid(program))
    before = ProgramRevision(program=program, number=grid.base, document=first, at=at)
    ProgramRevision.objects.bulk_create([before], ignore_conflicts=True)  # kept once, before the first change
    _Saver(grid).store()
    program.name, program.revision = grid.name, number
    return ProgramRevision.objects.create(
        program=program, number=number, document=document_of(grid), reason=reason, author=author, at=at
    )


class _Saver:
    """Writes what differs between a grid and the stored program, which was fetched ``with_plan``."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.program = grid, grid.program
        for table in grid.tables:
            table.rows = [row for row in table.rows if not row.is_blank]
        self.stored_weeks = {str(week.pk): week for week in self.program.weeks.all()}
        self.stored_rows = {
            str(row.pk): row for workout in self.program.workouts.all() for row in workout.prescriptions.all()
        }
        self.former = {key: row.exercise_id for key, row in self.stored_rows.items()}
        self.doses = {(d.prescription_id, d.week_id): d for row in self.stored_rows.values() for d in row.doses.all()}

    def store(self) -> None:
        weeks = self._store_weeks()
        rows = self._store_rows(self._store_workouts())
        self._store_doses(rows, weeks)
        self._copy_alternatives(rows)
        gone = [row.pk for key, row in self.stored_rows.items() if key not in rows]
        Prescription.objects.filter(pk__in=gone).delete() if gone else None
        self._delete_workouts()
        for row in self.grid.rows:
            row.key = str(rows[row.key].pk)
        for each in self.grid.weeks:
            each.key = str(weeks[each.key].pk)

    # -- weeks and workouts --

    def _store_weeks(self) -> dict[str, Week]:
        """The weeks by key. Deleted first, then renumbered past one another, then the new ones."""
        keys = {each.key for each in self.grid.weeks}
        gone = [week.pk for key, week in self.stored_weeks.items() if key not in keys]
        Week.objects.filter(pk__in=gone).delete() if gone else None
        weeks, changed, moved = {}, [], []
        for number, each in enumerate(self.grid.weeks, start=1):
            week = self.stored_weeks.get(each.key) or Week(program=self.program)
            values = _week_values(each, number)
            if week.pk and any(getattr(week, name) != value for name, value in values.items()):
                changed.append(week)
                moved += [week] if week.number != number else []
            for name, value in values.items():
                setattr(week, name, value)
            weeks[each.key] = week
        _park(Week, moved, "number", MAX_WEEKS)
        Week.objects.bulk_update(changed, ["number", "phase", "phase_code", "focus", "is_deload", "is_race"])
        Week.objects.bulk_create([week for week in weeks.values() if week.pk is None])
        return weeks

    def _store_workouts(self) -> dict[str, Workout]:
        """The workouts by letter."""
        workouts = {}
        for table in self.grid.tables:
            workout = table.workout or Workout(program=self.program, letter=table.letter)
            is_changed = (workout.title, workout.is_optional) != (table.title, table.is_optional)
            workout.title, workout.is_optional = table.title, table.is_optional
            if is_changed or workout.pk is None:
                workout.save()
            workouts[table.letter] = table.workout = workout
        return workouts

    def _delete_workouts(self) -> None:
        """Last of all: their rows may have moved to another workout."""
        letters = {table.letter for table in self.grid.tables}
        gone = [workout.pk for workout in self.program.workouts.all() if workout.letter not in letters]
        Workout.objects.filter(pk__in=gone).delete() if gone else None

    # -- rows --

    def _store_rows(self, workouts: dict[str, Workout]) -> dict[str, Prescription]:
        """The prescriptions by row key. Those that are deleted step aside too: their place may be taken."""
        rows, changed, moved, swapped = {}, [], [], []
        for table in self.grid.tables:
            for order, row in enumerate(table.rows, start=1):
                prescription = self.stored_rows.get(row.key) or self._new_row(row)
                values = _row_values(row, workouts[table.letter], order)
                was = (prescription.workout_id, prescription.order)
                if prescription.pk and any(getattr(prescription, name) != value for name, value in values.items()):
                    changed.append(prescription)
                    moved += [prescription] if was != (values["workout_id"], order) else []
                    if prescription.exercise_id != values["exercise_id"]:
                        swapped.append(prescription.pk)
                        prescription.note = ""
                for name, value in values.items():
                    setattr(prescription, name, value)
                rows[row.key] = prescription
        gone = [row for key, row in self.stored_rows.items() if key not in rows]
        if moved or gone:
            _park(Prescription, [*moved, *gone], "order", PARKED + MAX_ROWS)
        if swapped:  # what was chosen and written for the former exercise does not fit another one
            Alternative.objects.filter(prescription__in=swapped).delete()
            Dose.objects.filter(prescription__in=swapped).update(note="", guidance="")
        Prescription.objects.bulk_update(changed, [*_ROW_FIELDS, "note"])
        Prescription.objects.bulk_create([row for row in rows.values() if row.pk is None])
        return rows

    def _new_row(self, row: GridRow) -> Prescription:
        """A new prescription; a copied one takes the notes of its source along."""
        source = self.stored_rows.get(row.source)
        new = Prescription()
        if source is not None and row.exercise is not None and self.former[row.source] == row.exercise.pk:
            new.note, new.progression = source.note, source.progression
        return new

    def _copy_alternatives(self, rows: dict[str, Prescription]) -> None:
        copies = []
        for row in self.grid.rows:
            source = self.stored_rows.get(row.source)
            if source is None or row.exercise is None or row.key in self.stored_rows:
                continue
            if self.former[row.source] == row.exercise.pk:
                copies += [
                    Alternative(prescription=rows[row.key], exercise_id=a.exercise_id, reason=a.reason, order=a.order)
                    for a in source.alternatives.all()
                ]
        Alternative.objects.bulk_create(copies)

    # -- doses --

    def _store_doses(self, rows: dict[str, Prescription], weeks: dict[str, Week]) -> None:
        """The doses of every cell; guidance and notes of a dose that stays, or was copied, are kept."""
        changed, added, kept = [], [], set()
        for row in self.grid.rows:
            for cell, each in zip(row.cells, self.grid.weeks, strict=True):
                if cell.value is None:
                    continue
                prescription, week = rows[row.key], weeks[each.key]
                kept.add((prescription.pk, week.pk))
                current = self.doses.get((prescription.pk, week.pk))
                if current is None:
                    source = self._source_of(row, each)
                    words = {"guidance": source.guidance, "note": source.note} if source else {}
                    added.append(Dose(prescription=prescription, week=week, **words, **Dose.columns(cell.value)))
                elif current.value != cell.value:
                    for column, value in Dose.columns(cell.value).items():
                        setattr(current, column, value)
                    changed.append(current)
        gone = [found.pk for place, found in self.doses.items() if place not in kept]
        Dose.objects.filter(pk__in=gone).delete() if gone else None
        Dose.objects.bulk_update(changed, list(Dose.columns(dose.DoseValue(1, seconds=1))))
        Dose.objects.bulk_create(added)

    def _source_of(self, row: GridRow, week: GridWeek) -> Dose | None:
        """The stored dose that a new one was copied from."""
        key = row.key if row.key in self.stored_rows else row.source
        stored = self.stored_weeks.get(week.key) or self.stored_weeks.get(week.source)
        if key not in self.stored_rows or stored is None or (row.exercise and row.exercise.pk != self.former[key]):
            return None
        return self.doses.get((self.stored_rows[key].pk, stored.pk))


def _week_values(week: GridWeek, number: int) -> dict[str, Any]:
    return {
        "number": number, "phase": week.phase, "phase_code": week.phase_code, "focus": week.focus,
        "is_deload": week.is_deload, "is_race": week.is_race,
    }  # fmt: skip


_ROW_FIELDS = ("workout_id", "exercise_id", "superset", "tempo", "rest_seconds", "order")


def _row_values(row: GridRow, workout: Workout, order: int) -> dict[str, Any]:
    assert row.exercise is not None
    values = (workout.pk, row.exercise.pk, row.superset, row.tempo, int(row.rest), order)
    return dict(zip(_ROW_FIELDS, values, strict=True))


def _park(model: type[models.Model], rows: Iterable[models.Model], field: str, offset: int) -> None:
    """Move stored rows out of each other's way in one statement."""
    keys = [row.pk for row in rows]
    if keys:
        model._default_manager.filter(pk__in=keys).update(**{field: models.F(field) + offset})
