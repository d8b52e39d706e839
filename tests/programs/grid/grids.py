"""Grids written by hand, for what needs no page: exercises of the shipped library, doses as a therapist types them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import count

from programs.grid.shape import Cell, Grid, GridRow, GridWeek, Table
from programs.models import Exercise, Program
from programs.rules.prescription.dose import parse

#: One exercise of each required pattern, at doses that fit into a session; the hinge is loaded.
WHOLE = {
    "split-squat": "3x8 @7",
    "kettlebell-deadlift": "3x8 24kg @7",
    "double-heel-raise": "3x10 @7",
    "side-lying-hip-abduction": "3x10 @7",
}


def grid_of(
    workouts: Mapping[str, Mapping[str, str | Sequence[str]]],
    *,
    weeks: int = 1,
    lighter: Collection[int] = (),
    race: Collection[int] = (),
    optional: Collection[str] = (),
) -> Grid:
    """A grid that is stored nowhere.

    workouts -- by letter: the doses of each exercise by its address, one for all weeks or one for each
    lighter, race -- places of such weeks; optional -- letters of such workouts
    """
    numbers = count(1)
    columns = [GridWeek(f"n{next(numbers)}", is_deload=n in lighter, is_race=n in race) for n in range(weeks)]
    tables = []
    for letter, doses in workouts.items():
        rows = [row_of(f"n{next(numbers)}", slug, typed, weeks) for slug, typed in doses.items()]
        tables.append(Table(letter, f"Workout {letter}", rows, is_optional=letter in optional))
    program = Program(name="By hand", entry_level="beginner")
    return Grid(program, program.name, columns, tables, base=1)


def row_of(key: str, slug: str, typed: str | Sequence[str], weeks: int) -> GridRow:
    exercise = Exercise.objects.get(slug=slug)
    texts = [typed] * weeks if isinstance(typed, str) else typed
    row = GridRow(key, exercise.name, tempo=exercise.default_tempo, rest=str(exercise.default_rest_seconds))
    row.exercise, row.cells = exercise, [Cell.of(parse(text)) for text in texts]
    return row


def doses_of(grid: Grid, letter: str = "A", place: int = 0) -> list[str]:
    """What stands in the cells of one row."""
    table = next(table for table in grid.tables if table.letter == letter)
    return [cell.text for cell in table.rows[place].cells]
