"""What the buttons do to rows and exercises, on grids that are written by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.grid.commands import (
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
from programs.grid.row_edits import (
    add_row,
    delete_row,
    duplicate_row,
    fill_right,
    insert_exercise,
    move_row,
    paste_block,
    replace_exercise,
    swap_exercise,
    usual_dose,
)
from programs.grid.shape import MAX_ROWS, Cell, GridRow
from programs.models import Exercise, Status
from programs.rules.prescription.dose import parse
from programs.rules.thresholds import DEFAULTS

from .grids import doses_of, grid_of

pytestmark = pytest.mark.django_db

TWO = {"A": {"split-squat": "3x8", "clamshell": "2x10"}, "B": {"step-up": "3x6"}}


def slugs(grid) -> list[list[str]]:
    return [[row.exercise.slug if row.exercise else "" for row in table.rows] for table in grid.tables]


def key(grid, table=0, place=0) -> str:
    return grid.tables[table].rows[place].key


def test_a_row_changes_places_and_goes_on_into_the_next_workout():
    grid = grid_of(TWO)
    row = key(grid)
    move_row(grid, MoveRow(row, 1))
    assert slugs(grid) == [["clamshell", "split-squat"], ["step-up"]]
    move_row(grid, MoveRow(row, 1))
    assert slugs(grid) == [["clamshell"], ["split-squat", "step-up"]]
    move_row(grid, MoveRow(row, -1))
    assert slugs(grid) == [["clamshell", "split-squat"], ["step-up"]]


@pytest.mark.parametrize(("table", "by"), [(0, -1), (1, 1)])
def test_a_row_at_the_end_of_the_program_stays(table, by):
    grid = grid_of(TWO)
    with pytest.raises(RefusedEditError, match="at the end of the program"):
        move_row(grid, MoveRow(key(grid, table), by))


def test_a_copied_row_stands_below_with_the_same_doses_and_knows_whose_notes_to_take():
    grid = grid_of(TWO)
    grid.tables[0].rows[0].key = "31"
    duplicate_row(grid, DuplicateRow("31"))
    assert slugs(grid)[0] == ["split-squat", "split-squat", "clamshell"]
    copy = grid.tables[0].rows[1]
    assert (copy.source, doses_of(grid, "A", 1)) == ("31", ["3x8"])
    copy.cells[0] = Cell.of(parse("5x5"))
    assert doses_of(grid, "A", 0) == ["3x8"]
    duplicate_row(grid, DuplicateRow(copy.key))
    assert grid.tables[0].rows[2].source == "31"


def test_a_row_is_deleted():
    grid = grid_of(TWO)
    delete_row(grid, DeleteRow(key(grid)))
    assert slugs(grid) == [["clamshell"], ["step-up"]]


@pytest.mark.parametrize(
    "edit",
    [
        lambda grid: move_row(grid, MoveRow("", 1)),
        lambda grid: duplicate_row(grid, DuplicateRow("n99")),
        lambda grid: delete_row(grid, DeleteRow("")),
        lambda grid: fill_right(grid, FillRight("", ""), DEFAULTS),
        lambda grid: replace_exercise(grid, ReplaceExercise("n99", "step-up")),
    ],
)
def test_without_a_row_the_therapist_is_asked_for_one(edit):
    with pytest.raises(RefusedEditError, match="Choose a row first"):
        edit(grid_of(TWO))


def test_a_full_workout_takes_no_more_rows():
    grid = grid_of(TWO)
    grid.tables[0].rows += [GridRow(f"n{number}", "x") for number in range(100, 98 + MAX_ROWS)]
    with pytest.raises(RefusedEditError, match="at most 40 rows"):
        add_row(grid, AddRow("A"))


def test_a_new_exercise_is_written_into_a_blank_row_that_waits():
    grid = grid_of(TWO)
    add_row(grid, AddRow("A"))
    blank = key(grid, 0, 2)
    insert_exercise(grid, InsertExercise("A", "kettlebell-deadlift", frozenset({0})), DEFAULTS)
    assert slugs(grid)[0] == ["split-squat", "clamshell", "kettlebell-deadlift"]
    assert blank != key(grid, 0, 2)


# -- exercises -------------------------------------------------------------------------------


def test_an_inserted_exercise_is_done_in_the_weeks_that_lack_it_and_lighter_in_lighter_ones():
    grid = grid_of({"A": {}}, weeks=4, lighter=[2])
    insert_exercise(grid, InsertExercise("A", "step-up", frozenset({1, 2}), parse("4x6 @8")), DEFAULTS)
    assert doses_of(grid) == ["-", "4x6 @8", "2x6 @6", "-"]
    row = grid.tables[0].rows[0]
    assert (row.tempo, row.rest) == (row.exercise.default_tempo, str(row.exercise.default_rest_seconds))


def test_without_a_dose_the_exercise_comes_at_its_usual_one():
    step_up, hold = Exercise.objects.get(slug="step-up"), Exercise.objects.filter(measure="seconds").first()
    assert usual_dose(step_up) == parse(f"{step_up.default_sets}x{step_up.default_amount}")
    assert usual_dose(hold) == parse(f"{hold.default_sets}x{hold.default_amount}s")
    grid = grid_of({"A": {}})
    insert_exercise(grid, InsertExercise("A", "step-up", frozenset({0})), DEFAULTS)
    assert doses_of(grid) == [f"{step_up.default_sets}x{step_up.default_amount}"]


def test_plyometrics_are_put_first_and_others_last():
    grid = grid_of(TWO)
    insert_exercise(grid, InsertExercise("A", "pogo-jump", frozenset({0})), DEFAULTS)
    insert_exercise(grid, InsertExercise("A", "step-up", frozenset({0})), DEFAULTS)
    assert slugs(grid)[0] == ["pogo-jump", "split-squat", "clamshell", "step-up"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (InsertExercise("C", "step-up", frozenset()), "That workout does not exist"),
        (InsertExercise("A", "moonwalk", frozenset()), "There is no exercise “moonwalk”"),
    ],
)
def test_what_is_not_there_cannot_be_inserted(command, why):
    with pytest.raises(RefusedEditError, match=why):
        insert_exercise(grid_of(TWO), command, DEFAULTS)


def test_a_draft_of_the_library_is_not_prescribed():
    Exercise.objects.filter(slug="step-up").update(status=Status.DRAFT)
    grid = grid_of({"A": {"split-squat": "3x8"}})
    with pytest.raises(RefusedEditError, match="There is no exercise “step-up”"):
        replace_exercise(grid, ReplaceExercise(key(grid), "step-up"))


def test_a_swap_from_a_week_on_leaves_the_weeks_before_and_takes_no_notes_along():
    grid = grid_of({"A": {"split-squat": "3x8"}}, weeks=3)
    grid.tables[0].rows[0].key = "31"
    swap_exercise(grid, SwapExercise("31", grid.weeks[1].key, "Step-up"))
    assert slugs(grid) == [["split-squat", "step-up"]]
    assert (doses_of(grid, "A", 0), doses_of(grid, "A", 1)) == (["3x8", "-", "-"], ["-", "3x8", "3x8"])
    assert grid.tables[0].rows[1].source == ""


@pytest.mark.parametrize(("doses", "week"), [(["3x8", "3x8"], 0), (["-", "3x8"], 1)])
def test_a_swap_before_the_first_dose_is_another_exercise_in_the_same_row(doses, week):
    grid = grid_of({"A": {"split-squat": doses}}, weeks=2)
    swap_exercise(grid, SwapExercise(key(grid), grid.weeks[week].key, "step-up"))
    assert slugs(grid) == [["step-up"]]
    assert doses_of(grid) == doses


def test_a_replaced_exercise_keeps_dose_tempo_and_rest():
    grid = grid_of(TWO)
    row = grid.tables[0].rows[0]
    row.tempo, row.rest = "5-0-5-0", "75"
    replace_exercise(grid, ReplaceExercise(row.key, "step-up"))
    assert (row.exercise.slug, row.tempo, row.rest, doses_of(grid)) == ("step-up", "5-0-5-0", "75", ["3x8"])


# -- filling right ---------------------------------------------------------------------------


def test_filling_right_goes_one_step_further_in_each_ordinary_week():
    grid = grid_of({"A": {"split-squat": ["3x8 @7", "-", "-", "1x5", "-"]}}, weeks=5, lighter=[2], race=[3])
    fill_right(grid, FillRight(key(grid), "", "rep"), DEFAULTS)
    assert doses_of(grid) == ["3x8 @7", "3x9 @7", "2x9 @6", "1x5", "3x10 @7"]


def test_filling_right_starts_at_the_chosen_week_and_stops_at_the_ceiling():
    grid = grid_of({"A": {"split-squat": ["3x8", "3x10", "-", "-"]}}, weeks=4)
    fill_right(grid, FillRight(key(grid), grid.weeks[1].key, "rep", Decimal(11)), DEFAULTS)
    assert doses_of(grid) == ["3x8", "3x10", "3x11", "3x11"]


def test_a_lighter_week_keeps_what_it_has():
    grid = grid_of({"A": {"split-squat": ["3x8", "1x3"]}}, weeks=2, lighter=[1])
    fill_right(grid, FillRight(key(grid), ""), DEFAULTS)
    assert doses_of(grid) == ["3x8", "1x3"]


def test_a_row_without_a_dose_cannot_be_filled():
    grid = grid_of({"A": {"split-squat": "-"}})
    with pytest.raises(RefusedEditError, match="Write a dose into this row first"):
        fill_right(grid, FillRight(key(grid), ""), DEFAULTS)


# -- a block of a spreadsheet ----------------------------------------------------------------


def test_a_block_fills_the_rows_that_are_seen_and_adds_the_rest_to_its_own_workout():
    grid = grid_of(TWO)
    first, second = key(grid), key(grid, place=1)
    before = slugs(grid)[1]
    lines = (("Step-up", "", "3-1-1-0", "60", "3x6"), ("Dead bug", "", "", "", "2x8"), ("Bird dog",))
    said = paste_block(grid, PasteBlock(f"exercise-{second}", (second,), lines))
    assert said == ""
    assert [row.exercise_text for row in grid.tables[0].rows][1:] == ["Step-up", "Dead bug", "Bird dog"]
    assert [row.cells[0].text for row in grid.tables[0].rows] == ["3x8", "3x6", "2x8", "-"]
    assert grid.tables[0].rows[1].tempo == "3-1-1-0"
    assert slugs(grid)[1] == before
    assert grid.tables[0].rows[0].key == first


def test_what_finds_no_place_is_told_and_overwrites_nothing():
    grid = grid_of(TWO)
    row, week = key(grid), grid.weeks[-1].key
    assert "2 columns past the last week" in paste_block(
        grid, PasteBlock(f"cell-{row}-{week}", (row,), (("3x6", "3x7", "3x8"),))
    )
    assert grid.tables[0].rows[0].cells[-1].text == "3x6"
    lines = tuple((f"1x{number}",) for number in range(1, MAX_ROWS + 3))
    said = paste_block(grid, PasteBlock(f"cell-{row}-{grid.weeks[0].key}", (row, key(grid, place=1)), lines))
    assert "Not taken: 2 rows" in said
    assert len(grid.tables[0].rows) == MAX_ROWS
    assert grid.tables[0].rows[-1].cells[0].text == f"1x{MAX_ROWS}"


@pytest.mark.parametrize("field", ["", "cell-none-none", "title-A", "cell-"])
def test_a_block_without_a_field_of_the_grid_is_refused(field):
    with pytest.raises(RefusedEditError, match="Choose a cell"):
        paste_block(grid_of(TWO), PasteBlock(field, (), (("3x8",),)))
