"""Poses and things come and go, and a limb is given in another way, and the body stays where it is."""

from __future__ import annotations

import pytest

from programs.figures.motions import motions, tempos
from programs.figures.posing import solve
from programs.own_figures.documents import document_of, motion_of
from programs.own_figures.structure import NEW_THINGS, StructureError, other_ways, restructured, things_of

PLANTED, HANGING = "romanian-deadlift", "side-lying-hip-abduction"


def document(slug):
    return document_of(motions()[slug])


def drawn(changed, slug):
    return motion_of(changed, slug, tempos()[slug])


def test_a_pose_is_added_after_itself_with_a_way_to_it():
    changed = restructured(document(PLANTED), "pose-add 0")
    assert changed["poses"][0] == changed["poses"][1]
    assert len(changed["poses"]) == 3
    assert (changed["show"], changed["ghost"]) == (2, 0)
    motion = drawn(changed, PLANTED)
    assert [phase.to for phase in motion.phases].count(1) == 1
    assert {phase.to for phase in motion.phases} == {0, 1, 2}


def test_a_pose_that_is_added_and_removed_leaves_what_was():
    before = document("broad-jump-stick")
    assert restructured(restructured(before, "pose-add 1"), "pose-remove 2") == before


def test_without_a_pose_no_way_leads_to_it_and_a_figure_keeps_two():
    changed = restructured(document("broad-jump-stick"), "pose-remove 2")
    assert len(changed["poses"]) == 4
    assert max(phase["to"] for phase in changed["phases"]) == 3
    assert drawn(changed, "broad-jump-stick").poses[2] == motions()["broad-jump-stick"].poses[3]
    with pytest.raises(StructureError, match="needs two poses"):
        restructured(document(PLANTED), "pose-remove 1")


def test_what_is_said_of_each_phase_follows_the_phases():
    changed = restructured(document("lateral-bound-stick"), "pose-remove 1")
    assert changed["behind"]["leg_r"] == [2, 3]
    rope = restructured(document("jump-rope-double"), "pose-add 0")["props"][0]
    assert rope["angles"] == [360, 540, 540]


@pytest.mark.parametrize("name", sorted(NEW_THINGS))
def test_every_thing_that_may_be_added_can_be_drawn_and_removed(name):
    before = document("bodyweight-squat")
    changed = restructured(before, f"thing-add {name}")
    assert drawn(changed, "bodyweight-squat").props[-1]["kind"] == name.split("-")[0]
    last = len(changed["props"]) - 1
    assert restructured(changed, f"thing-remove {last}")["props"] == before["props"]


def test_things_are_called_what_they_are():
    assert things_of(document(PLANTED)) == ["Dumbbell, right hand", "Dumbbell, left hand"]


@pytest.mark.parametrize(
    "slug", [PLANTED, HANGING, "single-leg-rdl", "single-leg-glute-bridge", "push-up", "clamshell"]
)
@pytest.mark.parametrize("way", ["joints", "place"])
def test_a_limb_given_in_another_way_stands_where_it_stood(slug, way):
    before = document(slug)
    changed = before
    for part in ("leg_r", "leg_l", "arm_r", "arm_l"):
        changed = restructured(changed, f"limb {part} {way}")
    assert drawn(changed, slug).poses
    for old, new in zip(before["poses"], changed["poses"], strict=True):
        was, now = (solve(pose, each.get("anchor")) for pose, each in ((old, before), (new, changed)))
        for point in ("knee_r", "knee_l", "ankle_r", "ankle_l", "elbow_r", "elbow_l", "hand_r", "hand_l", "crown"):
            assert now.point(point) == pytest.approx(was.point(point), abs=0.6), (point, slug)
        assert now.point("ball_r") == pytest.approx(was.point("ball_r"), abs=4)


def test_a_limb_is_offered_the_ways_in_which_it_is_not_given():
    pose = document(PLANTED)["poses"][0]
    assert [way for way, _words in other_ways(pose["leg_r"], "leg_r")] == ["joints"]
    assert [way for way, _words in other_ways(pose["arm_r"], "arm_r")] == ["place"]
    assert other_ways(pose["pelvis"], "pelvis") == []


@pytest.mark.parametrize("act", ["pose-add 9", "pose-remove -1", "thing-add anvil", "thing-remove x", "limb head place",
                                 "limb leg_r wings"])  # fmt: skip
def test_what_is_not_there_is_refused_in_words(act):
    with pytest.raises(StructureError, match="no longer has that part"):
        restructured(document(PLANTED), act)


@pytest.mark.parametrize("act", ["save", "mirror", "pose-add", "limb leg_r", "preview x"])
def test_another_act_is_none_of_these(act):
    assert restructured(document(PLANTED), act) is None
