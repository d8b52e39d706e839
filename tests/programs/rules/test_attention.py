"""What calls the therapist that is no pain: missed, silent, stalled, light, named twice."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from programs.rules.attention import is_silent, is_stalled, missed_from, named_again, needs_attention, stays_light

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


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


def test_only_the_last_weeks_count_and_a_day_to_come_does_not():
    today = NOON.date()
    assert stays_light([*light(6, 6, 6, 6), (today - timedelta(weeks=4), Decimal(9))], today)
    assert stays_light([*light(6, 6, 6, 6), (today + timedelta(days=1), Decimal(9))], today)


def test_of_two_barriers_named_twice_the_later_one_is_said():
    assert named_again(["travel", "time", "time", "travel"]) == "travel"
    assert named_again([]) == ""


@pytest.mark.parametrize("answers", list(itertools.product(range(4), repeat=3)))
def test_a_lot_on_any_of_the_three_needs_a_look(answers):
    assert needs_attention(*answers) == any(answer in (2, 3) for answer in answers)
