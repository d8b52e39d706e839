"""Placing strength days: the worked examples of clinical.md 7, and what no week may bring."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.schedule import RUNS, best_pairs, gap_between, refusal
from programs.rules.thresholds import Thresholds

BUSY = ["rest", "intervals", "easy", "tempo", "easy", "easy", "long"]
BEGINNER = ["rest", "easy", "rest", "tempo", "rest", "rest", "long"]
MONDAY = date(2026, 3, 2)
weeks = st.lists(st.sampled_from(RUNS), min_size=7, max_size=7)


@pytest.mark.parametrize(
    ("runs", "options", "days", "cost"),
    [
        (BUSY, {}, (2, 4), 6),
        (BUSY, {"numbers": Thresholds(hard_days_hard=1)}, (1, 4), 4),
        (BEGINNER, {}, (1, 4), 1),
        (BEGINNER, {"preferred": [1]}, (1, 4), 0),
        (["easy"] * 7, {}, (0, 3), 0),
    ],
)
def test_the_best_pair_and_what_it_costs(runs, options, days, cost):
    best = best_pairs(runs, **options)[0]
    assert (best.days, best.cost) == (days, cost)


def test_the_second_best_of_the_busy_week_is_tuesday_and_friday():
    assert [(pair.days, pair.cost) for pair in best_pairs(BUSY)][1] == ((1, 4), 7)


def test_a_cost_says_what_it_is_for():
    reasons = {(reason.kind, reason.weekday, reason.run): reason.cost for reason in best_pairs(BUSY)[0].reasons}
    assert reasons == {
        ("after", 2, "intervals"): 1,
        ("before", 2, "tempo"): 3,
        ("after", 4, "tempo"): 1,
        ("gap", None, ""): 1,
    }


def test_plyometrics_cost_more_the_day_after_a_long_run():
    runs = ["easy", "easy", "easy", "easy", "easy", "easy", "long"]
    costs = [best_pairs(runs, blocked={1, 2, 4, 5}, has_plyometrics=each)[0].cost for each in (False, True)]
    assert costs == [2, 4]


@given(weeks, st.sets(st.integers(0, 6)))
def test_no_pair_is_consecutive_or_on_a_long_run_or_a_blocked_day(runs, blocked):
    for pair in best_pairs(runs, blocked=blocked):
        assert gap_between(*pair.days) >= 2
        assert not {runs[day] for day in pair.days} & {"long"}
        assert not blocked & set(pair.days)


@given(weeks)
def test_pairs_come_in_the_order_of_their_cost(runs):
    costs = [pair.cost for pair in best_pairs(runs)]
    assert costs == sorted(costs)


@pytest.mark.parametrize(
    ("on", "others", "race", "distance", "why"),
    [
        (2, [0], None, "half", ""),
        (1, [0], None, "half", "next_to"),
        (0, [-1], None, "half", "next_to"),  # Sunday and Monday
        (0, [0], None, "half", "next_to"),
        (6, [], None, "half", "long"),
        (2, [], 6, "10k", ""),
        (3, [], 6, "10k", "race"),
        (2, [], 6, "half", "race"),
        (1, [], 0, "5k", "race"),
        (2, [], 0, "5k", ""),
        (2, [], 0, "10k", "race"),
        (3, [], 0, "half", "race"),
        (4, [], 0, "half", "race"),
        (5, [], 0, "half", ""),
    ],
)
def test_where_a_session_may_not_lie(on, others, race, distance, why):
    day = lambda offset: MONDAY + timedelta(days=offset)  # noqa: E731
    found = refusal(
        day(on),
        others=[day(other) for other in others],
        runs={6: "long"},
        race_on=None if race is None else day(race),
        distance=distance,
    )
    assert found == why


def test_a_blocked_day_is_refused():
    assert refusal(MONDAY, others=[], runs={}, blocked={0}) == "blocked"
