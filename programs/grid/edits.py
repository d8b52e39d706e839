"""What the grid's buttons do: on the chosen row, in the chosen week, on what is typed and not yet saved.

An edit takes a grid and its ``Choice`` and changes the grid in place; it raises RefusedEditError
with a sentence where it cannot. Nothing here touches the database but the look-up of an exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from ..models import Exercise, Pattern
from ..models.library import Status
from ..models.plan import MAX_WEEKS
from ..rules import dose
from ..rules.errors import ShorthandError
from ..rules.steps import STEPS, Step, lighter, stepped
from .shape import LETTERS, MAX_ROWS, Cell, Grid, GridWeek, Row, Table


class RefusedEditError(Exception):
    """This cannot be done to the grid; the message says why, for the therapist."""


@dataclass(frozen=True)
class Choice:
    """What an edit is about: the chosen row and week, the button's own target, and the toolbar's fields."""

    row: str = ""
    week: str = ""
    target: str = ""
    fields: Mapping[str, str] | None = None

    def text(self, name: str) -> str:
        return (self.fields or {}).get(name, "").strip()


Edit = Callable[[Grid, Choice], None]


def _row(grid: Grid, choice: Choice) -> tuple[Table, int]:
    found = grid.find(choice.row)
    if found is None:
        raise RefusedEditError(_("Choose a row first."))
    return found


def _week(grid: Grid, choice: Choice) -> int:
    place = grid.place_of(choice.week)
    if place is None:
        raise RefusedEditError(_("Choose a week first."))
    return place


# -- rows ------------------------------------------------------------------------------------


def _move(by: int) -> Edit:
    """One place up or down; past the end of its workout a row goes on into the next one."""

    def move(grid: Grid, choice: Choice) -> None:
        table, place = _row(grid, choice)
        other = place + by
        if 0 <= other < len(table.rows):
            table.rows[place], table.rows[other] = table.rows[other], table.rows[place]
            return
        next_one = grid.tables.index(table) + by
        if not 0 <= next_one < len(grid.tables):
            raise RefusedEditError(_("This row is at the end of the program already."))
        goal = grid.tables[next_one]
        _insert(grid, goal, 0 if by > 0 else len(goal.rows), table.rows[place])
        table.rows.pop(place)

    return move


def delete_row(grid: Grid, choice: Choice) -> None:
    table, place = _row(grid, choice)
    table.rows.pop(place)


def duplicate_row(grid: Grid, choice: Choice) -> None:
    table, place = _row(grid, choice)
    _insert(grid, table, place + 1, _copy_of(grid, table.rows[place]))


def add_row(grid: Grid, choice: Choice) -> None:
    """A blank row at the end of the workout whose letter is the target."""
    table = _table(grid, choice.target)
    _insert(grid, table, len(table.rows), Row(grid.new_key(), cells=[Cell() for _week in grid.weeks]))


def swap_row(grid: Grid, choice: Choice) -> None:
    """Another exercise from the chosen week on: the row keeps the weeks before, a new one takes the rest."""
    table, place = _row(grid, choice)
    row, start = table.rows[place], _week(grid, choice)
    exercise = _exercise(choice.text("swap_to"))
    if not start or all(cell.is_empty for cell in row.cells[:start]):
        _put_exercise(row, exercise)
        return
    later = _copy_of(grid, row)
    later.source = ""  # another exercise: the notes of the former one do not fit
    _put_exercise(later, exercise)
    for week in range(len(grid.weeks)):
        (later if week < start else row).cells[week] = Cell()
    _insert(grid, table, place + 1, later)


def replace_exercise(grid: Grid, choice: Choice) -> None:
    """Another exercise in the same row, with the same dose. target -- ``<row key>:<exercise's address>``."""
    key, _colon, slug = choice.target.partition(":")
    table, place = _row(grid, Choice(row=key))
    _put_exercise(table.rows[place], _exercise(slug))


