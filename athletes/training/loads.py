"""Loads as equipment comes: the athlete's unit, and how far one tap of the stepper goes in it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from programs.models import Exercise
from programs.rules.prescription.dose import KG_PER_LB, Load, Unit, plain

#: The step of a pound stepper for each step in kilograms: what plates and dumbbells come in.
LB_STEPS = {Decimal(1): Decimal("2.5"), Decimal(2): Decimal(5), Decimal("2.5"): Decimal(5)}
LARGEST_LB_STEP = Decimal(10)
USUAL_KG_STEP = Decimal("2.5")


def unit_named(name: str) -> Unit:
    """The unit of a column or a document; anything but ``lb`` is kilograms."""
    return "lb" if name == "lb" else "kg"


def in_unit(load: Load, unit: str) -> Load:
    """The load in that unit, ``kg`` or ``lb``; a converted one is rounded to what equipment comes in (1 lb, 0.5 kg)."""
    if load.unit == unit:
        return load
    if unit == "lb":
        return Load((load.kg / KG_PER_LB).quantize(Decimal(1), ROUND_HALF_UP), "lb")
    halves = (load.kg * 2).quantize(Decimal(1), ROUND_HALF_UP)
    return Load(plain(halves / 2), "kg")


def load_step(exercise: Exercise, unit: str) -> Decimal:
    """How far one tap of the stepper goes, in that unit, ``kg`` or ``lb``."""
    step_kg = plain(exercise.load_step_kg or USUAL_KG_STEP)
    if unit == "kg":
        return step_kg
    return LB_STEPS.get(step_kg, LARGEST_LB_STEP)
