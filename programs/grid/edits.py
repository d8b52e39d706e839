"""What the grid's buttons do to it: on what is typed and not yet saved.

An edit takes a grid and its command and changes the grid in place; it raises RefusedEditError with a sentence
where it cannot. Nothing here touches the database but the look-up of an exercise.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from django.utils.translation import gettext as _

from programs.rules.thresholds import Thresholds

from ..models import Exercise, Pattern
from ..models.library import Status
from ..models.plan import MAX_WEEKS
from ..rules.dose import DoseValue, Span
from ..rules.steps import lighter, stepped
from .commands import (
    AddRow,
    AddWorkout,
    DeleteRow,
    DeleteWeek,
    DeleteWorkout,
    DuplicateRow,
    DuplicateWeek,
    EditCommand,
    ExerciseCommand,
    FillRight,
    InsertExercise,
    InsertWeek,
    MoveRow,
    RefusedEditError,
    ReplaceExercise,
    RowCommand,
    SwapExercise,
    ToggleLighterWeek,
    ToggleRaceWeek,
    WeekCommand,
    WorkoutCommand,
)
from .shape import LETTERS, MAX_ROWS, Cell, Grid, GridRow, GridWeek, Table

#: The workout that a calf top-up becomes.
TOP_UP_LETTER = "C"


def apply_edit(grid: Grid, command: EditCommand, numbers: Thresholds) -> None:
    """Do to the grid what a button asks for. Raises RefusedEditError with a sentence where it cannot.

    numbers -- the clinic's: how far a load may step, and how much lighter a lighter week is
    """
    if isinstance(command, RowCommand):
        _edit_row(grid, command, numbers)
    elif isinstance(command, ExerciseCommand):
        _edit_exercise(grid, command, numbers)
    elif isinstance(command, WeekCommand):
        _edit_week(grid, command, numbers)
    elif isinstance(command, WorkoutCommand):
        _edit_workout(grid, command)
    else:
        assert_never(command)


def _edit_row(grid: Grid, command: RowCommand, numbers: Thresholds) -> None:
    match command:
        case MoveRow():
            move_row(grid, command)
        case AddRow():
            add_row(grid, command)
        case DuplicateRow():
            duplicate_row(grid, command)
        case DeleteRow():
            delete_row(grid, command)
        case FillRight():
            fill_right(grid, command, numbers)
        case _:
            assert_never(command)


def _edit_exercise(grid: Grid, command: ExerciseCommand, numbers: Thresholds) -> None:
    match command:
        case SwapExercise():
            swap_exercise(grid, command)
        case ReplaceExercise():
            replace_exercise(grid, command)
        case InsertExercise():
            insert_exercise(grid, command, numbers)
        case _:
            assert_never(command)


def _edit_week(grid: Grid, command: WeekCommand, numbers: Thresholds) -> None:
    match command:
        case InsertWeek():
            insert_week(grid, command)
        case DuplicateWeek():
            duplicate_week(grid, command)
        case DeleteWeek():
            delete_week(grid, command)
        case ToggleLighterWeek():
            toggle_lighter_week(grid, command, numbers)
        case ToggleRaceWeek():
            toggle_race_week(grid, command)
        case _:
            assert_never(command)


def _edit_workout(grid: Grid, command: WorkoutCommand) -> None:
    match command:
        case AddWorkout():
            add_workout(grid, command)
        case DeleteWorkout():
            delete_workout(grid, command)
        case _:
            assert_never(command)


# -- rows ------------------------------------------------------------------------------------


def move_row(grid: Grid, command: MoveRow) -> None:
    """One place up or down; past the end of its workout a row goes on into the next one.

    Raises RefusedEditError at the end of the program, and where the next workout is full.
    """
    table, place = _find_row(grid, command.row)
    other = place + command.by
    if 0 <= other < len(table.rows):
        table.rows[place], table.rows[other] = table.rows[other], table.rows[place]
        return
    goal_place = grid.tables.index(table) + command.by
    if not 0 <= goal_place < len(grid.tables):
        raise RefusedEditError(_("This row is at the end of the program already."))
    goal = grid.tables[goal_place]
    enters_at = 0 if command.by > 0 else len(goal.rows)
    _insert_row(goal, enters_at, table.rows[place])
    table.rows.pop(place)


def add_row(grid: Grid, command: AddRow) -> None:
    """A blank row at the end of a workout. Raises RefusedEditError where it is full."""
    table = _find_table(grid, command.letter)
    _insert_row(table, len(table.rows), _empty_row(grid))


def duplicate_row(grid: Grid, command: DuplicateRow) -> None:
    """The row once more, right after it, with its notes. Raises RefusedEditError where its workout is full."""
    table, place = _find_row(grid, command.row)
    _insert_row(table, place + 1, _copy_of(grid, table.rows[place]))


def delete_row(grid: Grid, command: DeleteRow) -> None:
    """Raises RefusedEditError where no row is chosen."""
    table, place = _find_row(grid, command.row)
    table.rows.pop(place)


def fill_right(grid: Grid, command: FillRight, numbers: Thresholds) -> None:
    """Copy a dose into the weeks to its right, each one step further than the one before.

    Starts at the chosen week, or at the row's first dose. Lighter weeks and race weeks keep what they
    have; an empty lighter week gets the lighter dose, an empty race week stays empty.
    Raises RefusedEditError where the row has no dose to start from.
    """
    table, place = _find_row(grid, command.row)
    row = table.rows[place]
    start = _first_dose(row, grid.place_of(command.week))
    value = row.cells[start].value
    assert value is not None
    for later in range(start + 1, len(grid.weeks)):
        week = grid.weeks[later]
        if not (week.is_deload or week.is_race):
            value = stepped(value, command.step, command.ceiling, numbers)
            row.cells[later] = Cell.of(value)
        elif week.is_deload and row.cells[later].is_empty:
            row.cells[later] = _lighter_cell(row, value, numbers)


def _first_dose(row: GridRow, chosen: int | None) -> int:
    """The place to fill from: the chosen one where it holds a dose, else the first that does."""
    if chosen is not None and row.cells[chosen].value is not None:
        return chosen
    for place, cell in enumerate(row.cells):
        if cell.value is not None:
            return place
    raise RefusedEditError(_("Write a dose into this row first."))


def _lighter_cell(row: GridRow, value: DoseValue, numbers: Thresholds) -> Cell:
    return Cell.of(lighter(value, is_plyometric=row.is_plyometric, numbers=numbers))


# -- exercises -------------------------------------------------------------------------------


def swap_exercise(grid: Grid, command: SwapExercise) -> None:
    """Another exercise from the chosen week on: the row keeps the weeks before, a new one takes the rest.

    Raises RefusedEditError for an exercise that is not in the library, and where the workout is full.
    """
    table, place = _find_row(grid, command.row)
    row, start = table.rows[place], _find_week(grid, command.week)
    exercise = _find_exercise(command.exercise)
    if all(cell.is_empty for cell in row.cells[:start]):
        _put_exercise(row, exercise)
        return
    later = _copy_of(grid, row)
    later.source = ""  # another exercise: the notes of the former one do not fit
    _put_exercise(later, exercise)
    for week in range(len(grid.weeks)):
        emptied = later if week < start else row
        emptied.cells[week] = Cell()
    _insert_row(table, place + 1, later)


def replace_exercise(grid: Grid, command: ReplaceExercise) -> None:
    """Another exercise in the same row, with the same dose. Raises RefusedEditError where one of them is not there."""
    table, place = _find_row(grid, command.row)
    _put_exercise(table.rows[place], _find_exercise(command.exercise))


def insert_exercise(grid: Grid, command: InsertExercise, numbers: Thresholds) -> None:
    """An exercise in the weeks that lack it, at the dose that was asked for or its usual one.

    Lighter weeks get the lighter dose. Plyometrics come first (clinical.md 3.3), all others last.
    Raises RefusedEditError for an unknown workout or exercise, and where the workout is full.
    """
    table, exercise = _find_table(grid, command.letter), _find_exercise(command.exercise)
    value = command.dose or usual_dose(exercise)
    row = _empty_row(grid)
    for place, week in enumerate(grid.weeks):
        if place in command.weeks:
            due = lighter(value, numbers=numbers) if week.is_deload else value
            row.cells[place] = Cell.of(due)
    _put_exercise(row, exercise)
    is_first = exercise.pattern == Pattern.PLYOMETRIC
    _insert_row(table, 0 if is_first else len(table.rows), row)


def usual_dose(exercise: Exercise) -> DoseValue:
    """The library's default dose of an exercise: sets of repetitions, or of seconds."""
    amount = exercise.default_amount
    if exercise.measure == "seconds":
        return DoseValue(exercise.default_sets, seconds=amount)
    return DoseValue(exercise.default_sets, reps=Span(Decimal(amount), Decimal(amount)))


