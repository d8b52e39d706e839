"""From the numbers of a pose to a body in space.

A limb is given by its joints, or planted: a foot on the floor, an ankle or a hand at a place, a hand on another
segment. What is planted in two poses stays where it is in between, because poses are mixed first and solved then.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from .body import (
    ACROMION,
    ANKLE,
    ARCH,
    BALL,
    BIG_TOE,
    FIST,
    FOREARM,
    HEAD,
    HIP,
    LOIN,
    NECK,
    SHANK,
    SHOULDER,
    SIDES,
    SMALL_TOES,
    SOLE_AXIS,
    THIGH,
    TOE,
    UPPER_ARM,
    WAIST,
    Skeleton,
)
from .vectors import (
    Matrix,
    Vector,
    about,
    about_x,
    about_y,
    about_z,
    add,
    between,
    bone_frame,
    chain,
    cross,
    dot,
    length,
    opposite,
    turned,
    unit,
)

#: Parts of the body (``pelvis``, ``leg_r``) with their numbers, as the motion's file gives them.
Pose = Mapping[str, Mapping[str, Any]]

#: A foot turns out a little where nothing else is said; degrees.
TOES_OUT = 4
#: The toes bend no further against the floor.
MOST_TOE_BEND = 60


def mix(first: Any, second: Any, share: float) -> Any:
    """The pose part-way between two poses: every number on a straight line."""
    if isinstance(first, Mapping):
        return {key: mix(value, second.get(key, value), share) for key, value in first.items()}
    if isinstance(first, list):
        return [mix(one, other, share) for one, other in zip(first, second, strict=True)]
    if isinstance(first, int | float) and not isinstance(first, bool):
        return first + (second - first) * share
    return first


def solve(pose: Pose, anchor: Mapping[str, Any] | None = None) -> Skeleton:
    """The body of a pose. anchor -- a point of the skin and where it rests, in place of the pelvis's own place"""
    skeleton = Skeleton()
    level = about_y(-pose.get("pelvis", {}).get("yaw", 0))
    _place_trunk(skeleton, pose)
    for side in SIDES:
        _hang_leg(skeleton, pose.get(f"leg_{side}", {}), side, level)
        _hang_arm(skeleton, pose.get(f"arm_{side}", {}), side, level)
    if anchor:
        skeleton.move(between(skeleton.point(anchor["point"]), vector(anchor["at"])))
    for side in SIDES:
        _stand_on(skeleton, pose.get(f"leg_{side}", {}), side, level)
    for side in SIDES:
        _plant_leg(skeleton, pose.get(f"leg_{side}", {}), side, level)
    for side in SIDES:
        _plant_arm(skeleton, pose.get(f"arm_{side}", {}), side)
    return skeleton


def vector(numbers: Any) -> Vector:
    x, y, z = numbers
    return (x, y, z)


def _place_trunk(skeleton: Skeleton, pose: Pose) -> None:
    pelvis, trunk, head = (pose.get(part, {}) for part in ("pelvis", "trunk", "head"))
    turn = chain(about_y(-pelvis.get("yaw", 0)), about_x(pelvis.get("roll", 0)), about_z(-pelvis.get("pitch", 0)))
    waist = skeleton.put("pelvis", vector(pelvis.get("at", (0, 0, 0))), turn, (0, WAIST, 0))
    turn = chain(turn, about_y(-trunk.get("turn", 0)), about_x(trunk.get("side", 0)), about_z(-trunk.get("flex", 0)))
    if "round" in trunk:  # the spine bends a second time, above the loin; the thorax keeps its own measures
        loin = skeleton.put("loin", waist, turn, (0, LOIN, 0))
        turn = chain(turn, about_z(-trunk["round"]))
        waist = add(loin, turned(turn, (0, -LOIN, 0)))
    neck = skeleton.put("thorax", waist, turn, (0, NECK, 0))
    turn = chain(turn, about_y(-head.get("turn", 0)), about_x(head.get("side", 0)), about_z(-head.get("nod", 0)))
    skeleton.put("head", neck, turn, (0, HEAD, 0))


