"""A week of session load: sums where everything is known, monotony and strain of a whole week only."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from athletes.desk.pages.load_weeks import LOAD_WEEKS, known_sum, load_week, load_weeks
from tests.doing import train
from tests.people import MONDAY

DAY = timedelta(days=1)
FIRST = date(2026, 11, 2)
AFTER = FIRST + 7 * DAY


def loads(*by_day: int | None) -> dict[date, list[int | None]]:
    return {FIRST + number * DAY: [load] for number, load in enumerate(by_day)}


@pytest.mark.parametrize(("values", "total"), [([], 0), ([1, 2], 3), ([1, None], None), ([0], 0)])
def test_a_sum_is_known_where_every_part_is(values, total):
    assert known_sum(values) == total


def test_running_and_strength_stand_apart_and_together():
    week = load_week(FIRST, loads(100, 0, 200), loads(50), AFTER)
    assert (week.running, week.strength, week.total) == (300, 50, 350)


def test_monotony_and_strain_are_those_of_seven_known_days():
    week = load_week(FIRST, loads(300, 0, 300, 0, 300, 0, 0), {}, AFTER)
    assert (week.monotony, week.strain) == (Decimal("0.9"), 779)  # mean 128.6 over deviation 148.5; times 900
    unknown = load_week(FIRST, loads(300, 0, 300, 0, 300, 0, None), {}, AFTER)
    assert (unknown.running, unknown.total, unknown.monotony, unknown.strain) == (None, None, None, None)


@pytest.mark.parametrize(("today", "is_over"), [(FIRST + 6 * DAY, False), (AFTER, True)])
def test_a_week_that_is_not_over_has_no_monotony(today, is_over):
    week = load_week(FIRST, loads(300, 0, 300, 0, 300), {}, today)
    assert (week.monotony is not None) is is_over
    assert week.total == 900


@pytest.mark.django_db
def test_the_last_twelve_weeks_come_latest_first(ana, weeks, django_assert_num_queries):
    train(weeks[0], ana, MONDAY)
    weeks[0].minutes = 40
    weeks[0].save()
    with django_assert_num_queries(2):
        found = load_weeks(ana, FIRST + 8 * DAY)
    assert [week.monday for week in found] == [FIRST + (1 - ago) * 7 * DAY for ago in range(LOAD_WEEKS)]
    assert [week.strength for week in found[:3]] == [0, 240, 0]