# -- weeks -----------------------------------------------------------------------------------


def insert_week(grid: Grid, command: InsertWeek) -> None:
    """An empty week after the chosen one, in the same phase. Raises RefusedEditError past 52 weeks."""
    place = _find_week(grid, command.after)
    before = grid.weeks[place]
    _make_room(grid)
    grid.weeks.insert(place + 1, GridWeek(grid.new_key(), before.phase, before.phase_code))
    for row in grid.rows:
        row.cells.insert(place + 1, Cell())


def duplicate_week(grid: Grid, command: DuplicateWeek) -> None:
    """The chosen week once more, right after it, with its notes. Raises RefusedEditError past 52 weeks."""
    place = _find_week(grid, command.week)
    _make_room(grid)
    week = copy(grid.weeks[place])
    week.source = _stored_key(week)
    week.key, week.is_begun = grid.new_key(), False
    grid.weeks.insert(place + 1, week)
    for row in grid.rows:
        row.cells.insert(place + 1, copy(row.cells[place]))


def _make_room(grid: Grid) -> None:
    if len(grid.weeks) >= MAX_WEEKS:
        raise RefusedEditError(_("A program has at most 52 weeks."))


def delete_week(grid: Grid, command: DeleteWeek) -> None:
    """Raises RefusedEditError for the last week, and for one of which a session has begun."""
    place = _find_week(grid, command.week)
    if grid.weeks[place].is_begun:
        raise RefusedEditError(_("A session of this week has begun: it stays, so that the record stays readable."))
    if len(grid.weeks) == 1:
        raise RefusedEditError(_("A program has at least one week."))
    grid.weeks.pop(place)
    for row in grid.rows:
        row.cells.pop(place)


