"""Load: the figures of clinical.md 4.4 to 4.6, and what no history may bring."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.load import (
    BANDS,
    estimated_max,
    force_dose_met,
    is_heavy_enough,
    longest_run,
    monotony,
    reps_and_reserve,
    session_load,
    strain,
)
from programs.rules.prescription.tempo import Tempo

loads = st.decimals(0, 3000, places=1)
distances = st.decimals(Decimal("0.1"), 200, places=2)
NORMAL, SLOW = Tempo("3-1-X-0"), Tempo("3-0-3-0")


def test_session_load_is_effort_times_minutes():
    assert session_load(6, 40) == 240
    assert session_load(0, 40) == 0
    assert session_load(5, Decimal("42.5")) == Decimal("212.5")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([300, 0, 300, 0, 300, 0, 0], "0.866"),
        ([100, 200, 300, 400, 300, 200, 100], "2.219"),
        ([100] * 7, None),
        ([0] * 7, None),
        ([500, 0, 0, 500, 0, 0, 0], None),
        ([100, 200, 300], None),
    ],
)
def test_monotony_of_a_week(days, expected):
    found = monotony(days)
    assert found == expected if expected is None else round(found, 3) == Decimal(expected)


def test_strain_is_the_week_times_its_monotony():
    days = [300, 0, 300, 0, 300, 0, 0]
    assert round(strain(days), 1) == Decimal("779.4")
    assert strain([100] * 7) is None


@given(st.lists(loads, min_size=7, max_size=7))
def test_monotony_is_not_negative_and_does_not_depend_on_the_order_or_the_unit(days):
    found = monotony(days)
    assert found == monotony(days[::-1])
    if found is not None:
        assert found > 0
        assert abs(monotony([day * 2 for day in days]) - found) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("run", "longest", "percent", "band"),
    [
        ("11", "10", 10, "within"),
        ("11.01", "10", 10, "over_10"),
        ("11.8", "10", 18, "over_10"),
        ("13", "10", 30, "over_10"),
        ("13.01", "10", 30, "over_30"),
        ("20", "10", 100, "over_30"),
        ("20.01", "10", 100, "over_100"),
        ("8", "10", -20, "within"),
        ("1.1", "1", 10, "within"),
        ("12.1", "11", 10, "within"),
    ],
)
def test_the_longest_run_and_its_band(run, longest, percent, band):
    found = longest_run(Decimal(run), [Decimal("0.5"), Decimal(longest), Decimal("0.9")])
    assert (found.percent, found.band) == (percent, band)
    assert (found.run, found.longest) == (Decimal(run), Decimal(longest))


def test_without_a_run_before_there_is_nothing_to_compare():
    assert longest_run(10, []) is None
    assert longest_run(10, [0]) is None


@pytest.mark.parametrize(("run", "is_longer"), [("11", False), ("11.0001", True), ("10", False), ("9", False)])
def test_a_run_is_longer_by_ten_percent_only_past_them_to_the_meter(run, is_longer):
    assert longest_run(Decimal(run), [10]).is_longer_by(10) is is_longer


@given(distances, st.lists(distances, min_size=1, max_size=10))
def test_a_longer_run_is_never_in_a_lower_band(run, before):
    order = ["within", *(name for name, _above in reversed(BANDS))]
    bands = [order.index(longest_run(run * step, before).band) for step in (1, 2, 3)]
    assert bands == sorted(bands)
    found = longest_run(run, before)
    assert (found.band == "within") == (Fraction(run) * 10 <= Fraction(max(before)) * 11)


@pytest.mark.parametrize(
    ("load", "reps", "rpe", "expected"),
    [
        ("60", 5, "8", 73),
        ("100", 1, "10", 100),
        ("60", 10, "10", 80),
        ("60", 6, "6", 80),
        ("60", 5, "8.5", 72),
        ("60", 11, "10", None),
        ("60", 8, "7", None),
        ("60", 3, "5.5", None),
        ("0", 5, "8", None),
    ],
)
def test_the_estimated_maximum(load, reps, rpe, expected):
    assert estimated_max(Decimal(load), reps, Decimal(rpe), tempo=NORMAL, is_strength=True) == expected


def test_what_has_no_estimate():
    known = {"tempo": NORMAL, "is_strength": True}
    assert estimated_max(None, 5, Decimal(8), **known) is None
    assert estimated_max(Decimal(60), None, Decimal(8), **known) is None
    assert estimated_max(Decimal(60), 5, None, **known) is None
    assert estimated_max(Decimal(60), 5, Decimal(8), tempo=SLOW, is_strength=True) is None
    assert estimated_max(Decimal(60), 5, Decimal(8), tempo=NORMAL, is_strength=False) is None


@pytest.mark.parametrize(("code", "expected"), [("free", 73), ("hold", None), ("rebound", None), ("stick", None)])
def test_only_an_ordinary_tempo_has_an_estimate(code, expected):
    assert estimated_max(Decimal(60), 5, Decimal(8), tempo=Tempo(code), is_strength=True) == expected


@given(st.decimals(1, 1000, places=1), st.integers(1, 10), st.sampled_from(["6", "7", "8.5", "10"]))
def test_an_estimate_is_never_below_the_load(load, reps, rpe):
    found = estimated_max(load, reps, Decimal(rpe), tempo=NORMAL, is_strength=True)
    assert found is None or found >= round(load) - 1


@pytest.mark.parametrize(
    ("reps", "rpe", "figure"), [(5, "8", "7"), (5, "7.5", "7.5"), (4, "8", "6"), (12, "5", "17"), (1, "10", "1")]
)
def test_repetitions_and_reserve_are_what_could_have_been_done(reps, rpe, figure):
    assert reps_and_reserve(reps, Decimal(rpe)) == Decimal(figure)


@pytest.mark.parametrize(
    ("reps", "rpe", "is_heavy"), [(5, 8, True), (6, 8, False), (6, 9, True), (7, 10, True), (8, 10, False)]
)
def test_a_set_is_heavy_enough_from_eighty_percent_on(reps, rpe, is_heavy):
    assert is_heavy_enough(reps, Decimal(rpe)) is is_heavy


@pytest.mark.parametrize(
    ("weeks", "is_met"),
    [
        ([True] * 3, True),
        ([True] * 2, False),
        ([True, True, False, True], True),
        ([True, True, True, False, False], False),
    ],
)
def test_the_force_dose_is_three_of_the_last_four_weeks(weeks, is_met):
    assert force_dose_met(weeks) is is_met
