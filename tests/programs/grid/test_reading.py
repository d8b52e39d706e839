"""The typed form into a grid: what was typed is kept, what cannot be read says why, what has begun stays."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.grid.fields import fields_of
from programs.grid.reading import MAX_CELL, TooLargeError, read_grid
from programs.grid.shape import MAX_ROWS, open_grid
from programs.models import Exercise, Program
from programs.rules.prescription.dose import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(base_template) -> Program:
    return Program.objects.with_plan().get(pk=base_template.pk)


@pytest.fixture
def form(program) -> dict[str, str]:
    return fields_of(open_grid(program))


def first_row(grid):
    return grid.tables[0].rows[0]


def test_the_form_of_a_stored_program_reads_as_that_program(program, form):
    assert fields_of(read_grid(program, form)) == form


def test_a_form_without_fields_is_the_stored_program_without_rows(program, form):
    grid = read_grid(program, {})
    assert [week.key for week in grid.weeks] == form["weeks"].split(",")
    assert [(table.letter, table.title, table.rows) for table in grid.tables] == [
        ("A", form["title-A"], []),
        ("B", form["title-B"], []),
    ]
    assert (grid.name, grid.base) == (program.name, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_is_typed_into_a_cell_is_kept_whatever_it_is(program, form, data):
    name = data.draw(st.sampled_from([name for name in form if name.startswith("cell-")]))
    typed = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80))
    again = fields_of(read_grid(program, form | {name: typed}))[name]
    assert again == typed.strip() or parse(again) == parse(typed)
    assert fields_of(read_grid(program, form | {name: again}))[name] == again


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("exercise", "Moonwalk", "There is no exercise “Moonwalk” in the library."),
        ("exercise", "", "Choose an exercise."),
        ("superset", "AB", "One letter, like A."),
        ("superset", "1", "One letter, like A."),
        ("tempo", "slow", "four parts"),
        ("rest", "901", "Rest in seconds, 0 to 900."),
        ("rest", "soon", "Rest in seconds, 0 to 900."),
    ],
)
def test_a_field_of_a_row_that_cannot_be_read_says_why(program, form, field, typed, error):
    key = form["rows-A"].split(",")[0]
    row = first_row(read_grid(program, form | {f"{field}-{key}": typed}))
    assert error in row.errors[field]


@pytest.mark.parametrize(
    ("measure", "typed", "error"),
    [
        ("reps", "3x30s", "This one is counted: write 3x8."),
        ("seconds", "3x8", "This one is timed: write 3x30s."),
        ("reps", "3 by 8", "write 3x8"),
        ("reps", "3x8 " + "x" * MAX_CELL, "Write a dose in at most 60 characters."),
    ],
)
def test_a_cell_that_cannot_be_read_says_why_and_keeps_its_text(program, form, measure, typed, error):
    key = form["rows-A"].split(",")[0]
    exercise = Exercise.objects.filter(measure=measure).first()
    week = form["weeks"].split(",")[0]
    row = first_row(read_grid(program, form | {f"exercise-{key}": exercise.name, f"cell-{key}-{week}": typed}))
    assert error in row.cells[0].error
    assert row.cells[0].text == typed.strip()


def test_an_exercise_may_be_named_by_its_address_and_brings_tempo_and_rest(program, form):
    key = form["rows-A"].split(",")[0]
    row = first_row(read_grid(program, form | {f"exercise-{key}": "step-up", f"tempo-{key}": "", f"rest-{key}": ""}))
    step_up = Exercise.objects.get(slug="step-up")
    assert (row.exercise, row.exercise_text) == (step_up, step_up.name)
    assert (row.tempo, row.rest) == (step_up.default_tempo, str(step_up.default_rest_seconds))


@pytest.mark.parametrize(
    ("name", "typed", "place"), [("name", "", "name_error"), ("title-A", "x" * 121, "error"), ("phase-", "x" * 121, "")]
)
def test_names_and_phases_have_a_length(program, form, name, typed, place):
    name = name + form["weeks"].split(",")[0] if name.endswith("-") else name
    grid = read_grid(program, form | {name: typed})
    assert grid.has_errors
    assert grid.error_count == 1


def test_keys_count_once_and_what_is_no_key_is_passed_over(program, form):
    first, second = form["weeks"].split(",")[:2]
    grid = read_grid(program, form | {"weeks": f"{second},{first},{second},x,n1,-3"})
    assert [week.key for week in grid.weeks] == [second, first, "n1"]
    row = form["rows-A"].split(",")[0]
    grid = read_grid(program, form | {"rows-A": row, "rows-B": f"{row},n7"})
    assert [[row.key for row in table.rows] for table in grid.tables] == [[row], ["n7"]]


@pytest.mark.parametrize(
    ("name", "most"), [("weeks", 52), ("rows-A", MAX_ROWS)], ids=["weeks of a program", "rows of a workout"]
)
def test_more_than_a_program_can_have_is_refused(program, form, name, most):
    keys = [f"n{number}" for number in range(most + 1)]
    read_grid(program, form | {name: ",".join(keys[:most])})
    with pytest.raises(TooLargeError):
        read_grid(program, form | {name: ",".join(keys)})


@pytest.fixture
def begun(program):
    """Somebody has begun workout A of the first week."""
    return frozenset({(program.weeks.all()[0].pk, program.workouts.all()[0].pk)})


def test_a_begun_week_and_workout_stay_in_their_places_whatever_the_form_says(program, form, begun):
    grid = read_grid(program, form | {"weeks": form["weeks"].split(",")[-1], "workouts": "B"}, begun)
    assert [week.key for week in grid.weeks] == [form["weeks"].split(",")[0], form["weeks"].split(",")[-1]]
    assert [table.letter for table in grid.tables] == ["A", "B"]
    assert [grid.weeks[0].is_begun, grid.weeks[1].is_begun] == [True, False]
    assert [table.is_begun for table in grid.tables] == [True, False]


def test_what_an_old_draft_lacks_of_a_begun_week_and_workout_is_read_as_it_is_stored(program, form, begun):
    week = form["weeks"].split(",")[0]
    known = {name: text for name, text in form.items() if not name.endswith((f"-{week}", "-A"))}
    known |= {"weeks": form["weeks"].partition(",")[2], "workouts": "B"}
    assert fields_of(read_grid(program, known, begun)) == form


def test_a_row_that_the_form_moved_out_of_a_begun_workout_is_not_there_twice(program, form, begun):
    moved = form["rows-A"].split(",")[0]
    fields = form | {"workouts": "B", "rows-B": f"{moved},{form['rows-B']}"}
    del fields["rows-A"]
    grid = read_grid(program, fields, begun)
    keys = [row.key for row in grid.rows]
    assert keys.count(moved) == 1
    assert len(keys) == len(set(keys))
