"""What the rules say of a grid in words, and that they say it with the clinic's own numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.grid.checking import GridContext, check
from programs.grid.commands import InsertExercise, ReplaceExercise
from programs.models import Caution, Exercise, Threshold
from programs.rules.dose import parse
from programs.rules.thresholds import DEFAULTS
from programs.thresholds import clinic_thresholds

from .grids import WHOLE, grid_of

pytestmark = pytest.mark.django_db

NOBODY = GridContext()


def warned(grid, context=NOBODY) -> list[str]:
    return [warning.text for warning in check(grid, context, clinic_thresholds()).warnings]


def test_a_whole_program_is_not_warned_of():
    assert warned(grid_of({"A": WHOLE, "B": WHOLE}, weeks=4)) == []


def test_a_gap_is_told_once_for_all_its_weeks_with_three_exercises_that_would_fill_it():
    without = {slug: dose for slug, dose in WHOLE.items() if slug != "kettlebell-deadlift"} | {"front-plank": "3x30s"}
    grid = grid_of({"A": without}, weeks=4)
    grid.tables[0].rows[0].cells[1].value = None
    (gap,) = [each for each in check(grid, NOBODY, DEFAULTS).warnings if "lacks Hip hinge" in each.text]
    assert gap.text == "A, week 1-4: lacks Hip hinge."
    assert len(gap.offers) == 3
    for offer in gap.offers:
        assert Exercise.objects.get(slug=offer.command.exercise).pattern == "hip_hinge"
        assert (offer.command.letter, offer.command.weeks) == ("A", frozenset(range(4)))


def test_a_top_up_owes_no_patterns_and_no_number_of_exercises():
    assert warned(grid_of({"A": WHOLE, "C": {"double-heel-raise": "3x12"}}, optional="C")) == []


def test_too_few_exercises_and_too_short_a_workout_are_said_with_the_weeks():
    few = {slug: WHOLE[slug] for slug in list(WHOLE)[:3]}
    said = warned(grid_of({"A": few}, weeks=2))
    assert "A: 3 exercises; 4 to 6 fit into a session (week 1-2)." in said
    assert any("minutes, outside 30 to 45 (week 1-2)." in text for text in said)


def test_a_third_plyometric_exercise_is_one_too_many():
    jumps = {"pogo-jump": "2x5", "snap-down": "2x5", "low-box-jump": "2x5"}
    assert "A: 3 plyometric exercises, at most 2 (week 1)." in warned(grid_of({"A": WHOLE | jumps}))


def test_contacts_over_the_cap_of_their_week():
    grid = grid_of({"A": WHOLE | {"pogo-jump": ["4x10", "6x10", "8x12"]}}, weeks=3)
    assert "Week 3: 96 contacts, over the cap of 80." in warned(grid)


@pytest.mark.parametrize(
    ("loads", "kinds", "is_warned"),
    [
        (["3x8 20kg", "3x8 22kg"], {}, False),
        (["3x8 20kg", "3x8 22.5kg"], {}, True),
        (["3x8 20kg", "-", "3x8 22.5kg"], {}, True),
        (["3x8 20kg", "2x8 12kg", "3x8 22kg"], {"lighter": [1]}, False),
        (["3x8 20kg", "2x8 30kg", "3x8 22kg"], {"race": [1]}, False),
    ],
)
def test_a_load_grows_by_a_tenth_at_most_from_one_ordinary_week_to_the_next(loads, kinds, is_warned):
    grid = grid_of({"A": WHOLE | {"kettlebell-deadlift": loads}}, weeks=len(loads), **kinds)
    assert any("the load rises from 20kg to 22.5kg, more than 10 %" in text for text in warned(grid)) is is_warned


def test_a_long_program_without_a_heavy_dose_is_offered_one_in_its_last_weeks():
    grid = grid_of({"A": WHOLE}, weeks=12, race=[11])
    (force,) = [each for each in check(grid, NOBODY, DEFAULTS).warnings if "heavy enough" in each.text]
    assert force.text.endswith("by week 10: reps plus reserve of 7 or less.")
    assert force.offers
    for offer in force.offers:
        assert offer.command == InsertExercise("A", offer.command.exercise, frozenset({9, 10}), parse("4x5 @8"))
    heavy = WHOLE | {"kettlebell-deadlift": ["3x8 24kg @7"] * 9 + ["4x5 32kg @8"] * 3}
    assert not any("heavy enough" in text for text in warned(grid_of({"A": heavy}, weeks=12)))


def test_the_heavy_dose_that_is_offered_is_just_heavy_enough_for_this_clinic():
    Threshold.objects.filter(code="force_reps").update(value=6)
    grid = grid_of({"A": WHOLE}, weeks=10)
    (force,) = [each for each in check(grid, NOBODY, clinic_thresholds()).warnings if "heavy enough" in each.text]
    assert {str(offer.command).rpartition(":")[2] for offer in force.offers} == {"4x5_@9"}


def test_a_caution_of_the_athletes_condition_offers_its_swap():
    caution = Caution.objects.exclude(swap=None).select_related("exercise", "swap").first()
    grid = grid_of({"A": {caution.exercise.slug: "-"}})
    found = check(grid, GridContext(conditions=frozenset({caution.condition})), DEFAULTS)
    (warning,) = [each for each in found.warnings if caution.reason in each.text]
    row = grid.tables[0].rows[0]
    assert [offer.command for offer in warning.offers] == [ReplaceExercise(row.key, caution.swap.slug)]
    assert not any(caution.reason in text for text in warned(grid))


@pytest.fixture
def closed_gate():
    grid = grid_of({"A": WHOLE | {"pogo-jump": ["-", "2x10"]}, "B": WHOLE}, weeks=2)
    grid.program.gate_closed = {"offer": [{"slug": "double-heel-raise-step", "sets": 2, "reps": 20}]}
    return grid


def test_plyometric_rows_wait_while_the_gate_is_closed_and_something_is_done_meanwhile(closed_gate):
    found = check(closed_gate, GridContext(is_gate_closed=True), DEFAULTS)
    assert found.waiting == {closed_gate.tables[0].rows[-1].key}
    waits = found.warnings[0]
    assert waits.text == "Waiting for clearance, left out of sessions until then: Pogo jump."
    (offer,) = waits.offers
    assert offer.do == "insert:A:double-heel-raise-step:1:2x20"
    assert offer.label == "A: double heel raise step 2x20 meanwhile"
    assert not check(closed_gate, NOBODY, DEFAULTS).waiting


def test_a_replacement_that_cannot_be_read_is_not_offered(closed_gate):
    closed_gate.program.gate_closed["offer"][0]["reps"] = "some"
    assert check(closed_gate, GridContext(is_gate_closed=True), DEFAULTS).warnings[0].offers == []


#: A program that a number is just met in, and a value of the number with which it is not.
MOVED = {
    "step_most": ({"A": WHOLE | {"kettlebell-deadlift": ["3x8 20kg", "3x8 22kg"]}}, 5),
    "minutes_low": ({"A": WHOLE}, 40),
    "minutes_high": ({"A": WHOLE}, 31),
    "exercises_low": ({"A": WHOLE}, 5),
    "exercises_high": ({"A": WHOLE}, 3),
    "plyometric_exercises": ({"A": WHOLE | {"pogo-jump": "2x5", "snap-down": "2x5"}}, 1),
    "contacts_first_week": ({"A": WHOLE | {"pogo-jump": "4x10"}}, 30),
    "contacts_growth": ({"A": WHOLE | {"pogo-jump": ["4x10", "6x10"]}}, 10),
    "week_ceiling_5": ({"A": WHOLE | {"pogo-jump": "4x10"}}, 30),
}


@pytest.mark.parametrize("code", MOVED)
def test_a_number_that_the_clinic_moves_is_asked_for_at_once(code):
    workouts, value = MOVED[code]
    grid = grid_of(workouts, weeks=2)
    before = warned(grid)
    Threshold.objects.filter(code=code).update(value=Decimal(value))
    assert warned(grid) != before
