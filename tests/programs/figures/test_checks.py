"""The checks of a motion: all that are shipped hold, and each kind of mistake is found and named."""

from __future__ import annotations

import pytest

from programs.figures import checks
from programs.figures.checks import findings, planted
from programs.figures.drawing import Drawing
from programs.figures.motions import motions, read_motions

LEGS = {"foot": [5, 0, 5]}
STAND = {"pelvis": {"at": [-1.4, 52.2, 0], "pitch": 3}, "legs": LEGS, "arms": "hang"}
SQUAT = {"pelvis": {"at": [-12.5, 32, 0], "pitch": 36}, "legs": LEGS, "arms": "reach"}


def found(*poses, **changes) -> str:
    motion = {
        "motion": "squat",
        "title": "The hips sink and rise.",
        "exercises": {"bodyweight-squat": {}},
        "phases": [{"to": 1, "s": 2}, {"to": 0, "s": 2}],
        "poses": list(poses),
    }
    (read,) = read_motions("squat", motion | changes, {"bodyweight-squat": "hold"})
    return "\n".join(findings(Drawing(read)))


@pytest.mark.parametrize("slug", sorted(motions()))
def test_every_motion_holds(slug):
    assert findings(Drawing(motions()[slug])) == []


def test_a_squat_that_holds_is_not_blamed():
    assert found(STAND, SQUAT, slow=True, symmetric=True) == ""


def test_a_joint_beyond_its_limit_is_named_with_its_pose_and_number():
    hyperextended = {**STAND, "legs": {"hip": [0, 0, 0], "knee": -20}}
    assert "bodyweight-squat: pose 0, knee flexion r is -20 degrees, and goes from -3 to 150" in found(
        hyperextended, hyperextended
    )


def test_a_foot_out_of_reach_is_named():
    flying = {**STAND, "pelvis": {"at": [-1.4, 60, 0]}}
    assert "a hand or foot lacks 7" in found(flying, flying)


def test_a_planted_foot_that_slips_is_named_with_its_phase(monkeypatch):
    deep = {**SQUAT, "pelvis": {"at": [-12, 30, 0], "pitch": 40}, "legs": {"foot": [5, 0, 5], "pitch": 0}}
    on_toes = {**STAND, "pelvis": {"at": [0.6, 56.2, 0], "pitch": 4}, "legs": {"foot": [5, 0, 5], "pitch": 38}}
    assert found(deep, on_toes) == ""
    monkeypatch.setattr(checks, "MOST_SLIP", 0.1)
    assert "phase 0, ball_r slips by" in found(deep, on_toes)


def test_a_foot_that_steps_is_not_planted():
    ahead = {**STAND, "leg_r": {"foot": [12, 0, 5]}}
    motion = {
        "motion": "squat",
        "title": "One foot steps.",
        "exercises": {"bodyweight-squat": {}},
        "phases": [{"to": 1, "s": 2}, {"to": 1, "s": 1}, {"to": 0, "s": 2}],
        "poses": [STAND, ahead],
    }
    (read,) = read_motions("squat", motion, {"bodyweight-squat": "hold"})
    assert [point for phase, point in planted(read) if phase == 0] == ["ball_l"]
    assert [point for phase, point in planted(read) if phase == 1] == ["ball_r", "ball_l"]


def test_a_foot_under_the_floor_is_named():
    sunk = {**STAND, "pelvis": {"at": [-1.4, 49, 0]}, "legs": {"hip": [0, 0, 0], "knee": 0}}
    assert "pose 1, heel_r is 4.0% of height under the floor" in found(sunk, sunk)


def test_a_body_that_would_fall_is_named_only_where_it_moves_slowly():
    backward = {**SQUAT, "pelvis": {"at": [-26, 32, 0], "pitch": 4}}
    assert "pose 1, the center of mass is" in found(STAND, backward, slow=True)
    assert "center of mass" not in found(STAND, backward)


def test_a_load_moves_the_center_of_mass():
    leaning = {**STAND, "pelvis": {"at": [1, 52, 0], "pitch": 14}, "arms": {"world": True, "shoulder": [84, 2, 0]}}
    bell = {"kind": "kettlebell", "at": ["hand_r", "hand_l"]}
    assert "center of mass" not in found(leaning, leaning, slow=True)
    assert "center of mass" in found(leaning, leaning, slow=True, props=[bell])


def test_a_knee_that_caves_in_is_named():
    caving = {**SQUAT, "legs": {"foot": [5, 0, 5], "knee_out": -30}}
    assert "knee r falls" in found(caving, caving)


def test_two_sides_that_differ_are_named_where_both_do_the_same():
    crooked = {**SQUAT, "leg_l": {"foot": [12, 0, -5]}}
    assert "both sides do the same" in found(STAND, crooked, symmetric=True)
    assert "both sides" not in found(STAND, crooked)


def test_a_thing_nobody_can_draw_and_a_dumbbell_in_no_hand_are_named():
    said = found(STAND, SQUAT, props=[{"kind": "anvil"}, {"kind": "dumbbell"}])
    assert "no prop is called anvil" in said
    assert "a dumbbell is in no hand" in said
