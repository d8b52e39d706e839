"""What the grid's buttons do to its weeks: every row goes along.

An edit takes a grid and its command and changes the grid in place; it raises RefusedEditError with a sentence where
it cannot.
"""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from ..models.plan import MAX_WEEKS
from ..rules.thresholds import Thresholds
from .commands import (
    DeleteWeek,
    DuplicateWeek,
    InsertWeek,
    RefusedEditError,
    ToggleLighterWeek,
    ToggleRaceWeek,
)
from .shape import Cell, Grid, GridWeek


def insert_week(grid: Grid, command: InsertWeek) -> None:
    """An empty week after the chosen one, in the same phase. Raises RefusedEditError past 52 weeks."""
    place = find_week(grid, command.after)
    before = grid.weeks[place]
    _make_room(grid)
    grid.weeks.insert(place + 1, GridWeek(grid.new_key(), before.phase, before.phase_code))
    for row in grid.rows:
        row.cells.insert(place + 1, Cell())


def duplicate_week(grid: Grid, command: DuplicateWeek) -> None:
    """The chosen week once more, right after it, with its notes. Raises RefusedEditError past 52 weeks."""
    place = find_week(grid, command.week)
    _make_room(grid)
    week = copy(grid.weeks[place])
    week.source = week.note_source
    week.key, week.is_begun = grid.new_key(), False
    grid.weeks.insert(place + 1, week)
    for row in grid.rows:
        row.cells.insert(place + 1, copy(row.cells[place]))


def _make_room(grid: Grid) -> None:
    if len(grid.weeks) >= MAX_WEEKS:
        raise RefusedEditError(_("A program has at most 52 weeks."))


def delete_week(grid: Grid, command: DeleteWeek) -> None:
    """Raises RefusedEditError for the last week, and for one of which a session has begun."""
    place = find_week(grid, command.week)
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
    place = find_week(grid, command.week)
    week = grid.weeks[place]
    week.is_deload = not week.is_deload
    if not week.is_deload:
        return
    for row in grid.rows:
        value = row.cells[place].value
        if value is not None:
            row.cells[place] = row.lighter_cell(value, numbers)


def toggle_race_week(grid: Grid, command: ToggleRaceWeek) -> None:
    """Marks the chosen week as the race week, or takes the mark away."""
    week = grid.weeks[find_week(grid, command.week)]
    week.is_race = not week.is_race


def find_week(grid: Grid, key: str) -> int:
    """The place of the week with that key. Raises RefusedEditError where none is chosen."""
    place = grid.place_of(key)
    if place is None:
        raise RefusedEditError(_("Choose a week first."))
    return place
