"""What a grid is: the stored program as one, its keys, and how its errors and weeks are counted."""

from __future__ import annotations

import pytest

from programs.grid.shape import (
    Cell,
    GridRow,
    GridWeek,
    begun_weeks,
    begun_workouts,
    mark_begun,
    open_grid,
    weeks_in_words,
)
from programs.models import Program
from programs.rules.prescription.dose import parse, print_dose
from programs.rules.thresholds import DEFAULTS

from .grids import WHOLE, grid_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(base_template) -> Program:
    return Program.objects.with_plan().get(pk=base_template.pk)


def test_a_stored_program_opens_as_it_is_stored(program):
    grid = open_grid(program)
    assert [week.key for week in grid.weeks] == [str(week.pk) for week in program.weeks.all()]
    for table, workout in zip(grid.tables, program.workouts.all(), strict=True):
        assert (table.letter, table.title, table.workout) == (workout.letter, workout.title, workout)
        for row, prescription in zip(table.rows, workout.prescriptions.all(), strict=True):
            assert (row.key, row.exercise) == (str(prescription.pk), prescription.exercise)
            doses = {dose.week_id: str(dose) for dose in prescription.doses.all()}
            assert [cell.text for cell in row.cells] == [doses.get(int(week.key), "-") for week in grid.weeks]


def test_opening_costs_no_query_beyond_the_plan(program, django_assert_num_queries):
    with django_assert_num_queries(0):
        open_grid(program)


def test_begun_weeks_and_workouts_are_marked():
    begun = frozenset({(7, 31), (8, 31)})
    assert (begun_weeks(begun), begun_workouts(begun)) == ({"7", "8"}, {31})
    grid = grid_of({"A": {}, "B": {}}, weeks=2)
    grid.weeks[1].key = "8"
    mark_begun(grid, begun)
    assert [week.is_begun for week in grid.weeks] == [False, True]
    assert [table.is_begun for table in grid.tables] == [False, False]


@pytest.mark.parametrize(
    ("places", "words"), [([], ""), ([0], "1"), ([0, 1, 2, 5], "1-3, 6"), ([0, 2, 4], "1, 3, 5"), ([3, 4], "4-5")]
)
def test_weeks_are_counted_as_a_reader_does(places, words):
    assert weeks_in_words(places) == words


def test_a_new_key_is_one_that_no_row_and_no_week_has():
    grid = grid_of({"A": {"split-squat": "3x8"}}, weeks=2)
    assert grid.new_key() == "n4"
    assert grid.new_key(9) == "n9"
    grid.tables[0].rows.clear()
    assert grid.new_key() == "n3"


def test_rows_and_weeks_are_found_by_their_keys():
    grid = grid_of({"A": {"split-squat": "3x8"}, "B": {"clamshell": "2x10"}}, weeks=2)
    table, place = grid.find(grid.tables[1].rows[0].key)
    assert (table.letter, place) == ("B", 0)
    assert grid.find("31") is None
    assert (grid.place_of(grid.weeks[1].key), grid.place_of("31")) == (1, None)


def test_every_field_that_cannot_be_read_is_counted():
    grid = grid_of({"A": {"split-squat": ["3x8", "3x8"]}}, weeks=2)
    assert not grid.has_errors
    grid.name_error, grid.weeks[0].error, grid.tables[0].error = "No name", "Too long", "No title"
    row = grid.tables[0].rows[0]
    row.errors["tempo"], row.cells[0].error = "Not a tempo", "Not a dose"
    assert grid.error_count == 5
    assert row.has_errors


def test_a_copy_takes_the_notes_of_the_stored_one_it_comes_from():
    stored, copied, new = GridRow("31"), GridRow("n1", source="31"), GridRow("n2")
    assert [row.note_source for row in (stored, copied, new)] == ["31", "31", ""]
    assert [week.note_source for week in (GridWeek("7"), GridWeek("n1", source="7"))] == ["7", "7"]


def test_a_blank_row_has_neither_an_exercise_nor_a_dose():
    assert GridRow("n1", cells=[Cell(), Cell()]).is_blank
    assert not GridRow("n1", cells=[Cell.of(parse("3x8"))]).is_blank
    assert not GridRow("n1", cells=[Cell("three by eight", None, "write 3x8")]).is_blank
    assert not GridRow("n1", "Step-up", cells=[Cell()]).is_blank


def test_what_is_due_has_the_rows_tempo_and_rest_and_leaves_out_what_cannot_be_read():
    grid = grid_of({"A": WHOLE | {"step-up": "-"}})
    table = grid.tables[0]
    row = table.rows[1]
    row.tempo, row.rest = "3-1-1-0", "75"
    assert [item.exercise for item in table.items(0)] == list(WHOLE)
    item = row.item(0)
    assert print_dose(item.dose) == "3x8 24kg @7 3-1-1-0 r75"
    assert (item.pattern, item.sides, item.is_loaded) == ("hip_hinge", 1, True)
    row.errors["rest"] = "Rest in seconds"
    assert row.item(0) is None


def test_jumps_of_a_lighter_week_lose_contacts_as_well_as_sets():
    jumps, squats = grid_of({"A": {"pogo-jump": "3x10", "split-squat": "3x10"}}).tables[0].rows
    assert jumps.lighter_cell(parse("3x10 @6"), DEFAULTS).text == "2x8 @6"
    assert squats.lighter_cell(parse("3x10 @6"), DEFAULTS).text == "2x10 @6"
