"""Distances: what was typed comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.distance import Distance


@pytest.mark.parametrize(
    ("typed", "unit", "km"), [("26.2", "mi", "42.1648"), ("8", "km", "8.0000"), ("5.25", "mi", "8.4491")]
)
def test_kilometers_of_what_was_typed(typed, unit, km):
    assert Distance(Decimal(typed), unit).km == Decimal(km)


@given(st.decimals(Decimal("0.01"), 300, places=2), st.sampled_from(["km", "mi"]))
def test_what_was_typed_comes_back(typed, unit):
    stored = Distance(typed, unit).km
    assert Distance.from_km(stored, unit).amount == typed


def test_a_distance_in_words():
    assert str(Distance.from_km(Decimal("8.0400"), "km", 1)) == "8 km"
    assert str(Distance(Decimal("5.50"), "mi")) == "5.5 mi"
