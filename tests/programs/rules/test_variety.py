"""The week's mix of runs, in every breadth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.variety import ORDER, variety


@pytest.mark.parametrize(
    ("kinds", "breadth", "missing"),
    [
        ([], "none", ("easy", "tempo", "intervals")),
        (["tempo"], "single", ("easy", "intervals")),
        (["tempo", "tempo", "tempo"], "narrow", ("easy", "intervals")),
        (["easy", "long", "easy"], "narrow", ("tempo", "intervals")),
        (["easy", "tempo"], "some", ("intervals",)),
        (["intervals", "tempo"], "some", ("easy",)),
        (["easy", "tempo", "intervals", "long"], "full", ()),
        (["long", "tempo", "intervals"], "full", ()),
        (["rest", "swim"], "none", ("easy", "tempo", "intervals")),
    ],
)
def test_how_wide_a_slice_a_week_trains(kinds, breadth, missing):
    found = variety(kinds)
    assert (found.breadth, found.missing) == (breadth, missing)


@given(st.lists(st.sampled_from(ORDER), max_size=14))
def test_every_run_is_counted_once_and_the_order_says_nothing(kinds):
    found = variety(kinds)
    assert sum(count for _kind, count in found.counts) == len(kinds)
    assert found == variety(kinds[::-1])
    assert (found.breadth == "full") == (not found.missing and len(kinds) > 1)
