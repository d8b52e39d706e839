"""Gaps, lighter weeks, the taper, and what calls the therapist: clinical.md 4.3 and 1.2."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from programs.rules.attention import is_silent, is_stalled, missed_from, named_again, stays_light
from programs.rules.easing import allowed, may_jump, sets_off
from programs.rules.returning import Return, after_gap, offers_lighter_week

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        ("5k", "nothing nothing nothing nothing taper taper"),
        ("10k", "nothing nothing nothing nothing taper taper"),
        ("half", "nothing nothing nothing nothing primer taper"),
        ("", "nothing nothing nothing nothing primer taper"),
    ],
)
def test_the_last_days_before_a_race(distance, words):
    assert " ".join(allowed(days, distance) for days in range(6)) == words
    assert [allowed(14, distance), allowed(15, distance)] == ["taper", "all"]


def test_no_jumps_in_the_last_four_days():
    assert [may_jump(days) for days in (3, 4)] == [False, True]


@pytest.mark.parametrize(
    ("ease", "left"),
    [("", [1, 2, 3, 4, 5]), ("taper", [1, 1, 2, 2, 3]), ("lighter_week", [1, 1, 2, 2, 3]), ("primer", [1, 1, 1, 1, 1])],
)
def test_fewer_sets_before_a_race_and_in_a_lighter_week_but_never_none(ease, left):
    assert [sets - sets_off(sets, ease) for sets in range(1, 6)] == left


def test_a_session_is_missed_a_day_and_a_half_after_its_day():
    assert missed_from(NOON) == NOON + timedelta(hours=36)


def test_silence_begins_after_seven_days():
    assert not is_silent(NOON, NOON + timedelta(days=7, seconds=-1))
    assert is_silent(NOON, NOON + timedelta(days=7))


@pytest.mark.parametrize(
    ("loads", "expected"),
    [(["20", "20", "20"], True), (["20", "20", "17.5"], False), (["20", "20"], False), (["0", "0", "0"], False)],
)
def test_a_load_that_stood_still_for_three_sessions_is_stalled(loads, expected):
    assert is_stalled([Decimal(load) for load in loads]) is expected
    assert not is_stalled([None, None, None])


def test_a_barrier_named_twice():
    assert named_again(["time", "travel", "time"]) == "time"
    assert named_again(["time", "travel"]) == ""


def light(*efforts):
    """One rated set in each week, this week's first."""
    return [(NOON.date() - timedelta(weeks=week), Decimal(str(rpe))) for week, rpe in enumerate(efforts)]


@pytest.mark.parametrize(
    ("efforts", "is_light"),
    [((6, 6, 5, 6), True), ((6, 6, 5, 6.5), False), ((6, 6, 6), False), ((6, 6, 6, 6, 9), True), ((), False)],
)
def test_work_is_light_after_four_whole_weeks_at_six_or_less(efforts, is_light):
    assert stays_light(light(*efforts), NOON.date()) is is_light
