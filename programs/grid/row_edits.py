"""What the grid's buttons do to its rows and exercises, on what is typed and not yet saved.

An edit takes a grid and its command and changes the grid in place; it raises RefusedEditError with a sentence where
it cannot. Nothing here touches the database but the look-up of an exercise.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.rules.prescription.dose import DoseValue, Span
from programs.rules.prescription.steps import lighter, stepped

from ..models import Exercise, Pattern
from ..rules.thresholds import Thresholds
from ..translating import keys_by_translated_name, name_of
from .commands import (
    AddRow,
    DeleteRow,
    DuplicateRow,
    FillRight,
    InsertExercise,
    MoveRow,
    PasteBlock,
    RefusedEditError,
    ReplaceExercise,
    SwapExercise,
)
from .shape import MAX_ROWS, Cell, Grid, GridRow, Table
from .week_edits import find_week

#: The columns before the weeks, in their order on the page.
BEFORE_THE_WEEKS = ("exercise", "superset", "tempo", "rest")

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
        raise RefusedEditError(_("This row is already at the end of the program."))
    goal = grid.tables[goal_place]
    enters_at = 0 if command.by > 0 else len(goal.rows)
    _insert_row(goal, enters_at, table.rows[place])
    table.rows.pop(place)


def add_row(grid: Grid, command: AddRow) -> None:
    """A blank row at the end of a workout. Raises RefusedEditError where it is full."""
    _add_row_to(grid, find_table(grid, command.letter))


def _add_row_to(grid: Grid, table: Table) -> GridRow:
    """A blank row at the end of that workout. Raises RefusedEditError where it is full."""
    row = grid.blank_row()
    _insert_row(table, len(table.rows), row)
    return row


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
            row.cells[later] = row.lighter_cell(value, numbers)


def _first_dose(row: GridRow, chosen: int | None) -> int:
    """The place to fill from: the chosen one where it holds a dose, else the first that does."""
    if chosen is not None and row.cells[chosen].value is not None:
        return chosen
    for place, cell in enumerate(row.cells):
        if cell.value is not None:
            return place
    raise RefusedEditError(_("Write a dose into this row first."))


# -- a block of a spreadsheet -----------------------------------------------------------------


def paste_block(grid: Grid, command: PasteBlock) -> str:
    """Fill the block into its own workout, row by row from that field on; rows that it has not are added to it.

    Texts are stored as they came and read afterwards, like typing. Returns a sentence on what found no place: columns
    past the last week, and rows of a workout that is full. Raises RefusedEditError where the field is not in the grid.
    """
    table, column = _place_of(grid, command)
    rows = [row for key in command.rows for row in table.rows if row.key == key]
    while len(rows) < len(command.lines) and len(table.rows) < MAX_ROWS:
        rows.append(_add_row_to(grid, table))
    widest = 0
    for row, line in zip(rows, command.lines, strict=False):
        for offset, text in enumerate(line):
            _put(row, column + offset, text)
        widest = max(widest, column + len(line))
    columns = widest - len(BEFORE_THE_WEEKS) - len(grid.weeks)
    return _not_taken(columns, len(command.lines) - len(rows))


def _place_of(grid: Grid, command: PasteBlock) -> tuple[Table, int]:
    """The workout and the column of the field."""
    name, _dash, keys = command.field.partition("-")
    row_key, _dash, week_key = keys.partition("-")
    table = next((table for table in grid.tables if row_key in table.row_keys), None)
    if table is not None and name in BEFORE_THE_WEEKS:
        return table, BEFORE_THE_WEEKS.index(name)
    if table is not None and name == "cell" and week_key in grid.week_keys:
        return table, len(BEFORE_THE_WEEKS) + grid.week_keys.index(week_key)
    raise RefusedEditError(_("Choose a cell of the grid first, then paste again."))


def _put(row: GridRow, column: int, text: str) -> None:
    """column -- from the exercise on; one past the last week is left out"""
    match column:
        case 0:
            row.exercise_text = text
        case 1:
            row.superset = text
        case 2:
            row.tempo = text
        case 3:
            row.rest = text
        case _ if column - len(BEFORE_THE_WEEKS) < len(row.cells):
            row.cells[column - len(BEFORE_THE_WEEKS)] = Cell(text or "-")


def _not_taken(columns: int, rows: int) -> str:
    said = []
    if columns > 0:
        one = _("Not taken: 1 column past the last week. Add a week, and paste it again.")
        more = _("Not taken: {count} columns past the last week. Add weeks, and paste them again.")
        said.append(one if columns == 1 else more.format(count=columns))
    if rows > 0:
        words = ngettext(
            "Not taken: {count} row, the workout is full. Paste it into another one.",
            "Not taken: {count} rows, the workout is full. Paste them into another one.",
            rows,
        )
        said.append(words.format(count=rows))
    return " ".join(said)


# -- exercises -------------------------------------------------------------------------------


def swap_exercise(grid: Grid, command: SwapExercise) -> None:
    """Another exercise from the chosen week on: the row keeps the weeks before, a new one takes the rest.

    Raises RefusedEditError for an exercise that is not in the library, and where the workout is full.
    """
    table, place = _find_row(grid, command.row)
    row, start = table.rows[place], find_week(grid, command.week)
    exercise = find_exercise(command.exercise)
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
    _put_exercise(table.rows[place], find_exercise(command.exercise))


def insert_exercise(grid: Grid, command: InsertExercise, numbers: Thresholds) -> None:
    """An exercise in the weeks that lack it, at the dose that was asked for or its usual one.

    Lighter weeks get the lighter dose. Plyometrics come first (clinical.md 3.3), all others last.
    Raises RefusedEditError for an unknown workout or exercise, and where the workout is full.
    """
    table, exercise = find_table(grid, command.letter), find_exercise(command.exercise)
    value = command.dose or usual_dose(exercise)
    row = grid.blank_row()
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


# -- shared ----------------------------------------------------------------------------------


def _find_row(grid: Grid, key: str) -> tuple[Table, int]:
    found = grid.find(key)
    if found is None:
        raise RefusedEditError(_("Choose a row first."))
    return found


def find_table(grid: Grid, letter: str) -> Table:
    """The workout of that letter. Raises RefusedEditError where there is none."""
    for table in grid.tables:
        if table.letter == letter:
            return table
    raise RefusedEditError(_("That workout does not exist."))


def find_exercise(text: str) -> Exercise:
    """The exercise of that address or name; drafts are not prescribed yet."""
    found = Exercise.objects.ever_published().select_related("merged_into")
    exercise = found.filter(slug=text).first() or found.filter(name=text).first()
    if exercise is None:
        exercise = found.filter(pk__in=keys_by_translated_name([text]).values()).first()
    if exercise is None:
        raise RefusedEditError(_("There is no exercise “{text}” in the library.").format(text=text))
    return exercise.as_kept


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
    cells = list(map(copy, row.cells))
    return replace(row, key=grid.new_key(), source=row.note_source, cells=cells, errors={})


def _put_exercise(row: GridRow, exercise: Exercise) -> None:
    row.exercise, row.exercise_text = exercise, name_of(exercise)
    row.tempo = row.tempo or exercise.default_tempo
    row.rest = row.rest or str(exercise.default_rest_seconds)
