"""On which days the workouts of a program fall."""

from __future__ import annotations

from datetime import date

import pytest

from athletes.models import Enrollment
from athletes.training.session_days import day_of

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("weekdays", "days"),
    [((0, 3), {"A": 2, "B": 5, "C": 7}), ((0, 4), {"A": 2, "B": 6, "C": 4}), ((1, 3), {"A": 3, "B": 5, "C": 7})],
)
def test_two_days_of_the_week_and_the_top_up_in_the_longer_gap(weekdays, days):
    enrollment = Enrollment(starts_on=MONDAY, first_weekday=weekdays[0], second_weekday=weekdays[1])
    for letter, day in days.items():
        assert day_of(enrollment, 1, letter) == date(2026, 11, day)
        assert day_of(enrollment, 3, letter) == date(2026, 11, day + 14)


def test_a_week_begins_on_the_first_strength_day_on_or_after_the_start():
    enrollment = Enrollment(starts_on=date(2026, 11, 4), first_weekday=0, second_weekday=3)
    assert day_of(enrollment, 1, "A") == date(2026, 11, 9)
    assert day_of(enrollment, 1, "B") == date(2026, 11, 12)