def _ball_joint(angles: Any, side: str) -> Matrix:
    """Flexion, abduction, outward turn of a hip or shoulder; what is not given is 0."""
    flexion, abduction, outward = [*angles, 0, 0, 0][:3]
    return chain(about_z(flexion), about_x(-SIDES[side] * abduction), about_y(-SIDES[side] * outward))


def _hang_leg(skeleton: Skeleton, leg: Mapping[str, Any], side: str, level: Matrix) -> None:
    hip = skeleton.place("pelvis", (0, 0, SIDES[side] * HIP))
    root = level if leg.get("world") else skeleton.turn["pelvis"]
    thigh = chain(root, _ball_joint(leg.get("hip", []), side))
    knee = skeleton.put(f"thigh_{side}", hip, thigh, (0, -THIGH, 0))
    shank = chain(thigh, about_z(-leg.get("knee", 0)))
    ankle = skeleton.put(f"shank_{side}", knee, shank, (0, -SHANK, 0))
    foot = chain(shank, about_z(leg.get("ankle", 0)), _sole_in(leg, side))
    _put_foot(skeleton, side, ankle, foot, leg.get("toe", 0), leg)


def _sole_in(leg: Mapping[str, Any], side: str) -> Matrix:
    """The turn of the sole toward the other foot (``invert``), or away from it where it is negative."""
    x, y, z = SOLE_AXIS
    return about((x, y, z * SIDES[side]), SIDES[side] * leg.get("invert", 0))


def _put_foot(skeleton: Skeleton, side: str, ankle: Vector, turn: Matrix, toe: float, leg: Mapping[str, Any]) -> None:
    ball = skeleton.put(f"foot_{side}", ankle, turn, (BALL, -ANKLE, 0))
    skeleton.put(f"toe_{side}", ball, chain(turn, about_z(toe)), (TOE - BALL, 0, 0))
    if "arch" in leg:  # a bare foot, seen from close by
        fore = chain(turn, about_z(-leg["arch"]))
        bone = (BALL - ARCH[0], -ANKLE - ARCH[1], 0.0)
        ball = skeleton.put(f"forefoot_{side}", skeleton.place(f"foot_{side}", ARCH), fore, bone)
        for name, size in (("big_toe", BIG_TOE), ("small_toes", SMALL_TOES)):
            skeleton.put(f"{name}_{side}", ball, chain(fore, about_z(leg.get(name, 0))), (size, 0, 0))


def _hang_arm(skeleton: Skeleton, arm: Mapping[str, Any], side: str, level: Matrix) -> None:
    shoulder = skeleton.place("thorax", (0, ACROMION, SIDES[side] * SHOULDER))
    root = level if arm.get("world") else skeleton.turn["thorax"]
    upper = chain(root, _ball_joint(arm.get("shoulder", [0, 6, 0]), side))
    elbow = skeleton.put(f"upper_arm_{side}", shoulder, upper, (0, -UPPER_ARM, 0))
    skeleton.put(f"forearm_{side}", elbow, chain(upper, about_z(arm.get("elbow", 8))), (0, -FOREARM, 0))


def _sole(leg: Mapping[str, Any], side: str, level: Matrix) -> Matrix:
    """How a planted foot is turned."""
    return chain(
        level, about_y(-SIDES[side] * leg.get("turn", TOES_OUT)), about_z(-leg.get("pitch", 0)), _sole_in(leg, side)
    )


def _ankle_over(leg: Mapping[str, Any], side: str, level: Matrix) -> Vector:
    return between(turned(_sole(leg, side, level), (BALL, -ANKLE, 0)), vector(leg["foot"]))


def _stand_on(skeleton: Skeleton, leg: Mapping[str, Any], side: str, level: Matrix) -> None:
    """A leg that carries: its foot, the lean of its shank and its knee place the pelvis."""
    if "lean" not in leg:
        return
    sway = chain(level, about_x(-SIDES[side] * leg.get("sway", 0)))
    shank = chain(sway, about_z(-leg["lean"]))
    knee = add(_ankle_over(leg, side, level), turned(shank, (0, SHANK, 0)))
    hip = add(knee, turned(chain(sway, about_z(leg.get("knee", 0) - leg["lean"])), (0, THIGH, 0)))
    skeleton.move(between(skeleton.start[f"thigh_{side}"], hip))


