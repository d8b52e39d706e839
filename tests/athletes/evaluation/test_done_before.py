"""What was done of an exercise before, and what may come in its place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.done_before import in_unit_of, load_step_of
from programs.models import Exercise
from programs.rules.advice import Performance
from programs.rules.prescription.dose import Load, parse
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_loads_are_read_in_the_athletes_own_unit(ana):
    ana.unit = "lb"
    with_load = Performance(MONDAY.date(), parse("3x8"), (), Load(Decimal(20)))
    without = Performance(MONDAY.date(), parse("3x8"), (), None)
    pounds, body_weight = in_unit_of(ana, [with_load, without])
    assert pounds.load is not None
    assert pounds.load.unit == "lb"
    assert abs(pounds.load.kg - 20) < Decimal("0.5")
    assert body_weight.load is None


def test_body_weight_has_no_step(ana):
    found = {each.is_loaded: load_step_of(each, ana) for each in Exercise.objects.all()}
    assert found[False] is None
    assert found[True] > 0
