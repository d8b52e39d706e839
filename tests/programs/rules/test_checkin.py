"""The weekly check: which answers a therapist should look at."""

from __future__ import annotations

import itertools

import pytest

from programs.rules.checkin import needs_attention


@pytest.mark.parametrize("answers", list(itertools.product(range(4), repeat=3)))
def test_a_lot_on_any_of_the_three_needs_a_look(answers):
    assert needs_attention(*answers) == any(answer in (2, 3) for answer in answers)
