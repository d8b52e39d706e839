"""What the grid's buttons do to it: which edit a command is, and those of whole workouts.

An edit takes a grid and its command and changes the grid in place; it raises RefusedEditError with a sentence where
it cannot. ``row_edits`` and ``week_edits`` hold the others.
"""

from __future__ import annotations

from typing import assert_never

from django.utils.translation import gettext as _

from ..rules.thresholds import Thresholds
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
    PasteBlock,
    RefusedEditError,
    ReplaceExercise,
    RowCommand,
    SwapExercise,
    ToggleLighterWeek,
    ToggleRaceWeek,
    WeekCommand,
    WorkoutCommand,
)
from .row_edits import (
    add_row,
    delete_row,
    duplicate_row,
    fill_right,
    find_table,
    insert_exercise,
    move_row,
    paste_block,
    replace_exercise,
    swap_exercise,
)
from .shape import LETTERS, Grid, Table
from .week_edits import delete_week, duplicate_week, insert_week, toggle_lighter_week, toggle_race_week

#: The workout that a calf top-up becomes.
TOP_UP_LETTER = "C"


def apply_edit(grid: Grid, command: EditCommand, numbers: Thresholds) -> str:
    """Do to the grid what a button asks for. Raises RefusedEditError with a sentence where it cannot.

    numbers -- the clinic's: how far a load may step, and how much lighter a lighter week is
    Returns what is to be said of it, such as what of a block found no place; mostly nothing.
    """
    if isinstance(command, PasteBlock):
        return paste_block(grid, command)
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
    return ""


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


# -- workouts --------------------------------------------------------------------------------


def add_workout(grid: Grid, command: AddWorkout) -> None:
    """The next workout with a blank row, or a calf top-up. Raises RefusedEditError where no letter is free."""
    letter = _free_letter(grid, command)
    title = _("Calf top-up") if command.is_top_up else _("Workout {letter}").format(letter=letter)
    grid.tables.append(Table(letter, title, [], is_optional=command.is_top_up))
    grid.tables.sort(key=lambda table: table.letter)
    add_row(grid, AddRow(letter))


def _free_letter(grid: Grid, command: AddWorkout) -> str:
    fitting = TOP_UP_LETTER if command.is_top_up else LETTERS
    for letter in fitting:
        if letter not in grid.letters:
            return letter
    raise RefusedEditError(_("A program has at most three workouts."))


def delete_workout(grid: Grid, command: DeleteWorkout) -> None:
    """Raises RefusedEditError while it has rows, for the last one, and for one of which a session has begun."""
    table = find_table(grid, command.letter)
    if any(not row.is_blank for row in table.rows):
        raise RefusedEditError(_("Delete the rows of this workout first."))
    if table.is_begun:
        raise RefusedEditError(_("A session of this workout has begun: it stays, so that the record stays readable."))
    if len(grid.tables) == 1:
        raise RefusedEditError(_("A program has at least one workout."))
    grid.tables.remove(table)
