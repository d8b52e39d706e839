"""Outcome totals: the change that matters, which way is better, and the week that a total stands for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.outcomes import BY_CODE, MEASURES, Worth, due_weeks, judge, week_of

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("code", "first", "last", "expected"),
    [
        ("visa_a", 48, 62, Worth.BETTER),
        ("visa_a", 48, 61, Worth.SMALL),
        ("visa_a", 62, 48, Worth.WORSE),
        ("tendins_a", 40, 28, Worth.BETTER),
        ("tendins_a", 28, 40, Worth.WORSE),
        ("uwri", 17, 22, Worth.BETTER),
        ("psfs", 3, 5, Worth.BETTER),
        ("lefs", 60, 68, Worth.SMALL),
        ("akps", 70, 80, Worth.BETTER),
    ],
)
def test_a_change_counts_from_the_least_that_matters_on(code, first, last, expected):
    assert judge(Decimal(first), Decimal(last), BY_CODE[code]) is expected


@given(st.sampled_from(MEASURES), st.integers(0, 36), st.integers(0, 36))
def test_back_again_is_the_opposite(measure, first, last):
    there, back = judge(Decimal(first), Decimal(last), measure), judge(Decimal(last), Decimal(first), measure)
    assert {there, back} in ({Worth.SMALL}, {Worth.BETTER, Worth.WORSE})


@pytest.mark.parametrize(
    ("days", "week"), [(-20, 0), (0, 0), (20, 0), (21, None), (22, 6), (62, 6), (84, 12), (106, None)]
)
def test_a_total_stands_for_the_week_it_lies_nearest_to(days, week):
    assert week_of(MONDAY + timedelta(days=days), MONDAY) == week


def test_a_total_is_due_from_a_week_before_on():
    assert due_weeks(MONDAY, MONDAY - timedelta(days=8)) == []
    assert due_weeks(MONDAY, MONDAY) == [0]
    assert due_weeks(MONDAY, MONDAY + timedelta(weeks=5)) == [0, 6]
    assert due_weeks(MONDAY, MONDAY + timedelta(weeks=40)) == [0, 6, 12]
