"""One of the clinic's numbers: what is known of it, and what it may be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from programs.models import Threshold


def test_a_number_says_what_it_is():
    row = Threshold(code="silent_days", value=Decimal(7))
    assert str(row) == "Days with nothing at all: silent."
    assert (row.about.unit, row.about.default) == ("days", 7)


def test_a_number_that_a_former_version_had_is_known_by_its_code_and_may_be_anything():
    row = Threshold(code="gone", value=Decimal("99.5"))
    assert (str(row), row.about) == ("gone", None)
    row.clean()


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("silent_days", "0", "from 1 to 60"),
        ("silent_days", "61", "from 1 to 60"),
        ("silent_days", "7.5", "whole number"),
        ("deload_rpe", "10.5", "from 1 to 10"),
    ],
)
def test_a_number_outside_its_bounds_is_refused(code, value, why):
    with pytest.raises(ValidationError) as refused:
        Threshold(code=code, value=Decimal(value)).clean()
    assert why in str(refused.value)


def test_only_a_number_with_a_fraction_may_have_one():
    Threshold(code="deload_rpe", value=Decimal("6.5")).clean()
    Threshold(code="silent_days", value=Decimal("8.0")).clean()
