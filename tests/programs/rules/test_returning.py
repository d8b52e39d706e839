"""Coming back after a gap, and lighter weeks out of turn: clinical.md 4.3."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from programs.rules.returning import Return, after_gap, gap_before, gaps_between, is_starting_again, offers_lighter_week

MONDAY = date(2026, 11, 2)


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=number) for number in numbers]


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


def test_the_gaps_between_days_are_counted_from_one_to_the_next():
    days = [MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=24)]

    assert gaps_between(days) == [3, 21]
    assert gaps_between(days[:1]) == gaps_between([]) == []


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


GAPS = {
    "nothing was ever done": (7, [], None, 0),
    "every few days": (7, [0, 3], 0, 4),
    "a row of the other workout, no time off": (7, [0, 3], 0, 4),
    "not done since three weeks off, though another was": (28, [0, 3, 24], 3, 21),
    "done since": (31, [0, 3, 24, 28], 24, 3),
    "a week and a half off ends with one session": (17, [0, 3, 14], 3, 3),
    "new, and trained lately": (28, [0, 3, 24], None, 4),
    "the day itself is not before it": (24, [0, 3, 24], 3, 21),
}


@pytest.mark.parametrize("name", GAPS)
def test_a_row_comes_back_as_its_own_time_off_asks_for(name):
    """The second workout after four weeks came back at full load, a step up: the first one had ended the gap."""
    on, trained, last_done, expected = GAPS[name]
    found = gap_before(*days(on), days(*trained), days(last_done)[0] if last_done is not None else None)
    assert found == expected


@pytest.mark.parametrize(
    ("trained", "expected"),
    [
        ([], False),
        ([0], False),
        ([0, 40], True),
        ([0, 40, 43, 47], True),
        ([0, 40, 43, 47, 50], False),
        ([0, 28], False),
    ],
)
def test_the_first_four_sessions_of_a_program_that_began_again_stay_easy(trained, expected):
    assert is_starting_again(days(*trained)) is expected


def test_a_program_that_was_prescribed_after_the_time_off_begins_by_itself():
    assert not is_starting_again(days(0, 40), MONDAY + timedelta(days=38))
    assert is_starting_again(days(0, 40), MONDAY)
    assert is_starting_again(days(0, 60), MONDAY + timedelta(days=10))  # and was not begun for seven weeks
