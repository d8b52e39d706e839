"""What the grid's page shows beside the grid: rows to write in, a week as its sessions, two versions compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from athletes.wording.doses import left_words, value_words
from programs.grid.page import badge_of
from programs.grid.shape import Grid, GridRow, Table
from programs.grid.totals import Total
from programs.translating import name_of

#: Rows that an empty workout is opened with.
BLANK_ROWS = 6
NOTHING = "-"


class CellDifference(NamedTuple):
    """One cell that two versions of a program fill differently."""

    exercise: str
    week: int
    mine: str
    theirs: str


@dataclass(frozen=True)
class SessionLine:
    """One exercise of a session: its name, its dose in words, and the effort."""

    exercise: str
    dose: str
    left: str


@dataclass(frozen=True)
class WeekSession:
    """One workout in one week, as the athlete will do it."""

    letter: str
    title: str
    minutes: float
    lines: list[SessionLine]


@dataclass(frozen=True)
class WeekCard:
    """One week as its sessions. badge -- what kind of week it is; empty for an ordinary one"""

    number: int
    key: str
    phase: str
    badge: str
    sessions: list[WeekSession]


def week_cards(grid: Grid, totals: Mapping[str, list[Total]]) -> list[WeekCard]:
    """Every week of the grid as its sessions: what stands in a column, read downward."""
    cards = []
    for place, week in enumerate(grid.weeks):
        sessions = []
        for table in grid.tables:
            lines = _session_lines(table, place)
            if lines:
                minutes = totals[table.letter][place].minutes
                sessions.append(WeekSession(table.letter, table.title, minutes, lines))
        cards.append(WeekCard(place + 1, week.key, week.phase, badge_of(week), sessions))
    return cards


def _session_lines(table: Table, place: int) -> list[SessionLine]:
    lines = []
    for row in table.rows:
        value = row.cells[place].value
        if value is None or row.exercise is None:
            continue
        dose = value_words(value, is_unilateral=row.exercise.is_unilateral)
        lines.append(SessionLine(name_of(row.exercise), dose, left_words(value)))
    return lines


def with_blank_rows(grid: Grid) -> Grid:
    """An empty workout is opened with rows to write in."""
    for table in grid.tables:
        if all(row.is_blank for row in table.rows):
            while len(table.rows) < BLANK_ROWS:
                table.rows.append(grid.blank_row())
    return grid


def errors_of(grid: Grid) -> dict[str, str]:
    """Why a field cannot be read, by the field's name."""
    reasons = {"name": grid.name_error}
    for week in grid.weeks:
        reasons[f"phase-{week.key}"] = week.error
    for table in grid.tables:
        reasons[f"title-{table.letter}"] = table.error
        for row in table.rows:
            reasons |= _errors_of_row(row, grid)
    return {field: why for field, why in reasons.items() if why}


def _errors_of_row(row: GridRow, grid: Grid) -> dict[str, str]:
    reasons = {}
    for name, why in row.errors.items():
        reasons[f"{name}-{row.key}"] = why
    for week, cell in zip(grid.weeks, row.cells, strict=True):
        reasons[f"cell-{row.key}-{week.key}"] = cell.error
    return reasons


def differences(mine: Grid, theirs: Grid) -> list[CellDifference]:
    """Where two versions differ, row by row of mine, then what only theirs has."""
    my_cells, their_cells = _cells(mine), _cells(theirs)
    found = []
    for exercise, week in my_cells | their_cells:
        my_text = my_cells.get((exercise, week), NOTHING)
        their_text = their_cells.get((exercise, week), NOTHING)
        if my_text != their_text:
            found.append(CellDifference(exercise, week, my_text, their_text))
    return found


def _cells(grid: Grid) -> dict[tuple[str, int], str]:
    """What stands in each cell, by workout and exercise as typed, and the week's number."""
    texts = {}
    for table in grid.tables:
        for row in table.rows:
            for number, cell in enumerate(row.cells, start=1):
                texts[f"{table.letter} {row.exercise_text}", number] = cell.text or NOTHING
    return texts
