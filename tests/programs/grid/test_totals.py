"""What a workout of the grid adds up to, and when its length needs a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programs.grid.totals import needs_reason, totals_of
from programs.rules.thresholds import DEFAULTS

from .grids import WHOLE, grid_of

pytestmark = pytest.mark.django_db


def only_total(grid):
    ((total,),) = totals_of(grid, DEFAULTS).values()
    return total


def test_a_workout_of_four_patterns_adds_up():
    total = only_total(grid_of({"A": WHOLE}))
    assert (total.exercises, total.plyometrics, total.contacts) == (4, 0, 0)
    assert total.window == (30, 45)
    assert total.minutes == 31.1
    assert not total.is_outside


def test_plyometrics_are_counted_with_their_contacts():
    total = only_total(grid_of({"A": WHOLE | {"pogo-jump": "3x10", "a-skip": "2x5"}}))
    assert total.plyometrics == 2
    assert total.contacts == 3 * 10 + 2 * 5 * 2 * 2  # two contacts a repetition, on two sides


def test_every_workout_has_a_total_for_each_week():
    grid = grid_of({"A": {"split-squat": ["3x8", "-"]}, "B": {"clamshell": ["-", "2x10"]}}, weeks=2)
    counts = {letter: [total.exercises for total in row] for letter, row in totals_of(grid, DEFAULTS).items()}
    assert counts == {"A": [1, 0], "B": [0, 1]}


@pytest.mark.parametrize(
    ("workout", "kind", "is_outside"),
    [
        ({"split-squat": "3x8"}, {}, True),
        ({"split-squat": "-"}, {}, False),
        ({"split-squat": "3x8"}, {"optional": "A"}, False),
        (WHOLE, {}, False),
        (dict.fromkeys(WHOLE, "2x8"), {}, True),
        (dict.fromkeys(WHOLE, "2x8"), {"lighter": [0]}, False),
        (dict.fromkeys(WHOLE, "2x8"), {"race": [0]}, False),
        (dict.fromkeys(WHOLE, "5x15"), {}, True),
    ],
    ids=["too short", "nothing", "a top-up", "whole", "two sets", "in a lighter week", "in a race week", "too long"],
)
def test_minutes_are_judged_by_the_kind_of_week(workout, kind, is_outside):
    assert only_total(grid_of({"A": workout}, **kind)).is_outside is is_outside


def test_a_workout_longer_than_the_clinic_wants_needs_a_reason():
    long, short = grid_of({"A": dict.fromkeys(WHOLE, "5x15")}), grid_of({"A": WHOLE})
    assert needs_reason(long, DEFAULTS)
    assert not needs_reason(short, DEFAULTS)
    assert needs_reason(short, replace(DEFAULTS, minutes_high=31))
