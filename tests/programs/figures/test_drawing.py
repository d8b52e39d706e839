"""What changes its depth in a motion is drawn at each, and shown at one of them at a time."""

from __future__ import annotations

import re

from programs.figures.drawing import HOLD, Drawing
from programs.figures.motions import motions

GATE = re.compile(r'<g class="j (\w+)"( opacity="0")?>')


def opacity_rules(svg: str) -> dict[str, str]:
    """By class, the keyframes that show and hide."""
    rules = dict(re.findall(r"@keyframes [\w-]+-(\w+)\{(.*?\})\}", svg))
    return {name: text for name, text in rules.items() if "opacity" in text}


def test_a_leg_that_swings_behind_is_drawn_twice_and_shown_once():
    drawing = Drawing(motions()["lateral-bound-stick"])
    moving = drawing.moving()
    gates = opacity_rules(moving)
    assert len(gates) == 2
    first, last = gates.values()
    assert first.translate(str.maketrans("01", "10")).count("opacity:0") == last.count("opacity:0")
    hidden = [bool(is_hidden) for name, is_hidden in GATE.findall(moving) if name in gates]
    assert True in hidden  # without its style the picture shows one of them
    assert False in hidden
    assert "opacity:" not in re.sub(r"<style>.*?</style>", "", drawing.still())
    assert moving.count("<path") > drawing.still().count("<path")


def test_a_rope_passes_in_front_and_behind():
    drawing = Drawing(motions()["jump-rope-double"])
    moving = drawing.moving()
    assert len(opacity_rules(moving)) == 2
    ropes = re.findall(r'<path class="o" d="(M-\d+ 0C[^"]+)"', moving)
    assert len(ropes) == 2
    assert len(set(ropes)) == 1
    assert drawing.still().count('class="o"') == 1
    # Overhead, which is upside down, at the landing with which the motion begins and ends.
    turns = re.search(r"@keyframes [\w-]+\{0%(?:,100%)?\{transform:translate\([^)]*\)scale\(1,(-?[\d.]+)\)", moving)
    assert turns is not None
    assert float(turns[1]) == -1


def test_a_head_that_turns_over_has_a_face_for_each_side():
    drawing = Drawing(motions()["open-book"])
    assert len(opacity_rules(drawing.moving())) == 3
    assert len(opacity_rules(Drawing(motions()["split-squat"]).moving())) == 0


def test_a_still_says_that_a_pose_is_kept_and_the_moving_picture_keeps_it():
    held, lifted = Drawing(motions()["isometric-glute-bridge"]), Drawing(motions()["glute-bridge"])
    assert HOLD in held.still()
    assert HOLD not in lifted.still()
    assert HOLD in held.moving().split('<g class="y">')[-1]  # hidden while it runs
    assert HOLD not in Drawing(motions()["side-plank"].fault.motion).fault()


def test_a_close_view_shows_its_limbs_alone():
    foot = Drawing(motions()["toe-yoga"]).still()
    assert foot.count("<path") < Drawing(motions()["split-squat"]).still().count("<path")
    assert 'class="t"' not in foot


def test_a_fault_may_have_the_right_pose_behind_it_and_a_side_of_its_own():
    motion = motions()["side-lying-hip-abduction"]
    fault = motion.fault.motion
    assert fault.view != motion.view
    assert fault.poses[1] == motion.poses[1]
    drawn = Drawing(fault).fault()
    assert 'class="gh"' in drawn
    assert "@keyframes" not in drawn
    assert 'class="gh"' not in Drawing(motions()["clamshell"].fault.motion).fault()
