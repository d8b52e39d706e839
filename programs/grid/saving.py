"""A grid without errors becomes the program's next revision, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from programs.models.keys import keys_of
from programs.rules.prescription import dose

from ..models import Alternative, Dose, Prescription, Program, ProgramRevision, Week, Workout
from ..models.plan import MAX_WEEKS
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
        self.stored_rows: dict[str, Prescription] = {}
        self.former_exercises: dict[str, int] = {}
        self.stored_doses: dict[tuple[int, int], Dose] = {}
        for workout in self.program.workouts.all():
            for row in workout.prescriptions.all():
                self.stored_rows[str(row.pk)] = row
                self.former_exercises[str(row.pk)] = row.exercise_id
                for stored in row.doses.all():
                    self.stored_doses[stored.prescription_id, stored.week_id] = stored

    def store(self) -> None:
        weeks = self._store_weeks()
        rows = self._store_rows(self._store_workouts())
        self._store_doses(rows, weeks)
        self._copy_alternatives(rows)
        _delete(Prescription, self.stored_rows.keys() - rows.keys())
        self._delete_workouts()
        for row in self.grid.rows:
            row.key = str(rows[row.key].pk)
        for column in self.grid.weeks:
            column.key = str(weeks[column.key].pk)

    # -- weeks and workouts --

    def _store_weeks(self) -> dict[str, Week]:
        """The weeks by key. Deleted first, then renumbered past one another, then the new ones."""
        _delete(Week, self.stored_weeks.keys() - set(self.grid.week_keys))
        weeks: dict[str, Week] = {}
        added, changed, moved = [], [], []
        for number, column in enumerate(self.grid.weeks, start=1):
            week = self.stored_weeks.get(column.key) or Week(program=self.program)
            former_number = week.number
            is_changed = _assign(week, _week_values(column, number))
            weeks[column.key] = week
            if column.key not in self.stored_weeks:
                added.append(week)
                continue
            if is_changed:
                changed.append(week)
            if former_number != number:
                moved.append(week.pk)
        _park(Week, moved, "number", MAX_WEEKS)
        Week.objects.bulk_update(changed, ["number", "phase", "phase_code", "focus", "is_deload", "is_race"])
        Week.objects.bulk_create(added)
        return weeks

    def _store_workouts(self) -> dict[str, Workout]:
        """The workouts by letter."""
        workouts = {}
        for table in self.grid.tables:
            workout = table.workout or Workout(program=self.program, letter=table.letter)
            is_changed = _assign(workout, {"title": table.title, "is_optional": table.is_optional})
            if is_changed or workout.pk is None:
                workout.save()
            workouts[table.letter] = table.workout = workout
        return workouts

    def _delete_workouts(self) -> None:
        """Last of all: their rows may have moved to another workout."""
        letters = self.grid.letters
        _delete(Workout, [workout.pk for workout in self.program.workouts.all() if workout.letter not in letters])

    # -- rows --

    def _store_rows(self, workouts: dict[str, Workout]) -> dict[str, Prescription]:
        """The prescriptions by row key. Those that are deleted step aside too: their place may be taken."""
        rows: dict[str, Prescription] = {}
        added, changed, moved, swapped = [], [], [], []
        for table in self.grid.tables:
            for order, row in enumerate(table.rows, start=1):
                prescription = self.stored_rows.get(row.key) or self._new_row(row)
                rows[row.key] = prescription
                former_place = prescription.workout_id, prescription.order
                is_changed = _assign(prescription, _row_values(row, workouts[table.letter], order))
                if row.key not in self.stored_rows:
                    added.append(prescription)
                    continue
                if is_changed:
                    changed.append(prescription)
                if former_place != (prescription.workout_id, prescription.order):
                    moved.append(row.key)
                if not self._keeps_exercise(row, row.key):
                    swapped.append(prescription)
        gone = self.stored_rows.keys() - rows.keys()
        _park(Prescription, [*moved, *gone], "order", PARKED + MAX_ROWS)
        _forget_words(swapped)
        Prescription.objects.bulk_update(changed, [*_ROW_FIELDS, "note"])
        Prescription.objects.bulk_create(added)
        return rows

    def _new_row(self, row: GridRow) -> Prescription:
        """A new prescription; a copied one takes the notes of its source along."""
        new = Prescription()
        if self._keeps_exercise(row, row.source):
            source = self.stored_rows[row.source]
            new.note, new.progression = source.note, source.progression
        return new

    def _keeps_exercise(self, row: GridRow, stored_key: str) -> bool:
        """Whether a row does what a stored one did before this save."""
        assert row.exercise is not None
        return self.former_exercises.get(stored_key) == row.exercise.pk

    def _copy_alternatives(self, rows: dict[str, Prescription]) -> None:
        """Of each new row that was copied of a stored one with the same exercise; one query, and none without one."""
        sources: dict[int, list[Prescription]] = {}
        for row in self.grid.rows:
            if row.key not in self.stored_rows and self._keeps_exercise(row, row.source):
                sources.setdefault(self.stored_rows[row.source].pk, []).append(rows[row.key])
        copies = []
        for chosen in Alternative.objects.filter(prescription__in=sources):
            for new in sources[chosen.prescription_id]:
                copy = Alternative(exercise_id=chosen.exercise_id, reason=chosen.reason, order=chosen.order)
                copy.prescription = new
                copies.append(copy)
        Alternative.objects.bulk_create(copies)

    # -- doses --

    def _store_doses(self, rows: dict[str, Prescription], weeks: dict[str, Week]) -> None:
        """The doses of every cell; guidance and notes of a dose that stays, or was copied, are kept."""
        changed, added = [], []
        gone = dict(self.stored_doses)
        for row in self.grid.rows:
            for cell, column in zip(row.cells, self.grid.weeks, strict=True):
                if cell.value is None:
                    continue
                key = rows[row.key].pk, weeks[column.key].pk
                stored = gone.pop(key, None)
                if stored is None:
                    new = Dose(prescription_id=key[0], week_id=key[1], **Dose.columns(cell.value))
                    self._copy_words(row, column, new)
                    added.append(new)
                elif stored.value != cell.value:
                    _assign(stored, Dose.columns(cell.value))
                    changed.append(stored)
        _delete(Dose, keys_of(gone.values()))
        Dose.objects.bulk_update(changed, list(Dose.columns(dose.DoseValue(1, seconds=1))))
        Dose.objects.bulk_create(added)

    def _copy_words(self, row: GridRow, column: GridWeek, new: Dose) -> None:
        """Guidance and note of the stored dose that a new one was copied from, if it was."""
        row_key = row.key if row.key in self.stored_rows else row.source
        week = self.stored_weeks.get(column.key) or self.stored_weeks.get(column.source)
        if week is None or not self._keeps_exercise(row, row_key):
            return
        source = self.stored_doses.get((self.stored_rows[row_key].pk, week.pk))
        if source is not None:
            new.guidance, new.note = source.guidance, source.note


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


def _assign(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Set the values on a row; whether one of them was another."""
    is_changed = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            is_changed = True
    return is_changed


def _forget_words(swapped: Collection[Prescription]) -> None:
    """What was chosen and written for the former exercise does not fit another one."""
    if not swapped:
        return
    for row in swapped:
        row.note = ""
    Alternative.objects.filter(prescription__in=swapped).delete()
    Dose.objects.filter(prescription__in=swapped).update(note="", guidance="")


def _delete(model: type[models.Model], keys: Collection[object]) -> None:
    if keys:
        model._default_manager.filter(pk__in=keys).delete()


def _park(model: type[models.Model], keys: Collection[object], field: str, offset: int) -> None:
    """Move stored rows out of each other's way in one statement."""
    if keys:
        model._default_manager.filter(pk__in=keys).update(**{field: models.F(field) + offset})
