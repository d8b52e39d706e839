"""What a document is made of: its poses, its things, and how a limb is given in them.

A number is changed in a field; here something comes or goes, from fixed lists, so that no form can bring in what the
engine does not know. The body stays where it is: a limb that is given in another way stands in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from math import asin, atan2, degrees
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.figures.body import SIDES, Skeleton
from programs.figures.posing import solve
from programs.figures.vectors import Matrix, Vector, about_x, about_z, chain, dot, opposite

from .documents import Document

MOST_POSES, MOST_THINGS = 8, 12
#: What may be added, each as it begins; its numbers are fields from then on.
NEW_THINGS: MappingProxyType[str, tuple[Any, Document]] = MappingProxyType(
    {
        "dumbbell-r": (gettext_lazy("dumbbell, right hand"), {"kind": "dumbbell", "hand": "r"}),
        "dumbbell-l": (gettext_lazy("dumbbell, left hand"), {"kind": "dumbbell", "hand": "l"}),
        "kettlebell": (gettext_lazy("kettlebell, both hands"), {"kind": "kettlebell", "at": ["hand_r", "hand_l"]}),
        "barbell": (
            gettext_lazy("barbell, both hands"),
            {"kind": "barbell", "at": ["hand_r", "hand_l"], "radius": 9, "off": [0, 0, 0]},
        ),
        "weight": (
            gettext_lazy("weight at the chest"),
            {"kind": "weight", "at": ["hand_r", "hand_l"], "off": [1.5, 1, 0], "size": [5, 7]},
        ),
        "band": (
            gettext_lazy("band above the knees"),
            {"kind": "band", "between": ["knee_r", "knee_l"], "off": [0, 4, 0]},
        ),
        "bench": (
            gettext_lazy("bench"),
            {"kind": "bench", "at": [-40, 20, 0], "size": [34, 4.5, 16], "legs": [-13, 13]},
        ),
        "box": (gettext_lazy("box"), {"kind": "box", "at": [24, 0, 0], "size": [24, 15, 24]}),
        "step": (gettext_lazy("step"), {"kind": "step", "at": [17, 0, 0], "size": [24, 10, 22]}),
        "chair": (
            gettext_lazy("seat of a chair"),
            {"kind": "chair", "at": [-27, 21, 0], "size": [22, 4, 22], "legs": [-9, 9]},
        ),
        "wall": (gettext_lazy("wall"), {"kind": "wall", "at": [33, 0, 0], "size": [3, 104, 40]}),
        "mat": (gettext_lazy("mat"), {"kind": "mat", "at": [0, 0, 0], "size": [60, 2, 30]}),
        "pillow": (gettext_lazy("pillow"), {"kind": "pillow", "at": [0, 0, 0], "size": [24, 5, 18]}),
    }
)
#: A foot on its side is held at its ankle, not planted on its ball: how much of its own right looks up or down there.
ON_ITS_SIDE = 0.3
LEGS_AND_ARMS = ("leg_r", "leg_l", "arm_r", "arm_l")


class StructureError(ValueError):
    """What cannot come or go, in words."""


def restructured(document: Document, act: str) -> Document | None:
    """The document after an act: ``pose-add 1``, ``thing-remove 0``, ``limb leg_r place``; none after any other act.

    Raises StructureError where the act makes no motion.
    """
    name, *rest = act.split()
    change = ACTS.get((name, len(rest)))
    if change is None:
        return None
    try:
        return change(deepcopy(document), *rest)
    except (KeyError, IndexError, ValueError) as error:
        if isinstance(error, StructureError):
            raise
        raise StructureError(_("This figure no longer has that part.")) from error


# -- poses -------------------------------------------------------------------------------------------


def _add_pose(document: Document, place: str) -> Document:
    """The same pose once more after itself, with a way of one second to it."""
    index, poses = _place(place, document["poses"]), document["poses"]
    if len(poses) >= MOST_POSES:
        raise StructureError(_("A figure has at most {most} poses.").format(most=MOST_POSES))
    poses.insert(index + 1, deepcopy(poses[index]))
    _renumber(document, lambda pose: pose + 1 if pose > index else pose)
    phase = next(at for at, each in enumerate(document["phases"]) if each["to"] == index)
    order = list(range(len(document["phases"])))
    document["phases"].insert(phase + 1, {"to": index + 1, "s": 1, "ease": "io"})
    _follow_phases(document, [*order[: phase + 1], phase, *order[phase + 1 :]])
    return document


def _remove_pose(document: Document, place: str) -> Document:
    index, poses = _place(place, document["poses"]), document["poses"]
    kept = [at for at, phase in enumerate(document["phases"]) if phase["to"] != index]
    if len(poses) < 3 or not kept:
        raise StructureError(_("A figure needs two poses."))
    document["phases"] = [document["phases"][at] for at in kept]
    _follow_phases(document, kept)
    for arrow in document.get("arrows", []):
        arrow["poses"] = [pose for pose in arrow.get("poses", [document["ghost"], document["show"]]) if pose != index]
    document["arrows"] = [arrow for arrow in document.get("arrows", []) if len(arrow["poses"]) > 1]
    del poses[index]
    _renumber(document, lambda pose: min(pose - 1 if pose > index else pose, len(poses) - 1))
    return document


def _renumber(document: Document, number: Callable[[int], int]) -> None:
    """Every mention of a pose by its new number."""
    for key in ("show", "ghost"):
        document[key] = number(document[key])
    for phase in document["phases"]:
        phase["to"] = number(phase["to"])
    for arrow in document.get("arrows", []):
        if "poses" in arrow:
            arrow["poses"] = [number(pose) for pose in arrow["poses"]]


def _follow_phases(document: Document, former: list[int]) -> None:
    """What is said for each phase. former -- for each phase as it is now, which one it was"""
    for limb, phases in document.get("behind", {}).items():
        document["behind"][limb] = [at for at, was in enumerate(former) if was in phases]
    for thing in document.get("props", []):
        if "angles" in thing:
            thing["angles"] = [thing["angles"][was] for was in former]


def _place(text: str, things: list[Any]) -> int:
    place = int(text)
    if not 0 <= place < len(things):
        raise IndexError(text)
    return place


# -- things ------------------------------------------------------------------------------------------


def _add_thing(document: Document, name: str) -> Document:
    if len(document.get("props", [])) >= MOST_THINGS:
        raise StructureError(_("A figure has at most {most} things.").format(most=MOST_THINGS))
    _words, thing = NEW_THINGS[name]
    document["props"] = [*document.get("props", []), deepcopy(thing)]
    return document


def _remove_thing(document: Document, place: str) -> Document:
    del document["props"][_place(place, document["props"])]
    return document


def things_of(document: Document) -> list[str]:
    """Each thing of a document in words, by its place."""
    words = []
    for thing in document.get("props", []):
        hand = {"r": _("right hand"), "l": _("left hand")}.get(thing.get("hand", ""), "")
        kind = str(thing["kind"]).replace("_", " ").capitalize()
        words.append(f"{kind}, {hand}" if hand else kind)
    return words


# -- how a limb is given -----------------------------------------------------------------------------


def other_ways(limb: Mapping[str, Any], part: str) -> list[tuple[str, str]]:
    """The ways in which this limb is not given, each with its words."""
    if part not in LEGS_AND_ARMS:
        return []
    words = {"joints": _("In every pose: by its joints"), "place": _("In every pose: its end at a place")}
    is_by_joints = bool({"hip", "shoulder"} & limb.keys())
    is_at_place = bool({"foot", "pin", "hand"} & limb.keys()) and "lean" not in limb
    is_given = {"joints": is_by_joints, "place": is_at_place}
    return [(way, words[way]) for way in words if not is_given[way]]


def _give_limb(document: Document, part: str, way: str) -> Document:
    """The limb in every pose in another way, where it stands now; by its joints a foot goes along with its shank."""
    if part not in LEGS_AND_ARMS:
        raise KeyError(part)
    given = WAYS[part[:3], way]
    bodies = [solve(pose, document.get("anchor")) for pose in document["poses"]]
    if given is _leg_planted and any(abs(body.turn[f"foot_{part[-1]}"][2][1]) > ON_ITS_SIDE for body in bodies):
        given = _leg_pinned
    if any(
        "lean" in pose.get(part, {}) for pose in document["poses"]
    ):  # it carried the pelvis, which stays where it is
        document.pop("anchor", None)
        for pose, body in zip(document["poses"], bodies, strict=True):
            pose.setdefault("pelvis", {})["at"] = _rounded(body.start["pelvis"])
    for pose, body in zip(document["poses"], bodies, strict=True):
        yaw = pose.get("pelvis", {}).get("yaw", 0)
        pose[part] = given(body, part[-1], yaw)
    return document


def _leg_by_joints(body: Skeleton, side: str, _yaw: float) -> Document:
    thigh, shank, foot = (body.turn[f"{segment}_{side}"] for segment in ("thigh", "shank", "foot"))
    return {
        "hip": _ball_joint(body.turn["pelvis"], thigh, side),
        "knee": round(degrees(atan2(dot(shank[1], thigh[0]), dot(shank[1], thigh[1]))), 1),
        "ankle": _hinge(shank, foot),
        "toe": _hinge(foot, body.turn[f"toe_{side}"]),
    }


def _leg_planted(body: Skeleton, side: str, yaw: float) -> Document:
    foot = body.turn[f"foot_{side}"]
    ahead, _up, right = foot[0]
    pitch, heading = degrees(-asin(max(-1.0, min(1.0, foot[0][1])))), degrees(atan2(-right, ahead))
    if foot[1][1] < 0:  # its sole looks up
        pitch, heading = 180 - pitch, heading + 180
    turn = (-SIDES[side] * (heading + yaw) + 180) % 360 - 180
    return {
        "foot": _rounded(body.point(f"ball_{side}")),
        "pitch": round(pitch, 1),
        "turn": round(turn, 1),
        "pole": _rounded(body.turn[f"thigh_{side}"][0]),
        "toe": _hinge(foot, body.turn[f"toe_{side}"]),
    }


def _leg_pinned(body: Skeleton, side: str, _yaw: float) -> Document:
    by_joints = _leg_by_joints(body, side, 0)
    pole = _rounded(body.turn[f"thigh_{side}"][0])
    ankle = {key: by_joints[key] for key in ("ankle", "toe")}
    return {"pin": _rounded(body.point(f"ankle_{side}")), "pole": pole, **ankle}


def _arm_by_joints(body: Skeleton, side: str, _yaw: float) -> Document:
    upper = body.turn[f"upper_arm_{side}"]
    return {
        "shoulder": _ball_joint(body.turn["thorax"], upper, side),
        "elbow": -_hinge_of_bones(upper, body.turn[f"forearm_{side}"]),
    }


def _arm_at_place(body: Skeleton, side: str, _yaw: float) -> Document:
    behind = opposite(body.turn[f"upper_arm_{side}"][0])  # where an elbow points
    return {"hand": _rounded(body.point(f"hand_{side}")), "pole": _rounded(behind)}


def _ball_joint(parent: Matrix, child: Matrix, side: str) -> list[float]:
    """Flexion, abduction and outward turn of a bone in its parent's frame, as ``posing`` reads them."""
    x, y, z = ((dot(axis, parent[0]), dot(axis, parent[1]), dot(axis, parent[2])) for axis in child)
    lift, flexion = degrees(asin(max(-1.0, min(1.0, y[2])))), degrees(atan2(-y[0], y[1]))
    rest = chain(about_x(-lift), about_z(-flexion), (x, y, z))
    outward = -SIDES[side] * degrees(atan2(rest[2][0], rest[2][2]))
    return [round(flexion, 1), round(-SIDES[side] * lift, 1), round(outward, 1)]


def _hinge(parent: Matrix, child: Matrix) -> float:
    """How far a child is turned upward, by where its own ahead looks."""
    return round(degrees(atan2(dot(child[0], parent[1]), dot(child[0], parent[0]))), 1)


def _hinge_of_bones(parent: Matrix, child: Matrix) -> float:
    return round(degrees(atan2(dot(child[1], parent[0]), dot(child[1], parent[1]))), 1)


def _rounded(vector: Vector) -> list[float]:
    return [round(number, 2) for number in vector]


WAYS: MappingProxyType[tuple[str, str], Callable[[Skeleton, str, float], Document]] = MappingProxyType(
    {
        ("leg", "joints"): _leg_by_joints,
        ("leg", "place"): _leg_planted,
        ("arm", "joints"): _arm_by_joints,
        ("arm", "place"): _arm_at_place,
    }
)
#: By the act's name and how many words follow it.
ACTS: MappingProxyType[tuple[str, int], Callable[..., Document]] = MappingProxyType(
    {
        ("pose-add", 1): _add_pose,
        ("pose-remove", 1): _remove_pose,
        ("thing-add", 1): _add_thing,
        ("thing-remove", 1): _remove_thing,
        ("limb", 2): _give_limb,
    }
)
