"""What a workout covers and lacks: patterns, ground contacts, force dose and the minutes it should take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.prescription.coverage import (
    REQUIRED_PATTERNS,
    contacts,
    is_force_dose,
    minimum_version,
    minutes_window,
    missing_patterns,
    total_contacts,
)
from programs.rules.prescription.dose import parse
from programs.rules.prescription.minutes import Item

from ..strategies import PATTERNS, items


def item(shorthand="3x8", *, pattern="single_leg", **facts):
    return Item("any-exercise", pattern, parse(shorthand), **facts)


def of_patterns(*patterns):
    return [item(pattern=pattern) for pattern in patterns]


@pytest.mark.parametrize(
    ("covered", "missing"),
    [
        ((), ["single_leg", "hip_hinge", "calf_achilles", "lateral_hip"]),
        (("lateral_hip", "calf_achilles", "hip_hinge", "single_leg"), []),
        (("single_leg", "hip_hinge", "calf_achilles"), ["lateral_hip"]),
        (("lateral_hip", "hip_hinge"), ["single_leg", "calf_achilles"]),
        (("single_leg", "single_leg", "single_leg", "single_leg"), ["hip_hinge", "calf_achilles", "lateral_hip"]),
        (("bilateral_squat", "plyometric", "trunk", "foot_ankle"), list(REQUIRED_PATTERNS)),
    ],
)
def test_the_patterns_that_no_exercise_covers_are_named_in_the_order_of_the_clinic(covered, missing):
    assert missing_patterns(of_patterns(*covered)) == missing


@given(st.lists(st.sampled_from(PATTERNS)), st.sampled_from(PATTERNS))
def test_one_more_exercise_never_leaves_more_patterns_missing(covered, added):
    before, after = missing_patterns(of_patterns(*covered)), missing_patterns(of_patterns(*covered, added))
    assert after == [pattern for pattern in before if pattern != added]


@pytest.mark.parametrize(
    ("shorthand", "contacts_per_rep", "sides", "expected"),
    [
        ("3x10", 1, 1, 30),
        ("3x10", 1, 2, 60),
        ("3x10", 2, 1, 60),
        ("3x10", 2, 2, 120),
        ("3x8-10", 1, 1, 30),
        ("3x10", 0, 2, 0),
        ("3x20s", 1, 1, 0),
    ],
    ids=[
        "two feet together count once",
        "each side counts",
        "two landings in a repetition count twice",
        "two landings on each side",
        "a range counts with its upper end",
        "no plyometric",
        "a timed dose has no count",
    ],
)
def test_contacts_are_sets_times_repetitions_times_landings_times_sides(shorthand, contacts_per_rep, sides, expected):
    assert contacts(item(shorthand, contacts_per_rep=contacts_per_rep, sides=sides)) == expected


def test_a_workout_sums_the_contacts_of_its_exercises():
    hops = item("2x5", contacts_per_rep=1, sides=2)
    assert total_contacts([hops, item("3x8", sides=2), hops]) == 40
    assert total_contacts([]) == 0


@given(items)
def test_two_sides_have_twice_the_contacts_of_one(one):
    facts = {"dose": one.dose, "contacts_per_rep": one.contacts_per_rep}
    both = [contacts(Item("any-exercise", "plyometric", sides=sides, **facts)) for sides in (1, 2)]
    assert both[1] == 2 * both[0]


@pytest.mark.parametrize("pattern", ["single_leg", "hip_hinge"])
@pytest.mark.parametrize(
    ("shorthand", "is_force"),
    [
        ("4x5 @8", True),
        ("4x5 @7.5", False),
        ("4x6 @9", True),
        ("4x6 @8.5", False),
        ("4x5-6 @7-8", True),
        ("4x5", False),
        ("1x1 @10", True),
        ("3x12 @5", False),
    ],
)
def test_a_loaded_dose_is_force_up_to_seven_repetitions_and_reserve(pattern, shorthand, is_force):
    assert is_force_dose(item(shorthand, pattern=pattern, is_loaded=True)) is is_force


def test_body_weight_is_no_force_dose():
    assert not is_force_dose(item("4x5 @8", is_loaded=False))


def test_a_timed_dose_is_no_force_dose():
    assert not is_force_dose(item("4x5s @10", is_loaded=True))


@pytest.mark.parametrize("pattern", ["calf_achilles", "lateral_hip", "bilateral_squat", "plyometric", "upper_body"])
def test_only_single_leg_and_hinge_work_counts_as_force(pattern):
    assert not is_force_dose(item("4x5 @8", pattern=pattern, is_loaded=True))


@pytest.mark.parametrize(
    ("is_deload", "is_race", "window"),
    [(False, False, (30, 45)), (True, False, (20, 45)), (False, True, (20, 45)), (True, True, (20, 45))],
)
def test_a_workout_takes_30_to_45_minutes_and_may_be_shorter_in_a_lighter_or_race_week(is_deload, is_race, window):
    assert minutes_window(is_deload=is_deload, is_race=is_race) == window


@pytest.mark.parametrize(
    ("patterns", "kept"),
    [
        (["plyometric", "single_leg", "hip_hinge", "calf_achilles", "lateral_hip", "trunk"], [1, 2, 3]),
        (["lateral_hip", "calf_achilles", "hip_hinge", "single_leg"], [1, 2, 3]),
        (["calf_achilles", "calf_achilles", "calf_achilles", "trunk"], [0, 1, 2]),
        (["plyometric", "trunk", "single_leg"], [0, 1, 2]),
        (["plyometric", "trunk", "trunk", "single_leg"], [1, 2, 3]),
        (["trunk"], [0]),
        ([], []),
    ],
)
def test_the_minimum_version_keeps_the_required_patterns_in_the_clinics_order(patterns, kept):
    assert minimum_version(patterns) == kept