def insert_exercise(grid: Grid, choice: Choice) -> None:
    """An exercise at its usual dose in the weeks that lack it.

    target -- ``<letter>:<exercise's address>:<places of the weeks, parted by commas>[:<dose>]``
    """
    letter, slug, places, text = [*choice.target.split(":"), "", "", ""][:4]
    table, exercise = _table(grid, letter), _exercise(slug)
    try:
        value = dose.parse(text.replace("_", " ")) if text else usual_dose(exercise)
    except ShorthandError as error:
        raise RefusedEditError(str(error)) from error
    due = {int(place) for place in places.split(",") if place.isdecimal() and len(place) < 3}
    cells = [Cell.of(value if place in due else None) for place in range(len(grid.weeks))]
    for place, week in enumerate(grid.weeks):
        if place in due and week.is_deload and value is not None:
            cells[place] = Cell.of(lighter(value))
    row = Row(grid.new_key(), cells=cells)
    _put_exercise(row, exercise)
    first = exercise.pattern == Pattern.PLYOMETRIC  # plyometrics come first (clinical.md 3.3)
    _insert(grid, table, 0 if first else len(table.rows), row)


def usual_dose(exercise: Exercise) -> dose.DoseValue:
    """The library's default dose of an exercise."""
    amount = exercise.default_amount
    if exercise.measure == "seconds":
        return dose.DoseValue(exercise.default_sets, seconds=amount)
    return dose.DoseValue(exercise.default_sets, reps=dose.Span(Decimal(amount), Decimal(amount)))


def fill_right(grid: Grid, choice: Choice) -> None:
    """Copy a dose into the weeks to its right, each one step further than the one before.

    Starts at the chosen week, or at the row's first dose. Lighter weeks and race weeks keep what they
    have; an empty lighter week gets the lighter dose, an empty race week stays empty.
    Toolbar: ``step_by`` (same, rep, set, rpe, load) and ``ceiling`` (a figure, or empty).
    """
    table, place = _row(grid, choice)
    row = table.rows[place]
    start = _start_of(row, grid.place_of(choice.week))
    step: Step = next((step for step in STEPS if step == choice.text("step_by")), "same")
    ceiling = _figure(choice.text("ceiling"))
    value = row.cells[start].value
    for later in range(start + 1, len(grid.weeks)):
        week = grid.weeks[later]
        assert value is not None
        if not (week.is_deload or week.is_race):
            value = stepped(value, step, ceiling)
            row.cells[later] = Cell.of(value)
        elif week.is_deload and row.cells[later].is_empty:
            row.cells[later] = Cell.of(lighter(value, is_plyometric=row.is_plyometric))


def _start_of(row: Row, place: int | None) -> int:
    if place is not None and row.cells[place].value is not None:
        return place
    first = next((place for place, cell in enumerate(row.cells) if cell.value is not None), None)
    if first is None:
        raise RefusedEditError(_("Write a dose into this row first."))
    return first


