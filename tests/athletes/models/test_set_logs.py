"""Performed sets: what was done, short, in the unit that was typed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from athletes.models import SetLog

POUNDS_135 = Decimal("61.2350")


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"reps": 8, "load_kg": Decimal(24)}, "24 kg × 8"),
        ({"reps": 5, "load_kg": POUNDS_135, "load_unit": "lb"}, "135 lb × 5"),
        ({"reps": 12}, "12"),
        ({"reps": 12, "load_kg": Decimal(0)}, "12"),
        ({"seconds": 30}, "30 s"),
        ({"seconds": 30, "load_kg": Decimal("2.5")}, "2.5 kg × 30 s"),
    ],
)
def test_a_set_says_what_was_done(values, amount):
    assert SetLog(**values).amount == str(SetLog(**values)) == amount


def test_without_a_load_there_is_none():
    assert SetLog(reps=8).load is None
