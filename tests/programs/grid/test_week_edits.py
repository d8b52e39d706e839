"""What the buttons do to weeks and workouts, on grids that are written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programs.grid.commands import (
    AddWorkout,
    DeleteWeek,
    DeleteWorkout,
    DuplicateWeek,
    InsertWeek,
    RefusedEditError,
    ToggleLighterWeek,
    ToggleRaceWeek,
)
from programs.grid.edits import add_workout, apply_edit, delete_workout
from programs.grid.week_edits import (
    delete_week,
    duplicate_week,
    insert_week,
    toggle_lighter_week,
    toggle_race_week,
)
from programs.rules.thresholds import DEFAULTS

from .grids import doses_of, grid_of

pytestmark = pytest.mark.django_db

ROW = {"A": {"split-squat": ["3x8", "4x8"]}}


@pytest.fixture
def grid():
    return grid_of(ROW, weeks=2)


def test_an_empty_week_comes_after_the_chosen_one_in_its_phase(grid):
    grid.weeks[0].phase, grid.weeks[0].phase_code = "Build", "2"
    insert_week(grid, InsertWeek(grid.weeks[0].key))
    assert doses_of(grid) == ["3x8", "-", "4x8"]
    assert (grid.weeks[1].phase, grid.weeks[1].phase_code) == ("Build", "2")
    assert len({week.key for week in grid.weeks}) == 3


def test_a_copied_week_knows_whose_notes_to_take_and_has_not_begun(grid):
    grid.weeks[0].key, grid.weeks[0].is_begun = "12", True
    duplicate_week(grid, DuplicateWeek("12"))
    assert doses_of(grid) == ["3x8", "3x8", "4x8"]
    copy = grid.weeks[1]
    assert (copy.source, copy.is_begun) == ("12", False)
    duplicate_week(grid, DuplicateWeek(copy.key))
    assert grid.weeks[2].source == "12"


@pytest.mark.parametrize(
    "edit", [lambda g: insert_week(g, InsertWeek("n1")), lambda g: duplicate_week(g, DuplicateWeek("n1"))]
)
def test_a_program_has_no_more_than_52_weeks(edit):
    with pytest.raises(RefusedEditError, match="at most 52 weeks"):
        edit(grid_of({"A": {}}, weeks=52))


def test_a_week_is_deleted_with_its_doses(grid):
    delete_week(grid, DeleteWeek(grid.weeks[0].key))
    assert doses_of(grid) == ["4x8"]
    with pytest.raises(RefusedEditError, match="at least one week"):
        delete_week(grid, DeleteWeek(grid.weeks[0].key))


def test_a_begun_week_stays(grid):
    grid.weeks[0].is_begun = True
    with pytest.raises(RefusedEditError, match="it stays"):
        delete_week(grid, DeleteWeek(grid.weeks[0].key))


def test_a_week_becomes_lighter_and_back_by_its_mark_alone(grid):
    command = ToggleLighterWeek(grid.weeks[1].key)
    toggle_lighter_week(grid, command, DEFAULTS)
    assert (doses_of(grid), grid.weeks[1].is_deload) == (["3x8", "2x8"], True)
    toggle_lighter_week(grid, command, DEFAULTS)
    assert (doses_of(grid), grid.weeks[1].is_deload) == (["3x8", "2x8"], False)


def test_how_much_lighter_is_the_clinics_number(grid):
    toggle_lighter_week(grid, ToggleLighterWeek(grid.weeks[1].key), replace(DEFAULTS, deload_sets_cut=25))
    assert doses_of(grid) == ["3x8", "3x8"]


def test_the_race_week_is_marked_and_unmarked(grid):
    for is_race in (True, False):
        toggle_race_week(grid, ToggleRaceWeek(grid.weeks[0].key))
        assert grid.weeks[0].is_race is is_race


def test_without_a_week_the_therapist_is_asked_for_one(grid):
    for command in (InsertWeek(""), DuplicateWeek("n99"), DeleteWeek(""), ToggleLighterWeek(""), ToggleRaceWeek("x")):
        with pytest.raises(RefusedEditError, match="Choose a week first"):
            apply_edit(grid, command, DEFAULTS)


# -- workouts --------------------------------------------------------------------------------


def letters(grid) -> list[tuple[str, str, bool]]:
    return [(table.letter, table.title, table.is_optional) for table in grid.tables]


def test_workouts_take_the_next_letter_with_a_row_to_write_in(grid):
    add_workout(grid, AddWorkout())
    assert letters(grid)[1:] == [("B", "Workout B", False)]
    assert [row.is_blank for row in grid.tables[1].rows] == [True]
    add_workout(grid, AddWorkout())
    with pytest.raises(RefusedEditError, match="at most three workouts"):
        add_workout(grid, AddWorkout())


def test_a_top_up_is_workout_c_and_there_is_one(grid):
    add_workout(grid, AddWorkout(is_top_up=True))
    assert letters(grid)[1:] == [("C", "Calf top-up", True)]
    with pytest.raises(RefusedEditError, match="at most three workouts"):
        add_workout(grid, AddWorkout(is_top_up=True))


def test_only_an_empty_workout_goes_and_the_last_one_stays(grid):
    add_workout(grid, AddWorkout())
    with pytest.raises(RefusedEditError, match="Delete the rows"):
        delete_workout(grid, DeleteWorkout("A"))
    grid.tables[1].is_begun = True
    with pytest.raises(RefusedEditError, match="it stays"):
        delete_workout(grid, DeleteWorkout("B"))
    grid.tables[1].is_begun = False
    delete_workout(grid, DeleteWorkout("B"))
    grid.tables[0].rows.clear()
    with pytest.raises(RefusedEditError, match="at least one workout"):
        delete_workout(grid, DeleteWorkout("A"))