def _figure(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        figure = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise RefusedEditError(_("Write the most as a figure, like 12 or 8.5.")) from None
    if not figure.is_finite():
        raise RefusedEditError(_("Write the most as a figure, like 12 or 8.5."))
    return figure


# -- weeks -----------------------------------------------------------------------------------


def insert_week(grid: Grid, choice: Choice) -> None:
    """An empty week after the chosen one, in the same phase."""
    place = _week(grid, choice)
    before = grid.weeks[place]
    _insert_week(grid, place + 1, GridWeek(grid.new_key(), before.phase, before.phase_code), Cell)


def duplicate_week(grid: Grid, choice: Choice) -> None:
    """The chosen week once more, right after it, with its notes."""
    place = _week(grid, choice)
    week = copy(grid.weeks[place])
    week.source = week.source if week.key.startswith("n") else week.key
    week.key, week.is_begun = grid.new_key(), False
    _insert_week(grid, place + 1, week)


def _insert_week(grid: Grid, place: int, week: GridWeek, cell: Callable[[], Cell] | None = None) -> None:
    if len(grid.weeks) >= MAX_WEEKS:
        raise RefusedEditError(_("A program has at most 52 weeks."))
    grid.weeks.insert(place, week)
    for row in grid.rows:
        row.cells.insert(place, cell() if cell else copy(row.cells[place - 1]))


def delete_week(grid: Grid, choice: Choice) -> None:
    place = _week(grid, choice)
    if grid.weeks[place].is_begun:
        raise RefusedEditError(_("A session of this week has begun: it stays, so that the record stays readable."))
    if len(grid.weeks) == 1:
        raise RefusedEditError(_("A program has at least one week."))
    grid.weeks.pop(place)
    for row in grid.rows:
        row.cells.pop(place)


def deload_week(grid: Grid, choice: Choice) -> None:
    """The chosen week becomes a lighter one: sets -30 to -50 %, effort at most 6 (clinical.md 4.3).

    A lighter week loses only its mark: what it was before is not known.
    """
    place = _week(grid, choice)
    week = grid.weeks[place]
    week.is_deload = not week.is_deload
    if week.is_deload:
        for row in grid.rows:
            value = row.cells[place].value
            if value is not None:
                row.cells[place] = Cell.of(lighter(value, is_plyometric=row.is_plyometric))


def race_week(grid: Grid, choice: Choice) -> None:
    """Marks the chosen week as the race week, or takes the mark away."""
    week = grid.weeks[_week(grid, choice)]
    week.is_race = not week.is_race


# -- workouts --------------------------------------------------------------------------------


def add_workout(grid: Grid, choice: Choice) -> None:
    """The next workout; target ``top-up`` for an optional one with calf loading only."""
    used = {table.letter for table in grid.tables}
    is_top_up = choice.target == "top-up"
    free = [letter for letter in LETTERS if letter not in used and (letter == "C" or not is_top_up)]
    if not free:
        raise RefusedEditError(_("A program has at most three workouts."))
    title = _("Calf top-up") if is_top_up else _("Workout {letter}").format(letter=free[0])
    grid.tables.append(Table(free[0], title, [], is_optional=is_top_up))
    grid.tables.sort(key=lambda table: table.letter)
    add_row(grid, Choice(target=free[0]))


def delete_workout(grid: Grid, choice: Choice) -> None:
    table = _table(grid, choice.target)
    if any(not row.is_blank for row in table.rows):
        raise RefusedEditError(_("Delete the rows of this workout first."))
    if table.is_begun:
        raise RefusedEditError(_("A session of this workout has begun: it stays, so that the record stays readable."))
    if len(grid.tables) == 1:
        raise RefusedEditError(_("A program has at least one workout."))
    grid.tables.remove(table)


# -- shared ----------------------------------------------------------------------------------


def _table(grid: Grid, letter: str) -> Table:
    table = next((table for table in grid.tables if table.letter == letter), None)
    if table is None:
        raise RefusedEditError(_("There is no such workout."))
    return table


def _insert(grid: Grid, table: Table, place: int, row: Row) -> None:
    if len(table.rows) >= MAX_ROWS:
        raise RefusedEditError(_("A workout has at most 40 rows."))
    blank = next((at for at, each in enumerate(table.rows) if each.is_blank), None)
    if blank is not None and blank < place and not row.is_blank:
        table.rows[blank] = row  # a blank row waits to be written in
    else:
        table.rows.insert(place, row)


def _copy_of(grid: Grid, row: Row) -> Row:
    source = row.source if row.key.startswith("n") else row.key
    return replace(row, key=grid.new_key(), source=source, cells=[copy(cell) for cell in row.cells], errors={})


def _exercise(text: str) -> Exercise:
    found = Exercise.objects.exclude(status=Status.DRAFT)
    exercise = found.filter(slug=text).first() or found.filter(name=text).first()
    if exercise is None:
        raise RefusedEditError(_("There is no exercise “{text}” in the library.").format(text=text))
    return exercise


def _put_exercise(row: Row, exercise: Exercise) -> None:
    row.exercise, row.exercise_text = exercise, exercise.name
    row.tempo = row.tempo or exercise.default_tempo
    row.rest = row.rest or str(exercise.default_rest_seconds)


EDITS: dict[str, Edit] = {
    "up": _move(-1),
    "down": _move(1),
    "add": add_row,
    "duplicate": duplicate_row,
    "delete": delete_row,
    "fill": fill_right,
    "swap": swap_row,
    "replace": replace_exercise,
    "insert": insert_exercise,
    "insert-week": insert_week,
    "duplicate-week": duplicate_week,
    "delete-week": delete_week,
    "deload-week": deload_week,
    "race-week": race_week,
    "workout": add_workout,
    "delete-workout": delete_workout,
}
