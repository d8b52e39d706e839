"""One step further and one week lighter: what filling right and a lighter week do to a dose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.prescription.dose import parse, print_dose
from programs.rules.prescription.steps import STEPS, lighter, load_growth, max_load_growth, stepped
from programs.rules.thresholds import DEFAULTS

from ..strategies import doses

FURTHER = [
    ("3x8 @7", "same", None, "3x8 @7"),
    ("3x8 @7", "rep", None, "3x9 @7"),
    ("3x8-10 @7", "rep", None, "3x9-11 @7"),
    ("3x8-10 @7", "rep", 10, "3x8-10 @7"),
    ("4x30s", "rep", None, "4x35s"),
    ("4x30s", "rep", 30, "4x30s"),
    ("3x8", "set", None, "4x8"),
    ("3x8", "set", 3, "3x8"),
    ("20x8", "set", None, "20x8"),
    ("3x8 @6-7", "rpe", None, "3x8 @6.5-7.5"),
    ("3x8 @7.5", "rpe", 8, "3x8 @8"),
    ("3x8 @8", "rpe", 8, "3x8 @8"),
    ("3x8 @10", "rpe", None, "3x8 @10"),
    ("3x8", "rpe", None, "3x8"),
    ("3x8 24kg", "load", None, "3x8 24.5kg"),
    ("3x8 100kg", "load", None, "3x8 102.5kg"),
    ("3x8 53lb", "load", None, "3x8 54lb"),
    ("3x8 135lb", "load", None, "3x8 138lb"),
    ("3x8 4kg", "load", None, "3x8 4kg"),  # half a kilogram would be more than a tenth
    ("3x8 5kg", "load", None, "3x8 5.5kg"),
    ("3x8 bw", "load", None, "3x8 bw"),
    ("3x8 40kg", "load", 40, "3x8 40kg"),
]


@pytest.mark.parametrize(("before", "step", "ceiling", "after"), FURTHER)
def test_one_step_further(before, step, ceiling, after):
    found = stepped(parse(before), step, None if ceiling is None else Decimal(ceiling))
    assert print_dose(found) == after


CEILINGS = st.none() | st.decimals(1, 100, places=1)

LIGHTER = [
    ("3x8 @7", False, "2x8 @6"),
    ("4x6 @8-9", False, "2x6 @6"),
    ("5x5 24kg @6-7", False, "3x5 24kg @6"),
    ("6x5", False, "4x5"),
    ("2x10 @5", False, "1x10 @5"),
    ("1x10", False, "1x10"),
    ("4x30s", False, "2x30s"),
    ("3x10 @6", True, "2x8 @6"),  # 30 repetitions become 16: about half of the contacts
    ("2x10", True, "1x10"),
]


@pytest.mark.parametrize(("before", "is_plyometric", "after"), LIGHTER)
def test_one_week_lighter(before, is_plyometric, after):
    assert print_dose(lighter(parse(before), is_plyometric=is_plyometric)) == after


@given(doses, st.sampled_from(STEPS), CEILINGS)
def test_a_step_changes_one_thing_stays_printable_and_never_loads_more_than_a_tenth(dose, step, ceiling):
    further = stepped(dose, step, ceiling)
    assert parse(print_dose(further)) == further
    parts = ("sets", "reps", "seconds", "load", "rpe", "tempo", "rest_seconds", "ramp_up_sets")
    assert sum(getattr(dose, part) != getattr(further, part) for part in parts) <= 1
    assert load_growth(dose, further) <= max_load_growth()


@given(doses, st.booleans())
def test_a_lighter_dose_is_never_more_of_anything(dose, is_plyometric):
    less = lighter(dose, is_plyometric=is_plyometric)
    assert less.sets <= dose.sets
    assert dose.sets == 1 or 0.3 <= 1 - less.sets / dose.sets <= 0.5
    assert less.rpe is None or less.rpe.high <= DEFAULTS.deload_rpe or less.rpe.high <= dose.rpe.high
    assert less.load == dose.load
    if dose.reps:
        assert less.reps.high * less.sets <= dose.reps.high * dose.sets
