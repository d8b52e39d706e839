"""What the rules say of a grid in words, and that they say it with the clinic's own numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.grid.checking import check
from programs.grid.offers import GridContext
from programs.models import Threshold
from programs.thresholds import clinic_thresholds

from .grids import WHOLE, grid_of

pytestmark = pytest.mark.django_db

NOBODY = GridContext()


def warned(grid, context=NOBODY) -> list[str]:
    return [warning.text for warning in check(grid, context, clinic_thresholds()).warnings]


def test_a_whole_program_is_not_warned_of():
    assert warned(grid_of({"A": WHOLE, "B": WHOLE}, weeks=4)) == []


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
    assert "Week 3: 96 contacts, over the limit of 80." in warned(grid)


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
    assert any("the load rises from 20kg to 22.5kg, more than 10%" in text for text in warned(grid)) is is_warned


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
