"""Loads as equipment comes: converted ones are rounded, and a tap goes as far as the next plate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from athletes.training.loads import in_unit, load_step, unit_named
from programs.models import Exercise
from programs.rules.prescription.dose import Load


@pytest.mark.parametrize(
    ("amount", "unit", "other", "converted"),
    [
        ("24", "kg", "kg", "24kg"),
        ("52.5", "lb", "lb", "52.5lb"),
        ("24", "kg", "lb", "53lb"),
        ("45", "lb", "kg", "20.5kg"),
        ("135", "lb", "kg", "61kg"),
        ("0", "kg", "lb", "bw"),
    ],
)
def test_a_load_in_another_unit_is_one_that_can_be_put_on(amount, unit, other, converted):
    assert str(in_unit(Load(Decimal(amount), unit), other)) == converted


def test_a_load_in_its_own_unit_stays_exactly_as_it_is():
    odd = Load(Decimal("20.37"), "kg")
    assert in_unit(odd, "kg") is odd


@pytest.mark.parametrize(
    ("step_kg", "kg", "lb"),
    [("1", "1", "2.5"), ("2", "2", "5"), ("2.50", "2.5", "5"), ("4", "4", "10"), ("5", "5", "10"), (None, "2.5", "5")],
)
def test_a_tap_goes_as_far_as_the_exercise_says_in_either_unit(step_kg, kg, lb):
    exercise = Exercise(load_step_kg=None if step_kg is None else Decimal(step_kg))
    assert (load_step(exercise, "kg"), load_step(exercise, "lb")) == (Decimal(kg), Decimal(lb))


def test_a_unit_that_nobody_named_is_kilograms():
    assert [unit_named(name) for name in ("kg", "lb", "")] == ["kg", "lb", "kg"]
