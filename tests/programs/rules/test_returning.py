"""Coming back after a gap, and lighter weeks out of turn: clinical.md 4.3."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.rules.returning import Return, after_gap, offers_lighter_week


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Return("on")),
        (7, Return("on")),
        (8, Return("repeat", 10)),
        (14, Return("repeat", 10)),
        (15, Return("back", 20, 1, 1)),
        (28, Return("back", 20, 1, 1)),
        (29, Return("restart")),
    ],
)
def test_a_gap_asks_for_more_caution_the_longer_it_was(days, expected):
    assert after_gap(days) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"reds_in_week": 2, "before": [], "after": []}, True),
        ({"reds_in_week": 1, "before": [], "after": []}, False),
        ({"reds_in_week": 0, "before": [6, 6], "after": [7, 8]}, True),
        ({"reds_in_week": 0, "before": [6, 6], "after": [7, 7]}, False),
        ({"reds_in_week": 0, "before": [6, 6], "after": [9]}, False),
        ({"reds_in_week": 0, "before": [], "after": [9, 9]}, False),
        ({"reds_in_week": 0, "before": [], "after": [], "asked": True}, True),
    ],
)
def test_a_lighter_week_is_offered_early_for_two_reds_or_a_rise_of_effort(facts, expected):
    assert offers_lighter_week(**facts) is expected


def test_mean_efforts_of_several_plans_may_be_compared_too():
    facts = {"reds_in_week": 0, "before": [Decimal("5.5"), Decimal("6.5")]}
    assert offers_lighter_week(after=[7, 8], **facts)
    assert not offers_lighter_week(after=[7, 7], **facts)