def toggle_lighter_week(grid: Grid, command: ToggleLighterWeek, numbers: Thresholds) -> None:
    """The chosen week becomes a lighter one with lighter doses (clinical.md 4.3).

    A lighter week loses only its mark: what it was before is not known.
    """
    place = _find_week(grid, command.week)
    week = grid.weeks[place]
    week.is_deload = not week.is_deload
    if not week.is_deload:
        return
    for row in grid.rows:
        value = row.cells[place].value
        if value is not None:
            row.cells[place] = _lighter_cell(row, value, numbers)


def toggle_race_week(grid: Grid, command: ToggleRaceWeek) -> None:
    """Marks the chosen week as the race week, or takes the mark away."""
    week = grid.weeks[_find_week(grid, command.week)]
    week.is_race = not week.is_race


# -- workouts --------------------------------------------------------------------------------


def add_workout(grid: Grid, command: AddWorkout) -> None:
    """The next workout with a blank row, or a calf top-up. Raises RefusedEditError where no letter is free."""
    letter = _free_letter(grid, command)
    title = _("Calf top-up") if command.is_top_up else _("Workout {letter}").format(letter=letter)
    grid.tables.append(Table(letter, title, [], is_optional=command.is_top_up))
    grid.tables.sort(key=lambda table: table.letter)
    add_row(grid, AddRow(letter))


def _free_letter(grid: Grid, command: AddWorkout) -> str:
    used = {table.letter for table in grid.tables}
    fitting = TOP_UP_LETTER if command.is_top_up else LETTERS
    for letter in fitting:
        if letter not in used:
            return letter
    raise RefusedEditError(_("A program has at most three workouts."))


def delete_workout(grid: Grid, command: DeleteWorkout) -> None:
    """Raises RefusedEditError while it has rows, for the last one, and for one of which a session has begun."""
    table = _find_table(grid, command.letter)
    if any(not row.is_blank for row in table.rows):
        raise RefusedEditError(_("Delete the rows of this workout first."))
    if table.is_begun:
        raise RefusedEditError(_("A session of this workout has begun: it stays, so that the record stays readable."))
    if len(grid.tables) == 1:
        raise RefusedEditError(_("A program has at least one workout."))
    grid.tables.remove(table)


# -- shared ----------------------------------------------------------------------------------


def _find_row(grid: Grid, key: str) -> tuple[Table, int]:
    found = grid.find(key)
    if found is None:
        raise RefusedEditError(_("Choose a row first."))
    return found


def _find_week(grid: Grid, key: str) -> int:
    place = grid.place_of(key)
    if place is None:
        raise RefusedEditError(_("Choose a week first."))
    return place


def _find_table(grid: Grid, letter: str) -> Table:
    for table in grid.tables:
        if table.letter == letter:
            return table
    raise RefusedEditError(_("There is no such workout."))


def _find_exercise(text: str) -> Exercise:
    """The exercise of that address or name; drafts are not prescribed yet."""
    found = Exercise.objects.exclude(status=Status.DRAFT)
    exercise = found.filter(slug=text).first() or found.filter(name=text).first()
    if exercise is None:
        raise RefusedEditError(_("There is no exercise “{text}” in the library.").format(text=text))
    return exercise


def _empty_row(grid: Grid) -> GridRow:
    return GridRow(grid.new_key(), cells=[Cell() for _week in grid.weeks])


def _insert_row(table: Table, place: int, row: GridRow) -> None:
    if len(table.rows) >= MAX_ROWS:
        raise RefusedEditError(_("A workout has at most 40 rows."))
    waiting = _first_blank(table)
    if waiting is None or waiting >= place or row.is_blank:
        table.rows.insert(place, row)
    else:
        table.rows[waiting] = row  # a blank row waits to be written in


def _first_blank(table: Table) -> int | None:
    for place, row in enumerate(table.rows):
        if row.is_blank:
            return place
    return None


def _copy_of(grid: Grid, row: GridRow) -> GridRow:
    cells = [copy(cell) for cell in row.cells]
    return replace(row, key=grid.new_key(), source=_stored_key(row), cells=cells, errors={})


def _stored_key(copied: GridRow | GridWeek) -> str:
    """The key of the stored row or week whose notes a copy takes along; empty where there is none."""
    is_new = copied.key.startswith("n")
    return copied.source if is_new else copied.key


def _put_exercise(row: GridRow, exercise: Exercise) -> None:
    row.exercise, row.exercise_text = exercise, exercise.name
    row.tempo = row.tempo or exercise.default_tempo
    row.rest = row.rest or str(exercise.default_rest_seconds)
