"""Zones of pain, persistent discomfort and rising mornings: the tables of clinical.md 2.3 and 2.4."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.pain.zones import (
    Reading,
    Zone,
    baseline,
    is_persistent,
    is_red_again,
    is_rising,
    limit_of,
    settles,
    weekly_change,
    zone,
)

DAY = date(2026, 11, 2)
GREEN, AMBER, RED, STOP = Zone.GREEN, Zone.AMBER, Zone.RED, Zone.STOP


def reading(during, morning, **more):
    return Reading(DAY, during, morning, **more)


@pytest.mark.parametrize(
    ("profile", "during", "morning", "expected"),
    [
        ("tendon", 0, 2, GREEN),
        ("tendon", 2, 3, GREEN),
        ("tendon", 3, 2, AMBER),
        ("tendon", 5, 3, AMBER),
        ("tendon", 2, None, AMBER),
        ("tendon", None, 2, AMBER),
        ("tendon", 6, 2, RED),
        ("tendon", 0, 4, RED),
        ("joint", 2, 2, GREEN),
        ("joint", 3, 2, AMBER),
        ("joint", 4, 2, RED),
        ("joint", 1, 4, RED),
        ("unknown", 2, 3, GREEN),
        ("unknown", 3, 2, AMBER),
        ("unknown", 4, 2, RED),
        ("unknown", 0, 4, RED),
        ("", 4, 2, RED),
        ("bone", 0, 0, GREEN),
        ("bone", 1, 0, STOP),
        ("bone", 0, 1, STOP),
        ("bone", 0, None, AMBER),
    ],
)
def test_the_zone_of_each_tissue(profile, during, morning, expected):
    assert zone(reading(during, morning, has_settled=True), profile, Decimal(2)) is expected


def test_a_joint_that_has_not_settled_in_an_hour_is_red_and_what_nobody_asked_holds_nothing():
    assert zone(reading(2, 0, has_settled=False), "joint") is RED
    assert zone(reading(2, 0), "joint") is GREEN


@pytest.mark.parametrize("profile", ["tendon", "joint", "unknown", "bone"])
def test_a_sudden_onset_stops_whatever_the_score(profile):
    assert zone(reading(0, 0, is_sudden=True), profile) is STOP


def test_soreness_never_turns_red_but_over_bone_it_stops():
    assert zone(reading(9, 9, is_soreness=True), "tendon") is AMBER
    assert zone(reading(1, 0, is_soreness=True), "bone") is STOP


def test_the_therapists_own_limit_moves_red_for_this_athlete():
    assert zone(reading(4, 0), "unknown", limit=4) is AMBER
    assert zone(reading(5, 0), "tendon", limit=4) is RED
    assert [limit_of(profile) for profile in ("tendon", "joint", "bone", "unknown", "")] == [5, 3, 0, 3, 3]


def test_a_morning_of_one_above_the_baseline_is_noise():
    assert zone(reading(0, 3), "tendon", Decimal("1.5")) is AMBER
    assert zone(reading(0, 2), "tendon", Decimal(1)) is GREEN


@pytest.mark.parametrize(
    ("mornings", "intake", "expected"),
    [
        ([], None, "0"),
        ([], 3, "3"),
        ([1, 5], 3, "3"),
        ([1, 2, 5], 3, "2"),
        ([9, 1, 1, 1, 2, 2, 2, 2], 3, "2"),
        ([1, 2, 3, 4], 0, "2.5"),
    ],
)
def test_the_baseline_is_the_median_of_the_last_seven_mornings(mornings, intake, expected):
    assert baseline(mornings, intake) == Decimal(expected)


@given(
    st.sampled_from(["tendon", "joint", "unknown", "bone"]),
    st.integers(0, 10),
    st.integers(0, 10),
    st.integers(0, 20).map(lambda halves: Decimal(halves) / 2),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
def test_more_pain_is_never_a_better_zone(profile, during, morning, usual, settled, soreness):
    def at(during, morning):
        return zone(reading(during, morning, has_settled=settled, is_soreness=soreness), profile, usual)

    assert at(min(10, during + 1), morning) >= at(during, morning)
    assert at(during, min(10, morning + 1)) >= at(during, morning)
    assert at(during, morning) == at(during, morning)
    assert at(None, morning) >= AMBER
    assert at(during, None) >= AMBER


@pytest.mark.parametrize(
    ("morning", "usual", "before", "expected"),
    [
        (None, 1, [1, 1, 1], False),
        (2, 1, [1, 1, 2], True),
        (3, 1, [1, 1, 3], False),  # two above the fixed baseline
        (4, 3, [3, 3, 4], False),  # with few mornings never above three
        (2, 1, [1, 1, 1, 1, 1, 2], True),
        (2, 1, [1, 1, 1, 2, 1, 2], False),  # risen by two thirds
    ],
)
def test_a_tendon_settles_by_the_morning_after_or_it_does_not(morning, usual, before, expected):
    assert settles(morning, Decimal(usual), before) is expected


def test_a_tendon_that_settles_is_green_up_to_its_limit():
    during_four = Reading(DAY, 4, 1)
    assert zone(during_four, "tendon", Decimal(1)) is AMBER
    assert zone(during_four, "tendon", Decimal(1), has_settled=True) is GREEN
    assert zone(Reading(DAY, 6, 1), "tendon", Decimal(1), has_settled=True) is RED
    assert zone(Reading(DAY, None, 1), "tendon", Decimal(1), has_settled=True) is AMBER


def days(*scores):
    """Scores from some days ago up to today: {days ago: score}."""
    return {DAY - timedelta(days=ago): score for ago, score in scores}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([(13, 2), (6, 2), (0, 2)], True),
        ([(14, 2), (6, 2), (0, 2)], False),
        ([(13, 1), (6, 2), (0, 2)], False),
        ([(1, 3), (0, 3)], True),
        ([(2, 3), (0, 3)], False),
        ([(1, 2), (0, 3)], False),
        ([(1, 9)], False),
        ([], False),
    ],
)
def test_persistent_discomfort_is_three_days_in_fourteen_or_two_high_ones_in_a_row(scores, expected):
    assert is_persistent(days(*scores), DAY) is expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([(20, 0), (15, 1), (9, 0), (7, 1), (3, 1), (1, 2)], True),  # by a third and a third and a third: exactly one
        ([(20, 0), (15, 1), (9, 0), (7, 1), (3, 1), (1, 1)], False),
        ([(30, 9), (20, 0), (15, 0), (9, 0), (7, 1), (3, 1), (1, 1)], True),  # older mornings are not asked
        ([(9, 0), (7, 3), (3, 3), (1, 3), (0, 3)], False),  # fewer than six say nothing
        ([(20, 3), (15, 3), (9, 3), (7, 0), (3, 0), (1, 0)], False),
        ([], False),
    ],
)
def test_mornings_rise_when_the_last_three_lie_one_above_the_three_before(scores, expected):
    assert is_rising(days(*scores), DAY) is expected


@given(st.lists(st.integers(0, 10), min_size=6, max_size=6))
def test_a_rise_is_found_whatever_thirds_it_is_made_of(scores):
    """By whole points: three mornings that lie three points above three others rise by exactly one."""
    mornings = {DAY - timedelta(days=5 - place): score for place, score in enumerate(scores)}
    assert is_rising(mornings, DAY) is (sum(scores[3:]) - sum(scores[:3]) >= 3)


def test_what_is_answered_after_the_day_is_not_asked():
    mornings = days((8, 0), (7, 0), (6, 0), (5, 0), (4, 0), (3, 0)) | {DAY + timedelta(days=1): 10}
    assert not is_rising(mornings, DAY)


@given(st.dictionaries(st.integers(0, 13), st.integers(0, 10)))
def test_the_change_from_week_to_week_is_exact(by_days_ago):
    now = [score for ago, score in by_days_ago.items() if ago < 7]
    before = [score for ago, score in by_days_ago.items() if ago >= 7]
    change = weekly_change(days(*by_days_ago.items()), DAY)
    if not now or not before:
        assert change is None
    else:
        points = sum(now) * len(before) - sum(before) * len(now)
        assert (change >= 1) is (points >= len(now) * len(before))


def test_two_red_sessions_within_seven_days_call_the_therapist():
    assert is_red_again([DAY, DAY - timedelta(days=6)], DAY)
    assert not is_red_again([DAY, DAY - timedelta(days=7)], DAY)
