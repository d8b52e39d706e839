"""A grid becomes the program's next revision: what differs is written, words stay where they belong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from programs.authoring import copy_program
from programs.grid.commands import (
    AddWorkout,
    DeleteRow,
    DuplicateRow,
    DuplicateWeek,
    MoveRow,
    ReplaceExercise,
    SwapExercise,
)
from programs.grid.edits import apply_edit
from programs.grid.saving import ConflictError, save_grid
from programs.grid.shape import Cell, Grid, open_grid
from programs.models import Alternative, Dose, Exercise, Prescription, Program, SwapReason
from programs.rules.prescription.dose import parse
from programs.rules.thresholds import DEFAULTS
from tests.people import MONDAY
from tests.programs.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(base_template) -> Program:
    """A program whose first row is done in every week."""
    program = copy_program(program=base_template, name="Ana's plan")
    row = first_row(program)
    row.doses.all().delete()
    Dose.objects.bulk_create(Dose(prescription=row, week=week, sets=3, seconds=30) for week in program.weeks.all())
    return program


def opened(program) -> Grid:
    return open_grid(Program.objects.with_plan().get(pk=program.pk))


@pytest.fixture
def save(program, thea) -> Callable[..., Grid]:
    """Do these edits to the program as it is stored, save, and open it again."""

    def save(*commands) -> Grid:
        grid = opened(program)
        for command in commands:
            apply_edit(grid, command, DEFAULTS)
        save_grid(grid, author=thea, at=MONDAY)
        return opened(program)

    return save


def first_row(program) -> Prescription:
    return Prescription.objects.filter(workout__program=program, workout__letter="A").order_by("order").first()


def keys(grid, letter="A") -> list[str]:
    return next([row.key for row in table.rows] for table in grid.tables if table.letter == letter)


def texts(grid, place=0) -> list[str]:
    return [cell.text for cell in grid.tables[0].rows[place].cells]


def test_a_grid_saved_as_it_was_opened_changes_nothing_but_the_revision(program, save):
    before = picture(program)
    save()
    program.refresh_from_db()
    assert (picture(program), program.revision) == (before, 2)
    assert list(program.revisions.values_list("number", flat=True)) == [2, 1]


def test_who_saves_over_another_is_told_whose_it_was_and_nothing_is_written(program, thea):
    mine, theirs = opened(program), opened(program)
    save_grid(theirs, author=thea, at=MONDAY)
    before = picture(program)
    mine.tables[0].rows.clear()
    with pytest.raises(ConflictError) as conflict:
        save_grid(mine, author=thea, at=MONDAY)
    assert conflict.value.latest.author == thea
    assert picture(program) == before


def test_rows_that_change_places_keep_their_keys_and_doses(program, save):
    first, second, *rest = keys(opened(program))
    before = texts(opened(program))
    after = save(MoveRow(first, 1))
    assert keys(after) == [second, first, *rest]
    assert texts(after, 1) == before


def test_a_row_that_moves_to_the_other_workout_is_the_same_row(program, save):
    last, others = keys(opened(program))[-1], keys(opened(program), "B")
    after = save(MoveRow(last, 1))
    assert keys(after, "B") == [last, *others]


def test_a_deleted_row_goes_with_its_doses_and_its_place_is_taken(program, save):
    first, *rest = keys(opened(program))
    assert keys(save(DeleteRow(first))) == rest
    assert not Dose.objects.filter(prescription=first).exists()


def test_a_changed_cell_keeps_the_words_of_its_dose_and_an_emptied_one_goes(program, thea):
    row = first_row(program)
    row.doses.update(guidance="Slowly", note="Left side first")
    grid = opened(program)
    grid.tables[0].rows[0].cells[:2] = [Cell.of(parse("5x20s 24kg @8")), Cell()]
    save_grid(grid, author=thea, at=MONDAY)
    doses = list(row.doses.order_by("week__number"))
    assert str(doses[0]) == "5x20s 24kg @8"
    assert (doses[0].guidance, doses[0].note) == ("Slowly", "Left side first")
    assert [dose.week.number for dose in doses] == [1, *range(3, len(grid.weeks) + 1)]


def test_copies_of_rows_and_weeks_take_the_words_along(program, save):
    row = first_row(program)
    Prescription.objects.filter(pk=row.pk).update(note="Hold the chair")
    row.doses.update(guidance="Slowly", note="Left side first")
    other = Exercise.objects.exclude(pk=row.exercise_id).first()
    Alternative.objects.create(prescription=row, exercise=other, reason=SwapReason.HURTS)
    week = opened(program).weeks[0].key
    after = save(DuplicateRow(str(row.pk)), DuplicateWeek(week))
    copy = Prescription.objects.get(pk=keys(after)[1])
    assert copy.note == "Hold the chair"
    assert [chosen.reason for chosen in copy.alternatives.filter(exercise=other)] == [SwapReason.HURTS]
    for each in (row, copy):
        words = set(each.doses.values_list("guidance", "note"))
        assert words == {("Slowly", "Left side first")}
        assert each.doses.filter(week__number=2).exists()


def test_another_exercise_in_a_row_takes_no_words_of_the_former_one(program, save):
    row = first_row(program)
    Prescription.objects.filter(pk=row.pk).update(note="Hold the chair")
    row.doses.update(guidance="Slowly", note="Left side first")
    save(ReplaceExercise(str(row.pk), "step-up"))
    row.refresh_from_db()
    assert (row.exercise.slug, row.note) == ("step-up", "")
    assert not row.alternatives.exists()
    assert set(row.doses.values_list("guidance", "note")) == {("", "")}


def test_a_swap_from_a_week_on_keeps_the_words_of_the_weeks_before(program, save):
    row = first_row(program)
    row.doses.update(guidance="Slowly")
    after = save(SwapExercise(str(row.pk), opened(program).weeks[3].key, "step-up"))
    new = Prescription.objects.get(pk=keys(after)[1])
    assert set(row.doses.values_list("week__number", "guidance")) == {(1, "Slowly"), (2, "Slowly"), (3, "Slowly")}
    assert set(new.doses.values_list("guidance", flat=True)) == {""}
    assert new.doses.order_by("week__number").first().week.number == 4


def test_blank_rows_are_not_stored(program, save):
    after = save(AddWorkout())
    assert [table.letter for table in after.tables] == ["A", "B", "C"]
    assert keys(after, "C") == []


def test_a_save_of_many_changes_costs_as_many_queries_as_one_of_few(program, thea, django_assert_max_num_queries):
    grid = opened(program)
    for row in grid.rows:
        row.cells = [Cell.of(parse("5x5")) for _week in grid.weeks]
        row.rest = "75"
    with django_assert_max_num_queries(30):
        save_grid(grid, author=thea, at=MONDAY)
