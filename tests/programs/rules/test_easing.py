"""Fewer sets for a while: the taper before a race, and a lighter week: clinical.md 1.2, 4.3 and 7."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.easing import allowed, heavy_days, may_jump, sets_off


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        ("5k", "nothing nothing nothing nothing taper taper"),
        ("10k", "nothing nothing nothing nothing taper taper"),
        ("half", "nothing nothing nothing nothing primer taper"),
        ("", "nothing nothing nothing nothing primer taper"),
    ],
)
def test_the_last_days_before_a_race(distance, words):
    assert " ".join(allowed(days, distance) for days in range(6)) == words
    assert [allowed(14, distance), allowed(15, distance)] == ["taper", "all"]


def test_no_jumps_in_the_last_four_days():
    assert [may_jump(days) for days in (3, 4)] == [False, True]


@pytest.mark.parametrize(
    ("ease", "left"),
    [("", [1, 2, 3, 4, 5]), ("taper", [1, 1, 2, 2, 3]), ("lighter_week", [1, 1, 2, 2, 3]), ("primer", [1, 1, 1, 1, 1])],
)
def test_fewer_sets_before_a_race_and_in_a_lighter_week_but_never_none(ease, left):
    assert [sets - sets_off(sets, ease) for sets in range(1, 6)] == left


@pytest.mark.parametrize(("distance", "days"), [("5k", 4), ("10k", 4), ("half", 5), ("", 5), ("marathon", 5)])
def test_no_heavy_session_lies_so_many_days_before_a_race(distance, days):
    assert heavy_days(distance) == days


@given(st.integers(2, 20), st.sampled_from(["taper", "lighter_week", "primer"]))
def test_some_sets_are_left_out_and_one_always_stays(sets, ease):
    assert 1 <= sets_off(sets, ease) <= sets - 1


@given(st.integers(1, 20), st.integers(1, 20))
def test_of_more_sets_no_fewer_are_left_out(sets, more):
    assert sets_off(sets + more, "taper") >= sets_off(sets, "taper")
