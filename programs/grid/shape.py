"""What a grid is: weeks across, one table for each workout, rows of exercises, cells of doses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from programs.rules.prescription import dose, minutes
from programs.rules.prescription.steps import lighter
from programs.rules.prescription.tempo import Tempo

from ..models import Exercise, Pattern, Program, Week, Workout
from ..outline import Column, OutlineRow, outline
from ..rules.thresholds import Thresholds
from ..translating import name_of

#: More than any program needs, and what is stored is never cut.
MAX_ROWS = 40
LETTERS = "ABC"
#: What has been begun of a program: pairs of a week's and a workout's key. It is never taken away.
Begun = frozenset[tuple[int, int]]
NOTHING_BEGUN: Begun = frozenset()


@dataclass
class Cell:
    """One dose as typed. value is None for an empty cell; error says why the text cannot be read."""

    text: str = "-"
    value: dose.DoseValue | None = None
    error: str = ""

    @classmethod
    def of(cls, value: dose.DoseValue | None) -> Cell:
        return cls(dose.print_dose(value), value)

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.error


@dataclass
class GridWeek:
    """One column. key is its week's key, or ``n1``, ``n2`` ... for a new one.

    source -- the key of the stored week that a new one was copied from: its notes come along
    is_begun -- whether somebody has begun a session of it; such a week is never taken away
    """

    key: str
    phase: str = ""
    phase_code: str = ""
    focus: str = ""
    is_deload: bool = False
    is_race: bool = False
    source: str = ""
    is_begun: bool = False
    error: str = ""

    @property
    def note_source(self) -> str:
        """The key of the stored week whose notes a copy of this one takes along; empty where there is none."""
        return self.source if _is_new(self.key) else self.key

    @classmethod
    def of(cls, week: Week) -> GridWeek:
        return cls(str(week.pk), week.phase, week.phase_code, week.focus, week.is_deload, week.is_race)


@dataclass
class GridRow:
    """One exercise of a workout. key is its prescription's key, or ``n1``, ``n2`` ... for a new one.

    cells -- one for each week, in order
    source -- the key of the stored row that a new one was copied from: its notes come along
    """

    key: str
    exercise_text: str = ""
    superset: str = ""
    tempo: str = ""
    rest: str = ""
    cells: list[Cell] = field(default_factory=list)
    exercise: Exercise | None = None
    source: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def note_source(self) -> str:
        """The key of the stored row whose notes a copy of this one takes along; empty where there is none."""
        return self.source if _is_new(self.key) else self.key

    @property
    def error_count(self) -> int:
        """How many fields of the row cannot be read."""
        count = len(self.errors)
        for cell in self.cells:
            if cell.error:
                count += 1
        return count

    @property
    def has_errors(self) -> bool:
        return self.error_count > 0

    @property
    def is_blank(self) -> bool:
        """A row that nobody has written in yet; it is not stored."""
        return not self.exercise_text and all(cell.is_empty for cell in self.cells)

    @property
    def is_plyometric(self) -> bool:
        return self.exercise is not None and self.exercise.pattern == Pattern.PLYOMETRIC

    def lighter_cell(self, value: dose.DoseValue, numbers: Thresholds) -> Cell:
        """A dose of this row as it is in a lighter week."""
        return Cell.of(lighter(value, is_plyometric=self.is_plyometric, numbers=numbers))

    def item(self, place: int) -> minutes.Item | None:
        """What the rules need to know of one cell; None where nothing is due or something cannot be read."""
        cell = self.cells[place]
        if cell.value is None or self.exercise is None or self.errors:
            return None
        return minutes.Item(
            exercise=self.exercise.slug,
            pattern=self.exercise.pattern,
            dose=cell.value.with_defaults(Tempo.parse(self.tempo), int(self.rest)),
            sides=self.exercise.sides,
            contacts_per_rep=self.exercise.contacts_per_rep or 0,
            is_loaded=self.exercise.is_loaded,
        )


@dataclass
class Table:
    """One workout of the grid. workout is None for one that is not stored yet."""

    letter: str
    title: str
    rows: list[GridRow]
    is_optional: bool = False
    workout: Workout | None = None
    is_begun: bool = False
    error: str = ""

    @property
    def row_keys(self) -> list[str]:
        return [row.key for row in self.rows]

    def items(self, place: int) -> list[minutes.Item]:
        """What is due in the week at that place."""
        items = []
        for row in self.rows:
            item = row.item(place)
            if item is not None:
                items.append(item)
        return items


@dataclass
class Grid:
    """A program as typed. base -- the revision that it was opened at."""

    program: Program
    name: str
    weeks: list[GridWeek]
    tables: list[Table]
    base: int
    name_error: str = ""

    @property
    def rows(self) -> Iterator[GridRow]:
        for table in self.tables:
            yield from table.rows

    @property
    def week_keys(self) -> list[str]:
        return [week.key for week in self.weeks]

    @property
    def letters(self) -> list[str]:
        return [table.letter for table in self.tables]

    @property
    def error_count(self) -> int:
        """How many fields cannot be read."""
        heads = [self.name_error]
        for week in self.weeks:
            heads.append(week.error)
        for table in self.tables:
            heads.append(table.error)
        count = sum(map(bool, heads))
        for row in self.rows:
            count += row.error_count
        return count

    @property
    def has_errors(self) -> bool:
        return self.error_count > 0

    def blank_row(self) -> GridRow:
        """A row of its own key with nothing written in it."""
        return GridRow(self.new_key(), cells=[Cell() for _week in self.weeks])

    def new_key(self, number: int = 1) -> str:
        """A key that no row and no week has."""
        taken = set(self.week_keys)
        for table in self.tables:
            taken.update(table.row_keys)
        while f"n{number}" in taken:
            number += 1
        return f"n{number}"

    def place_of(self, week_key: str) -> int | None:
        """The place of a week among the columns."""
        for place, week in enumerate(self.weeks):
            if week.key == week_key:
                return place
        return None

    def find(self, row_key: str) -> tuple[Table, int] | None:
        """A row's table and its place in it."""
        for table in self.tables:
            for place, row in enumerate(table.rows):
                if row.key == row_key:
                    return table, place
        return None


