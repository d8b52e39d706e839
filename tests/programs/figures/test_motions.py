"""Motions as data: what a file may say, how an exercise changes it, and what is refused."""

from __future__ import annotations

import json

import pytest

from programs.figures.catalog import drawn_exercises, figure_of
from programs.figures.motions import MOTIONS, MotionError, mirrored, motions, read_motions, tempos

STAND = {"pelvis": {"at": [-1.4, 52.4, 0]}, "legs": {"foot": [5, 0, 5]}, "arms": "hips"}
SQUAT = {"pelvis": {"at": [-12, 36, 0], "pitch": 36}, "legs": {"foot": [5, 0, 5]}, "arms": "hips"}


def written(**changes):
    motion = {
        "motion": "squat",
        "title": "The hips sink and rise.",
        "exercises": {"bodyweight-squat": {}},
        "phases": [{"to": 1, "part": "lower"}, {"to": 0, "part": "lift"}],
        "poses": [STAND, SQUAT],
    }
    return motion | changes


def read(**changes):
    return list(read_motions("squat", written(**changes), {"bodyweight-squat": "3-1-X-0", "goblet-squat": "hold"}))


def test_every_motion_of_the_library_is_read_and_names_a_known_exercise():
    assert motions().keys() <= tempos().keys()


def test_every_exercise_has_a_figure():
    assert motions().keys() == tempos().keys()


def test_a_file_is_named_like_its_motion_and_says_what_moves():
    for path in MOTIONS.glob("*.json"):
        motion = json.loads(path.read_text())
        assert motion["motion"] == path.stem
    for slug, motion in motions().items():
        assert motion.title.endswith("."), slug
        assert 40 < len(motion.title) < 220, slug


def test_a_figure_has_a_name_for_each_file_and_none_where_nothing_is_drawn():
    slug = next(iter(drawn_exercises()))
    figure = figure_of(slug)
    assert figure is not None
    assert (figure.moving, figure.still) == (f"figures/{slug}.svg", f"figures/{slug}.still.svg")
    assert figure.alt == motions()[slug].title
    assert figure_of("nothing-drawn") is None


def test_an_exercise_moves_at_its_own_tempo():
    (motion,) = read()
    assert [(phase.part, phase.seconds) for phase in motion.phases] == [("lower", 3.0), ("lift", 0.6)]
    assert motion.tempo_marks == [("lower", 0.0, 3.0), ("lift", 3.0, 3.6)]
    assert motion.seconds == pytest.approx(3.6)


def test_a_word_in_place_of_a_tempo_leaves_the_seconds_of_the_motion():
    (motion,) = read(exercises={"goblet-squat": {}}, phases=[{"to": 1, "s": 2, "part": "lower"}, {"to": 0}])
    assert [phase.seconds for phase in motion.phases] == [2, 1]


def test_an_exercise_changes_keys_every_pose_or_one_pose_and_nothing_else():
    changes = {"title": "Other.", "every_pose": {"arms": "hang"}, "in_pose": {"1": {"pelvis": {"at": [0, 40, 0]}}}}
    (motion,) = read(exercises={"bodyweight-squat": changes})
    assert motion.title == "Other."
    assert [pose["arm_r"]["world"] for pose in motion.poses] == [True, True]
    assert [pose["pelvis"]["at"][1] for pose in motion.poses] == [52.4, 40]
    assert motion.poses[0]["leg_r"] == STAND["legs"]


def test_both_legs_are_each_others_mirror():
    (motion,) = read()
    assert motion.poses[0]["leg_l"] == {"foot": [5, 0, -5]}
    assert mirrored({"on": "thigh_r", "spot": [1, 2, 3], "elbow": 4}) == {
        "on": "thigh_l",
        "spot": [1, 2, -3],
        "elbow": 4,
    }


def test_both_at_once_replace_what_the_base_has_of_each():
    one_sided = {**STAND, "arm_r": "hang", "arm_l": "hang"}
    one_sided.pop("arms")
    (motion,) = read(poses=[one_sided, SQUAT], exercises={"bodyweight-squat": {"every_pose": {"arms": "reach"}}})
    assert motion.poses[0]["arm_l"]["shoulder"] == [84, 2, 0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exercises": {"moon-walk": {}}}, "squat: the library has no exercise moon-walk"),
        ({"motion": "hinge"}, "squat: calls itself hinge"),
        ({"speed": 2}, "unknown ['speed']"),
        ({"exercises": {"bodyweight-squat": {"speed": 2}}}, "squat: unknown change ['speed']"),
        ({"poses": [STAND, {**SQUAT, "tail": {}}]}, "squat, pose 1: unknown part ['tail']"),
        ({"poses": [STAND, {**SQUAT, "arms": "wings"}]}, "squat, pose 1: no arms are called wings"),
        ({"phases": [{"to": 2}]}, "squat: a phase goes to pose 2, and there are 2"),
        ({"phases": [{"to": 1, "part": "down"}]}, "squat: no part of a tempo is called down"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(changes, said):
    with pytest.raises(MotionError) as refused:
        read(**changes)
    assert said in str(refused.value)


def test_a_file_that_lacks_a_key_is_refused():
    motion = written()
    del motion["title"]
    with pytest.raises(MotionError, match=r"squat: missing \['title'\]"):
        list(read_motions("squat", motion, {}))


def test_every_pose_has_the_same_numbers_so_that_each_has_a_way():
    (motion,) = read(poses=[STAND, {**SQUAT, "trunk": {"flex": 10}, "legs": {"foot": [5, 0, 5], "pitch": 20}}])
    assert motion.poses[0]["trunk"] == {"flex": 0}
    assert motion.poses[0]["leg_r"]["pitch"] == 0


def test_a_limb_that_is_planted_in_one_pose_and_free_in_the_other_is_refused():
    with pytest.raises(MotionError, match="squat, pose 1: leg_r has no foot, and others have"):
        read(poses=[STAND, {**SQUAT, "legs": {"hip": [20, 0, 0]}}])


def test_what_is_kept_is_known_by_its_tempo_and_by_a_pose_that_stays():
    phases = [{"to": 1, "s": 1}, {"to": 1, "s": 4}, {"to": 0, "s": 1}]
    (held,) = read(phases=phases, exercises={"goblet-squat": {}})
    assert held.is_held
    (moving,) = read(phases=[*phases[:1], *phases[2:]], exercises={"goblet-squat": {}})
    (paced,) = read(phases=phases)
    assert not moving.is_held
    assert not paced.is_held
