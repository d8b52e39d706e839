"""What each button of the grid asks for, as a value; and what a button that the checks offer is read back as."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.grid.commands import (
    AddRow,
    AddWorkout,
    CheckGrid,
    Command,
    DeleteRow,
    DeleteWeek,
    DeleteWorkout,
    DiscardDraft,
    DuplicateRow,
    DuplicateWeek,
    FillRight,
    InsertExercise,
    InsertWeek,
    MoveRow,
    OverwriteProgram,
    PasteBlock,
    Redo,
    RefusedEditError,
    ReplaceExercise,
    ResumeDraft,
    SaveAsTemplate,
    SaveProgram,
    ShowAgain,
    SwapExercise,
    ToggleLighterWeek,
    ToggleRaceWeek,
    Undo,
    parse_command,
    whole_number,
)
from programs.rules.prescription.dose import DoseValue, Span, parse
from tests.programs.rules.strategies import doses

FORM = {
    "row": "7",
    "week": "12",
    "step_by": "rep",
    "ceiling": " 8,5 ",
    "swap_to": " Step-up ",
    "reason": "A long week",
    "template_name": "Base, slower",
    "paste_into": "cell-7-3",
    "paste_rows": "7,9",
    "paste_text": "3x8\t 4x6\n2x30s\n",
}

CLICKS = {
    "save": SaveProgram("A long week"),
    "overwrite:14": OverwriteProgram(14, "A long week"),
    "template": SaveAsTemplate("Base, slower"),
    "discard": DiscardDraft(),
    "resume": ResumeDraft(),
    "check": CheckGrid(),
    "paste": PasteBlock("cell-7-3", ("7", "9"), (("3x8", "4x6"), ("2x30s",))),
    "undo": Undo(),
    "redo": Redo(),
    "sing": ShowAgain(),
    "up": MoveRow("7", -1),
    "down": MoveRow("7", 1),
    "add:B": AddRow("B"),
    "duplicate": DuplicateRow("7"),
    "delete": DeleteRow("7"),
    "fill": FillRight("7", "12", "rep", Decimal("8.5")),
    "swap": SwapExercise("7", "12", "Step-up"),
    "replace:n3:step-up": ReplaceExercise("n3", "step-up"),
    "insert:A:step-up:0,1,11": InsertExercise("A", "step-up", frozenset({0, 1, 11})),
    "insert:A:step-up:9:4x5_@8": InsertExercise("A", "step-up", frozenset({9}), parse("4x5 @8")),
    "insert-week": InsertWeek("12"),
    "duplicate-week": DuplicateWeek("12"),
    "delete-week": DeleteWeek("12"),
    "deload-week": ToggleLighterWeek("12"),
    "race-week": ToggleRaceWeek("12"),
    "workout": AddWorkout(),
    "workout:top-up": AddWorkout(is_top_up=True),
    "delete-workout:C": DeleteWorkout("C"),
}


@pytest.mark.parametrize(("button", "command"), CLICKS.items(), ids=CLICKS)
def test_a_button_is_read_with_what_it_needs_of_the_form(button, command):
    assert parse_command(FORM | {"do": button}) == command


def test_every_command_has_a_button():
    assert {type(command) for command in CLICKS.values()} == set(get_args(Command))


def test_a_form_without_a_button_is_saved():
    assert parse_command({}) == SaveProgram()


@pytest.mark.parametrize(
    ("button", "command"),
    [
        ("up", MoveRow("", -1)),
        ("fill", FillRight("", "")),
        ("insert", InsertExercise("", "", frozenset())),
        ("insert:A:step-up:x,1,,-2,100", InsertExercise("A", "step-up", frozenset({1}))),
        ("replace:n3", ReplaceExercise("n3", "")),
        ("overwrite:the last", OverwriteProgram(0)),
        ("sa\x00ve", SaveProgram()),
    ],
)
def test_what_a_button_lacks_is_empty_and_what_cannot_be_a_week_is_left_out(button, command):
    assert parse_command({"do": button}) == command


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"do": "fill", "ceiling": "lots"}, "Write the highest value as a number"),
        ({"do": "fill", "ceiling": "NaN"}, "Write the highest value as a number"),
        ({"do": "fill", "ceiling": "Infinity"}, "Write the highest value as a number"),
        ({"do": "insert:A:step-up:0:3_by_8"}, "write 3x8"),
    ],
)
def test_a_figure_or_a_dose_that_cannot_be_read_is_refused_with_its_reason(changes, why):
    with pytest.raises(RefusedEditError, match=why):
        parse_command(changes)


def test_an_unknown_step_fills_with_the_same_dose():
    assert parse_command({"do": "fill", "row": "7", "step_by": "mile"}) == FillRight("7", "")


@pytest.mark.parametrize(("text", "number"), [("14", 14), ("", 0), ("-1", 0), ("1.5", 0), ("999999999", 0), ("x", 0)])
def test_only_a_number_that_the_page_writes_is_a_number(text, number):
    assert whole_number(text) == number


slugs = st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True)
insertions = st.builds(
    InsertExercise,
    letter=st.sampled_from("ABC"),
    exercise=slugs,
    weeks=st.frozensets(st.integers(0, 51)),
    dose=st.none() | doses,
)
replacements = st.builds(ReplaceExercise, row=st.sampled_from(["7", "n3"]), exercise=slugs)


@given(insertions | replacements)
def test_a_button_that_the_checks_offer_is_read_back_as_the_same_command(command):
    assert parse_command({"do": str(command)}) == command


def test_the_value_of_a_button_names_the_weeks_in_order():
    dose = DoseValue(4, reps=Span(Decimal(5), Decimal(5)), rpe=Span(Decimal(8), Decimal(8)))
    assert str(InsertExercise("A", "step-up", frozenset({11, 2, 0}), dose)) == "insert:A:step-up:0,2,11:4x5_@8"
