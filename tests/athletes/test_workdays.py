"""How long somebody waits for a call, in the clinic's working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.workdays import is_overdue, last_overdue_day, working_days_between

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MONDAY = date(2026, 11, 16)


def day(name: str) -> date:
    """A day of the week of 16 November 2026, or with + of the week after."""
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return MONDAY + timedelta(days=names.index(name.rstrip("+")) + 7 * name.endswith("+"))


@pytest.mark.parametrize(
    ("asked", "today", "days", "overdue"),
    [
        ("Mon", "Mon", 0, False),
        ("Mon", "Tue", 1, False),
        ("Mon", "Wed", 2, False),
        ("Mon", "Thu", 3, True),
        ("Thu", "Mon+", 2, False),
        ("Thu", "Tue+", 3, True),
        ("Fri", "Sun", 0, False),
        ("Fri", "Tue+", 2, False),
        ("Fri", "Wed+", 3, True),
        ("Sat", "Mon+", 1, False),
        ("Sat", "Tue+", 2, False),
        ("Sat", "Wed+", 3, True),
        ("Sun", "Tue+", 2, False),
        ("Mon", "Mon+", 5, True),
        ("Tue", "Mon", 0, False),
    ],
)
def test_a_call_within_two_working_days_is_in_time(asked, today, days, overdue):
    assert working_days_between(day(asked), day(today)) == days
    assert is_overdue(day(asked), day(today)) is overdue


@given(DAYS, st.integers(0, 400))
def test_counting_day_by_day_gives_the_same(start, length):
    end = start + timedelta(days=length)
    counted = sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, length + 1))
    assert working_days_between(start, end) == counted


@given(DAYS, st.integers(0, 30))
def test_whatever_was_asked_for_up_to_the_last_overdue_day_is_overdue_and_nothing_later(today, ago):
    asked = today - timedelta(days=ago)
    assert is_overdue(asked, today) is (asked <= last_overdue_day(today))
