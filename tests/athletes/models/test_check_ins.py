"""The weekly check-in: which answers ask for the therapist's attention."""

from __future__ import annotations

import pytest

from athletes.models import CheckIn


@pytest.mark.parametrize(
    ("answers", "expected"),
    [((0, 0, 0), False), ((1, 1, 1), False), ((2, 0, 0), True), ((1, 0, 3), True), ((1, 2, 0), True)],
)
def test_a_lot_on_any_question_needs_attention(answers, expected):
    changed, less, held_back = answers
    assert CheckIn(changed=changed, less=less, held_back=held_back).needs_attention is expected
