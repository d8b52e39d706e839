"""How long work takes: the examples of clinical.md 5.2, to the decimal that it prints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.prescription.dose import parse
from programs.rules.prescription.minutes import Item, exercise_seconds, set_seconds, time_under_tension, workout_minutes
from programs.rules.prescription.tempo import Tempo

from ..strategies import items


def work(shorthand, *, sides=1):
    return Item("any-exercise", "single_leg", parse(shorthand), sides=sides)


SPLIT_SQUAT = work("3x8 3-1-1-0 r60", sides=2)

EXAMPLES = {
    "split squat 3 x 8/side, 3-1-1-0, rest 60": (SPLIT_SQUAT, 6.4),
    "the same, 2 sets": (work("2x8 3-1-1-0 r60", sides=2), 3.9),
    "single-leg heel raise 3 x 10/side, 3-1-1-1": (work("3x10 3-1-1-1 r60", sides=2), 8.4),
    "heavy hinge 4 x 5, rest 120, with ramp-up": (work("1w+4x5 2-0-X-0 r120"), 8.2),
    "heavy slow calf 4 x 8, 3-0-3-0, rest 120": (work("4x8 3-0-3-0 r120"), 9.2),
    "Alfredson 3 x 15/side, one knee position": (work("3x15 4-0-1-0 r60", sides=2), 9.9),
    "banded walk 2 x 12/side": (work("2x12 free r45", sides=2), 2.6),
    "pogo 3 x 10": (work("3x10 rebound r60"), 2.5),
}


@pytest.mark.parametrize(("item", "minutes"), EXAMPLES.values(), ids=EXAMPLES)
def test_an_exercise_takes_the_minutes_of_the_table(item, minutes):
    assert round(exercise_seconds(item) / 60, 1) == minutes


def test_six_one_sided_exercises_of_three_sets_are_too_long():
    assert workout_minutes([SPLIT_SQUAT] * 6) == 49.6


def test_six_one_sided_exercises_of_two_sets_fit():
    assert workout_minutes([work("2x8 3-1-1-0 r60", sides=2)] * 6) == 34.9


@pytest.mark.parametrize(
    ("shorthand", "one_set", "all_sets"),
    [
        ("3x8 3-1-1-0", 40, 120),
        ("3x8-10 3-1-1-0", 50, 150),
        ("3x8 3-1-X-0", 40, 120),
        ("4x10 rebound", 10, 40),
        ("2x5 stick", 20, 40),
        ("3x8", 16, 48),
        ("4x30s hold", 30, 120),
        ("4x30s 3-1-1-0", 30, 120),
    ],
)
def test_time_under_tension_is_repetitions_times_tempo_or_the_time_held(shorthand, one_set, all_sets):
    assert set_seconds(parse(shorthand)) == one_set
    assert time_under_tension(parse(shorthand)) == all_sets


def test_the_second_side_is_worked_too_and_costs_eight_seconds_to_switch_in_each_set():
    assert exercise_seconds(work("3x8 3-1-1-0 r60")) == 3 * 40 + 2 * 60
    assert exercise_seconds(work("3x8 3-1-1-0 r60", sides=2)) == 3 * (2 * 40 + 8) + 2 * 60


def test_the_last_set_is_not_followed_by_a_rest():
    assert exercise_seconds(work("1x8 3-1-1-0 r600")) == exercise_seconds(work("1x8 3-1-1-0 r0")) == 40


@pytest.mark.parametrize("ramp_up", ["1w+", "2w+", "5w+"])
def test_ramping_up_adds_75_seconds_once(ramp_up):
    assert exercise_seconds(work(f"{ramp_up}3x5 r60")) == exercise_seconds(work("3x5 r60")) + 75


def test_a_workout_warms_up_six_minutes_and_finishes_in_one_and_a_half():
    assert workout_minutes([work("1x60s")]) == 8.5


def test_every_change_of_exercise_costs_45_seconds():
    assert workout_minutes([work("1x60s")] * 3) == 7.5 + 3 + 1.5


def test_a_top_up_warms_up_two_minutes_and_has_no_finish():
    assert workout_minutes([work("1x60s")], is_top_up=True) == 3.0
    assert workout_minutes([work("1x60s")] * 2, is_top_up=True) == 2 + 2 + 0.8


@pytest.mark.parametrize("is_top_up", [False, True])
def test_an_empty_workout_takes_no_time(is_top_up):
    assert workout_minutes([], is_top_up=is_top_up) == 0.0


def test_the_items_may_come_from_any_iterable():
    assert workout_minutes(iter([SPLIT_SQUAT])) == workout_minutes([SPLIT_SQUAT])


@given(items, st.integers(1, 5))
def test_more_sets_never_make_an_exercise_shorter(item, more):
    longer = replace(item, dose=replace(item.dose, sets=item.dose.sets + more))
    assert exercise_seconds(longer) > exercise_seconds(item)


@given(items, st.integers(0, 900))
def test_more_rest_never_makes_an_exercise_shorter(item, more):
    longer = replace(item, dose=replace(item.dose, rest_seconds=(item.dose.rest_seconds or 0) + more))
    assert exercise_seconds(longer) == exercise_seconds(item) + more * (item.dose.sets - 1)


@given(items)
def test_a_slower_lowering_never_makes_an_exercise_shorter(item):
    slow, slower = (replace(item, dose=replace(item.dose, tempo=Tempo(code))) for code in ("2-0-2-0", "4-0-2-0"))
    assert exercise_seconds(slower) >= exercise_seconds(slow)


@given(items)
def test_a_second_side_never_makes_an_exercise_shorter(item):
    assert exercise_seconds(replace(item, sides=2)) > exercise_seconds(replace(item, sides=1))


@given(st.lists(items, max_size=4), items)
def test_one_more_exercise_always_makes_a_workout_longer(workout, item):
    assert workout_minutes([*workout, item]) > workout_minutes(workout)


@given(st.lists(items, min_size=1, max_size=4))
def test_a_top_up_frame_is_five_and_a_half_minutes_shorter(workout):
    assert workout_minutes(workout) - workout_minutes(workout, is_top_up=True) == pytest.approx(5.5, abs=0.11)