def _is_new(key: str) -> bool:
    return key.startswith("n")


def weeks_in_words(places: Iterable[int]) -> str:
    """Places of weeks in order, as a reader counts them: 0, 1, 2, 5 -> ``1-3, 6``."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    words = []
    for first, last in runs:
        words.append(str(first + 1))
        if last > first:
            words[-1] += f"-{last + 1}"
    return ", ".join(words)


def open_grid(program: Program, begun: Begun = NOTHING_BEGUN) -> Grid:
    """The stored program as a grid; fetch it through ``Program.objects.with_plan()``."""
    plan = outline(program)
    weeks = list(map(GridWeek.of, plan.weeks))
    tables = [_table(column, plan.weeks) for column in plan.workouts]
    grid = Grid(program, program.name, weeks, tables, program.revision)
    mark_begun(grid, begun)
    return grid


def begun_weeks(begun: Begun) -> set[str]:
    """The keys of begun weeks, as a grid has them."""
    return {str(week) for week, _workout in begun}


def begun_workouts(begun: Begun) -> set[int]:
    return {workout for _week, workout in begun}


def mark_begun(grid: Grid, begun: Begun) -> None:
    """Mark the weeks and workouts that somebody has begun a session of."""
    weeks, workouts = begun_weeks(begun), begun_workouts(begun)
    for week in grid.weeks:
        week.is_begun = week.key in weeks
    for table in grid.tables:
        table.is_begun = table.workout is not None and table.workout.pk in workouts


def _table(column: Column, weeks: list[Week]) -> Table:
    workout = column.workout
    rows = [_row(row, weeks) for row in column.rows]
    return Table(workout.letter, workout.title, rows, workout.is_optional, workout)


def _row(row: OutlineRow, weeks: list[Week]) -> GridRow:
    prescription = row.prescription
    return GridRow(
        key=str(prescription.pk),
        exercise_text=name_of(row.exercise),
        superset=prescription.superset,
        tempo=prescription.tempo,
        rest=str(prescription.rest_seconds),
        cells=[Cell.of(row.value(week.number)) for week in weeks],
        exercise=row.exercise,
    )
