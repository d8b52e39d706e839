"""The plyometric gate, its norms, steps and caps: clinical.md 3.2 and 3.3."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.plyometrics import (
    GateFacts,
    are_too_close,
    contact_cap,
    gate,
    heel_raise_threshold,
    is_open,
    session_cap,
    sets_over,
    step_now,
    symmetry,
    week_ceiling,
)

READY = GateFacts(
    strength_weeks=4, adherence=75, pain=2, morning=1, open_red_flags=0, age=35, sex="female",
    heel_raises=(22, 24), step_downs=(4, 5),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sex", "thresholds"), [("male", [25, 25, 22, 19, 15, 12]), ("female", [25, 22, 20, 18, 15, 14])]
)
def test_the_norms_give_the_thresholds_of_the_table(sex, thresholds):
    assert [heel_raise_threshold(age, sex) for age in (20, 30, 40, 50, 60, 70)] == thresholds
    assert [heel_raise_threshold(age, sex) for age in (29, 39, 49, 59, 69, 79)] == thresholds


@pytest.mark.parametrize("age", [18, 19])
def test_who_has_just_grown_up_has_the_norm_of_the_twenties(age):
    assert heel_raise_threshold(age, "female") == heel_raise_threshold(20, "female")


@pytest.mark.parametrize(("days", "close"), [(1, True), (2, False)])
def test_jumps_need_two_days_between_them(days, close):
    assert are_too_close(days) is close


@pytest.mark.parametrize(("age", "sex"), [(17, "male"), (80, "male"), (35, "")])
def test_outside_the_norms_the_therapist_decides(age, sex):
    assert heel_raise_threshold(age, sex) is None


def test_the_gate_is_open_when_everything_is_just_met():
    assert is_open(gate(READY))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("strength_weeks", {"strength_weeks": 3}),
        ("adherence", {"adherence": 74}),
        ("adherence", {"adherence": None}),
        ("pain", {"pain": 3}),
        ("pain", {"pain": None}),
        ("morning", {"morning": 2}),
        ("morning", {"morning": None}),
        ("red_flags", {"open_red_flags": 1}),
        ("heel_raises", {"heel_raises": (21, 22)}),
        ("heel_raises", {"heel_raises": None}),
        ("heel_raises", {"age": None}),
        ("heel_raises", {"sex": ""}),
        ("symmetry", {"heel_raises": (22, 25)}),
        ("step_downs", {"step_downs": (3, 5)}),
        ("step_downs", {"step_downs": None}),
    ],
)
def test_each_condition_closes_the_gate_alone_and_a_missing_figure_is_not_met(name, change):
    conditions = gate(replace(READY, **change))
    assert not is_open(conditions)
    assert name in [condition.name for condition in conditions if not condition.is_met]


def test_both_legs_weak_is_not_symmetry_enough():
    weak = gate(replace(READY, heel_raises=(10, 10)))
    assert [condition.name for condition in weak if not condition.is_met] == ["heel_raises"]
    assert symmetry(9, 10) == 90
    assert symmetry(0, 0) is None


@pytest.mark.parametrize(
    ("earlier", "step", "cap"),
    [
        ([], None, 40), ([0, 0], None, 40), ([40], None, 60), ([35, 20], None, 55), ([10], None, 40),
        ([60], 1, 60), ([70], 2, 80), ([110], 3, 120), ([150], 4, 160), ([190], 5, 200), ([190], None, 200),
        ([80, 0, 0, 0, 0], None, 40),
    ],
)  # fmt: skip
def test_contacts_grow_by_twenty_from_the_best_of_four_weeks_under_the_steps_ceiling(earlier, step, cap):
    assert contact_cap(earlier, step) == cap


@given(st.lists(st.integers(0, 300), max_size=12), st.sampled_from([1, 2, 3, 4, 5]))
def test_the_ceiling_is_never_passed(earlier, step):
    assert contact_cap(earlier, step) <= week_ceiling(step)


@pytest.mark.parametrize(
    ("step", "facts", "now"),
    [
        (1, {"green_sessions": 3}, 1),
        (1, {"green_sessions": 4}, 2),
        (2, {"green_sessions": 20}, 2),
        (3, {"green_sessions": 0, "days_since_red": 6}, 0),
        (3, {"green_sessions": 0, "days_since_red": 7}, 2),
        (1, {"green_sessions": 0, "days_since_red": 7}, 1),
        (3, {"green_sessions": 4, "gap_days": 14}, 3),
        (3, {"green_sessions": 4, "gap_days": 15}, 2),
    ],
)
def test_red_takes_plyometrics_out_for_a_week_and_one_step_down(step, facts, now):
    assert step_now(step, **facts) == now


@pytest.mark.parametrize(
    ("step", "session", "week"), [(1, 30, 60), (2, 45, 80), (3, 70, 120), (4, 90, 160), (5, 100, 200)]
)
def test_each_step_has_its_caps(step, session, week):
    assert (session_cap(step), week_ceiling(step)) == (session, week)


@pytest.mark.parametrize(
    ("planned", "budget", "off"),
    [
        ([(3, 10)], 30, [0]),
        ([(3, 10)], 29, [1]),
        ([(3, 10)], 0, [2]),
        ([(3, 10), (3, 12)], 45, [0, 2]),
        ([(3, 10), (2, 12)], 20, [2, 1]),
        ([(1, 40)], 10, [0]),
        ([], 0, []),
    ],
)
def test_contacts_are_cut_by_whole_sets_from_the_last_exercise_and_one_set_stays(planned, budget, off):
    assert sets_over(planned, budget) == off
