"""What each revision changed, in the words that a therapist reads."""

from __future__ import annotations

import pytest

from programs.authoring import copy_program
from programs.grid.commands import (
    DeleteRow,
    DeleteWeek,
    InsertExercise,
    InsertWeek,
    MoveRow,
    ReplaceExercise,
    ToggleLighterWeek,
    ToggleRaceWeek,
)
from programs.grid.edits import apply_edit
from programs.grid.history import changes, changes_of, document_of
from programs.grid.saving import save_grid
from programs.grid.shape import Cell, open_grid
from programs.models import Program
from programs.rules.prescription.dose import parse
from programs.rules.thresholds import DEFAULTS
from tests.people import MONDAY

from .grids import grid_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid():
    return grid_of({"A": {"split-squat": "3x8", "clamshell": "2x10"}, "B": {"step-up": "3x6"}}, weeks=3)


def said(grid, *commands) -> list[str]:
    """What these edits changed, in words."""
    before = document_of(grid)
    for command in commands:
        apply_edit(grid, command, DEFAULTS)
    return changes(before, document_of(grid))


def row(grid, place=0) -> str:
    return grid.tables[0].rows[place].key


def test_a_document_holds_every_dose_and_no_empty_cell(grid):
    grid.tables[0].rows[0].cells[1] = Cell()
    document = document_of(grid)
    assert document["workouts"][0]["rows"][0]["cells"] == {"n1": "3x8", "n3": "3x8"}
    assert [week["kind"] for week in document["weeks"]] == ["", "", ""]


def test_nothing_changed_says_nothing(grid):
    assert said(grid) == []


def test_another_name(grid):
    before = document_of(grid)
    grid.name = "Base"
    assert changes(before, document_of(grid)) == ["Renamed from “By hand” to “Base”."]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (InsertWeek("n1"), ["Week 2 added."]),
        (DeleteWeek("n2"), ["Week 2 taken out."]),
        (ToggleRaceWeek("n3"), ["Week 3: race week."]),
    ],
)
def test_weeks(grid, command, words):
    assert said(grid, command) == words


def test_a_lighter_week_with_its_lighter_doses(grid):
    assert said(grid, ToggleLighterWeek("n2"))[0] == "Week 2: a lighter week."
    assert said(grid, ToggleRaceWeek("n2")) == ["Week 2: a lighter race week."]
    assert said(grid, ToggleLighterWeek("n2"), ToggleRaceWeek("n2")) == ["Week 2: an ordinary week."]


def test_another_phase(grid):
    before = document_of(grid)
    grid.weeks[2].phase = "Peak"
    assert changes(before, document_of(grid)) == ["Week 3: phase “Peak”."]


def test_rows_that_come_go_and_move(grid):
    added = InsertExercise("B", "kettlebell-deadlift", frozenset({0, 1}), parse("3x5"))
    assert said(grid, added) == ["B · Kettlebell deadlift: added (week 1-2)."]
    assert said(grid, MoveRow(row(grid, 1), 1)) == ["B · Clamshell: moved from A."]
    assert said(grid, DeleteRow(row(grid))) == ["A · Split squat: taken out."]


def test_another_exercise_names_the_former_one(grid):
    assert said(grid, ReplaceExercise(row(grid), "reverse-lunge")) == ["A · Reverse lunge: in place of Split squat."]


def test_another_superset_tempo_and_rest(grid):
    changed = grid.tables[0].rows[0]
    before = document_of(grid)
    changed.superset, changed.tempo, changed.rest = "B", "3-1-X-0", ""
    rest, tempo = before["workouts"][0]["rows"][0]["rest"], before["workouts"][0]["rows"][0]["tempo"]
    assert changes(before, document_of(grid)) == [
        "A · Split squat: superset - → B.",
        f"A · Split squat: tempo {tempo} → 3-1-X-0.",
        f"A · Split squat: rest {rest} → -.",
    ]


def test_the_same_change_of_several_weeks_is_told_once(grid):
    before = document_of(grid)
    cells = grid.tables[0].rows[0].cells
    cells[0] = cells[1] = Cell.of(parse("4x8"))
    cells[2] = Cell()
    assert sorted(changes(before, document_of(grid))) == [
        "A · Split squat: week 1-2: 3x8 → 4x8.",
        "A · Split squat: week 3: 3x8 → -.",
    ]


def test_each_revision_is_told_against_the_one_before_and_the_first_has_nothing_to_tell(base_template, thea):
    program = copy_program(program=base_template, name="Ana's plan")
    grid = open_grid(Program.objects.with_plan().get(pk=program.pk))
    grid.name = "Ana's base"
    save_grid(grid, author=thea, at=MONDAY)
    told = [(revision.number, words) for revision, words in changes_of(program.revisions.all())]
    assert told == [(2, ["Renamed from “Ana's plan” to “Ana's base”."]), (1, [])]
    assert changes_of([]) == []