def _plant_leg(skeleton: Skeleton, leg: Mapping[str, Any], side: str, level: Matrix) -> None:
    if "pin" in leg:  # the ankle rests at a place, the knee points to the pole
        shank = _bend_leg(skeleton, side, vector(leg["pin"]), vector(leg["pole"]))
        turn = chain(shank, about_z(leg.get("ankle", 0)), _sole_in(leg, side))
        _put_foot(skeleton, side, vector(leg["pin"]), turn, leg.get("toe", 0), leg)
    if "foot" in leg:
        ankle = _ankle_over(leg, side, level)
        _bend_leg(skeleton, side, ankle, _knee_pole(skeleton, leg, side))
        toe = leg.get("toe", max(0, min(MOST_TOE_BEND, leg.get("pitch", 0))))
        _put_foot(skeleton, side, ankle, _sole(leg, side, level), toe, leg)


def _knee_pole(skeleton: Skeleton, leg: Mapping[str, Any], side: str) -> Vector:
    if "pole" in leg:
        return vector(leg["pole"])
    outward = leg.get("knee_out", leg.get("turn", TOES_OUT))
    return turned(chain(skeleton.turn["pelvis"], about_y(-SIDES[side] * outward)), (1, 0, 0))


def _bend_leg(skeleton: Skeleton, side: str, ankle: Vector, pole: Vector) -> Matrix:
    hip = skeleton.start[f"thigh_{side}"]
    knee, axis, lack = _two_bones(hip, ankle, (THIGH, SHANK), pole)
    skeleton.lack = max(skeleton.lack, lack)
    skeleton.put(f"thigh_{side}", hip, bone_frame(between(hip, knee), axis), (0, -THIGH, 0))
    shank = bone_frame(between(knee, ankle), axis)
    skeleton.put(f"shank_{side}", knee, shank, (0, -SHANK, 0))
    return shank


def _plant_arm(skeleton: Skeleton, arm: Mapping[str, Any], side: str) -> None:
    if "on" in arm:  # the hand rests on another segment
        goal = skeleton.place(arm["on"], vector(arm["spot"]))
    elif "hand" in arm:
        goal = vector(arm["hand"])
    else:
        return
    backward = turned(skeleton.turn["thorax"], (-1, -0.3, SIDES[side] * 0.4))
    pole = vector(arm["pole"]) if "pole" in arm else backward
    shoulder = skeleton.start[f"upper_arm_{side}"]
    elbow, axis, lack = _two_bones(shoulder, goal, (UPPER_ARM, FOREARM + FIST), pole)
    skeleton.lack = max(skeleton.lack, lack)
    hinge = opposite(axis)
    skeleton.put(f"upper_arm_{side}", shoulder, bone_frame(between(shoulder, elbow), hinge), (0, -UPPER_ARM, 0))
    skeleton.put(f"forearm_{side}", elbow, bone_frame(between(elbow, goal), hinge), (0, -FOREARM, 0))


def _two_bones(root: Vector, goal: Vector, bones: tuple[float, float], pole: Vector) -> tuple[Vector, Vector, float]:
    """A limb from root to goal, bent toward the pole: its middle joint, its hinge axis, and what it lacks in reach."""
    upper, lower = bones
    way = between(root, goal)
    lack = max(0.0, length(way) - upper - lower)
    reach = max(1e-6, min(length(way), upper + lower - 1e-4))
    straight = unit(way)
    bend = unit(add(pole, straight, -dot(pole, straight)))
    cosine = max(-1.0, min(1.0, (upper**2 + reach**2 - lower**2) / (2 * upper * reach)))
    joint = add(add(root, straight, upper * cosine), bend, upper * sqrt(1 - cosine**2))
    return joint, cross(straight, bend), lack
