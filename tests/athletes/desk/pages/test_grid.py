"""What the grid's page shows beside the grid: rows to write in, what cannot be read, two versions compared."""

from __future__ import annotations

import pytest

from athletes.desk.pages.grid import BLANK_ROWS, differences, errors_of, with_blank_rows
from programs.grid.shape import Grid, open_grid
from programs.models import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(base_template) -> Program:
    return Program.objects.with_plan().get(pk=base_template.pk)


@pytest.fixture
def grid(program) -> Grid:
    return open_grid(program)


def test_only_an_empty_workout_gets_rows_to_write_in(grid):
    filled = len(grid.tables[0].rows)
    grid.tables[1].rows.clear()
    with_blank_rows(grid)
    assert len(grid.tables[0].rows) == filled
    assert len(grid.tables[1].rows) == BLANK_ROWS
    assert {len(row.cells) for row in grid.tables[1].rows} == {len(grid.weeks)}
    assert len({row.key for row in grid.rows}) == filled + BLANK_ROWS


def test_each_field_that_cannot_be_read_says_why(grid):
    assert errors_of(grid) == {}
    row, week = grid.tables[0].rows[0], grid.weeks[1]
    grid.name_error = "name"
    week.error = "phase"
    grid.tables[0].error = "title"
    row.errors["tempo"] = "tempo"
    row.cells[1].error = "dose"
    assert errors_of(grid) == {
        "name": "name",
        f"phase-{week.key}": "phase",
        "title-A": "title",
        f"tempo-{row.key}": "tempo",
        f"cell-{row.key}-{week.key}": "dose",
    }


def test_two_versions_differ_where_one_was_changed_or_has_a_row_of_its_own(program, grid):
    theirs = open_grid(program)
    assert differences(grid, theirs) == []
    mine = grid.tables[0].rows[0]
    before = mine.cells[0].text
    mine.cells[0].text = "9x9"
    gone = theirs.tables[0].rows.pop()
    found = differences(grid, theirs)
    assert found[0] == (f"A {mine.exercise_text}", 1, "9x9", before)
    assert {each.exercise for each in found[1:]} == {f"A {gone.exercise_text}"}
    assert {each.theirs for each in found[1:]} == {"-"}
