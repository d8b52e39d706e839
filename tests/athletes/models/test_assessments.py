"""What is measured: tests of both sides, and totals in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from athletes.models import Assessment, OutcomeMeasure, OutcomeTotal
from programs.rules.outcomes import BY_CODE

pytestmark = pytest.mark.django_db


def test_a_test_says_both_sides(ana):
    assert str(Assessment(kind="step_down", left=4, right=5)) == "Clean step-downs of 5: 4 / 5"


def test_a_total_is_said_as_it_was_entered():
    assert str(OutcomeTotal(measure="psfs", total=Decimal("6.5"))) == "PSFS 6.5"
    assert str(OutcomeTotal(measure="visa_a", total=Decimal("60.0"))) == "VISA-A 60"


def test_every_measure_that_is_offered_has_its_range():
    assert set(OutcomeMeasure.values) == set(BY_CODE)
