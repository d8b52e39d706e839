"""Sore muscles are not pain, and what does not go is: safety.md 3."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from programs.rules.pain.soreness import is_soreness, lasting_too_long
from programs.rules.thresholds import DEFAULTS

DAY = date(2026, 11, 2)
MOST = DEFAULTS.soreness_most


@pytest.mark.parametrize(
    ("region", "score", "more", "expected"),
    [
        ("thigh", MOST, {"is_one_spot": False}, True),
        ("thigh", MOST + 1, {"is_one_spot": False}, False),
        ("thigh", 1, {"is_one_spot": True}, False),
        ("thigh", 1, {"is_one_spot": None}, False),
        ("thigh", 1, {"is_one_spot": False, "is_sudden": True}, False),
        ("achilles", 1, {"is_one_spot": False}, False),
        ("knee", 1, {"is_one_spot": False}, False),
        ("shin", 1, {"is_one_spot": False}, False),
    ],
)
def test_only_a_muscle_that_is_a_little_sore_all_over_is_sore(region, score, more, expected):
    assert is_soreness(region, score, **more) is expected


def days(*numbers) -> set[date]:
    return {DAY + timedelta(days=number) for number in numbers}


def test_soreness_that_does_not_go_is_pain_from_the_day_on_which_it_should_have_gone():
    most = DEFAULTS.soreness_days
    every_day = days(*range(most + 2))
    assert lasting_too_long(every_day) == days(most, most + 1)


def test_sore_after_each_of_two_sessions_a_week_is_two_times_sore():
    apart = DEFAULTS.soreness_days + 1
    assert lasting_too_long(days(0, apart, 2 * apart)) == set()
    assert lasting_too_long([]) == set()
