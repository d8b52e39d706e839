"""From numbers to a body: joints bend the right way, what is planted stays, both sides mirror each other."""

from __future__ import annotations

import pytest

from programs.figures.body import ANKLE, SHANK, THIGH, center_of_mass, joint_angles
from programs.figures.posing import mix, solve

STANDING = {"pelvis": {"at": [0, 0, 0]}}


def near(point):
    return pytest.approx(point, abs=1e-6)


def test_zero_is_standing_straight_with_hanging_arms():
    body = solve(STANDING)
    assert body.point("heel_r")[1] == near(-THIGH - SHANK - ANKLE)
    assert body.point("crown")[1] > body.point("shoulder_r")[1] > body.point("hand_r")[1]
    for joint, angle in joint_angles(body).items():
        expected = {"elbow flexion": 8, "shoulder elevation": 6}.get(joint[:-2], 0)
        assert angle == pytest.approx(expected, abs=1e-4), joint


@pytest.mark.parametrize(
    ("limb", "numbers", "joint", "angle"),
    [
        ("leg_r", {"hip": [40, 0, 0]}, "hip flexion r", 40),
        ("leg_r", {"hip": [0, 30, 0]}, "hip abduction r", 30),
        ("leg_l", {"hip": [0, 30, 0]}, "hip abduction l", 30),
        ("leg_r", {"knee": 70}, "knee flexion r", 70),
        ("leg_r", {"ankle": 20}, "ankle dorsiflexion r", 20),
        ("arm_l", {"elbow": 90}, "elbow flexion l", 90),
        ("arm_l", {"shoulder": [120, 0, 0]}, "shoulder elevation l", 120),
    ],
)
def test_a_joint_reads_back_what_it_was_given(limb, numbers, joint, angle):
    assert joint_angles(solve({**STANDING, limb: numbers}))[joint] == pytest.approx(angle, abs=1e-4)


def test_knees_bend_backward_and_elbows_ahead():
    body = solve({**STANDING, "leg_r": {"knee": 90}, "arm_r": {"shoulder": [0, 0, 0], "elbow": 90}})
    assert body.point("ankle_r")[0] < body.point("knee_r")[0] - 20
    assert body.point("hand_r")[0] > body.point("elbow_r")[0] + 15


def test_a_planted_foot_stays_while_the_hips_move():
    low = {"pelvis": {"at": [-12, 34, 0], "pitch": 30}, "leg_r": {"foot": [5, 0, 5]}}
    high = {"pelvis": {"at": [-1, 52, 0]}, "leg_r": {"foot": [5, 0, 5]}}
    for share in (0, 0.3, 0.7, 1):
        body = solve(mix(low, high, share))
        assert body.point("ball_r") == near((5, 0, 5))
        assert body.lack == 0
        assert joint_angles(body)["knee flexion r"] > 0


def test_a_leg_that_carries_places_the_pelvis_over_its_foot():
    body = solve({"pelvis": {"pitch": 10}, "leg_r": {"foot": [5, 12, 1], "lean": 10, "knee": 20, "turn": 0}})
    assert body.point("ball_r") == near((5, 12, 1))
    assert joint_angles(body)["knee flexion r"] == pytest.approx(20, abs=0.5)


def test_what_is_out_of_reach_says_by_how_much():
    body = solve({"pelvis": {"at": [0, 60, 0]}, "leg_r": {"pin": [0, 0, 5.2], "pole": [1, 0, 0]}})
    assert body.lack == pytest.approx(60 - THIGH - SHANK)


def test_an_anchor_places_the_body():
    body = solve({"pelvis": {"pitch": -90}}, {"point": "back", "at": [-28, 2, 0]})
    assert body.point("back") == near((-28, 2, 0))


def test_a_hand_rests_on_another_segment():
    pose = {"pelvis": {"at": [0, 53, 0]}, "arm_r": {"on": "pelvis", "spot": [2, 7, 11]}}
    body = solve(pose)
    assert body.point("hand_r") == near(body.place("pelvis", (2, 7, 11)))


def test_between_two_poses_every_number_is_part_way():
    assert mix({"a": [0, 10], "b": "hang", "c": True}, {"a": [10, 20], "b": "hang", "c": True}, 0.5) == {
        "a": [5, 15],
        "b": "hang",
        "c": True,
    }


def test_the_center_of_mass_is_at_the_pelvis_of_one_who_stands_and_follows_a_load():
    body = solve(STANDING)
    center = center_of_mass(body, [])
    assert 0 < center[1] < 10
    assert center[2] == pytest.approx(0)
    assert center_of_mass(body, [("hand_r", 20)])[2] > 1


def test_a_spine_that_bends_twice_carries_the_same_thorax():
    pose = {"pelvis": {"at": [0, 50, 0]}, "trunk": {"flex": 20}}
    once, twice = solve(pose), solve({**pose, "trunk": {"flex": 20, "round": 0}})
    for point in ("chest", "back", "crown", "hand_r"):
        assert twice.point(point) == near(once.point(point))
    rounded = solve({**pose, "trunk": {"flex": 20, "round": 30}})
    assert rounded.end["loin"] == near(twice.end["loin"])
    assert rounded.point("crown")[0] > once.point("crown")[0] + 5
    assert joint_angles(rounded)["trunk flexion"] == pytest.approx(50)


def test_a_sole_turns_in_toward_the_other_foot_and_both_sides_mirror():
    free = {"hip": [0, 0, 0], "knee": 0, "invert": 30}
    body, flat = solve({**STANDING, "leg_r": free, "leg_l": free}), solve(STANDING)
    assert body.point("ball_r")[2] < flat.point("ball_r")[2] - 1
    assert body.point("ball_l")[2] == pytest.approx(-body.point("ball_r")[2])
    inward = body.turn["foot_r"][1]
    assert inward[2] > 0.2  # the top of the foot looks outward, its sole inward
    planted = solve({"pelvis": {"at": [0, 52, 0]}, "leg_r": {"foot": [5, 0, 5], "invert": 20}})
    assert planted.point("ball_r") == near((5, 0, 5))


def test_a_bare_foot_has_an_arch_and_toes_of_its_own():
    leg = {"foot": [5, 0, 5], "arch": 0}
    flat = solve({"pelvis": {"at": [0, 52, 0]}, "leg_r": leg})
    assert flat.end["forefoot_r"] == near(flat.point("ball_r"))
    bent = solve({"pelvis": {"at": [0, 52, 0]}, "leg_r": {**leg, "arch": 20, "big_toe": 40}})
    assert bent.end["forefoot_r"][1] < flat.end["forefoot_r"][1] - 1
    assert bent.point("nail_r")[1] > bent.point("smalls_r")[1] + 2
    assert "forefoot_l" not in bent.start
