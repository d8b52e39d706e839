"""The body: lengths, joints, what they may do, what they weigh.

Lengths are percent of body height and masses percent of body mass (Drillis and Contini, as in Winter, *Biomechanics and
Motor Control of Human Movement*). Joint limits are active ranges of healthy adults, generous by a few degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import acos, asin, atan2, degrees
from types import MappingProxyType

from .vectors import Matrix, Vector, add, between, dot, middle, opposite, turned

THIGH, SHANK, ANKLE = 24.5, 24.6, 3.9
UPPER_ARM, FOREARM, FIST = 18.6, 14.6, 4.6
#: Half the distance between the joint centers.
HIP, SHOULDER = 5.2, 10.8
#: Hip axis to waist, waist to the base of the neck, base of the neck to the crown.
WAIST, NECK, HEAD = 9.0, 22.0, 16.0
ACROMION = 19.8
#: Along the foot, from under the ankle.
BALL, HEEL, TOE = 6.8, -4.0, 11.2
#: The lower back of a spine that bends in two places, see ``round`` in a pose.
LOIN = 9.0
#: Where a bare foot's arch bends, in the foot's frame, and how long its big toe and its other toes are.
ARCH: Vector = (2.4, -2.0, 0)
BIG_TOE, SMALL_TOES = 4.6, 3.6
#: The axis about which a right foot turns its sole in: ahead, up, and to the other foot (Inman, *Joints of the Ankle*).
SOLE_AXIS: Vector = (0.714, 0.669, -0.205)

SIDES = MappingProxyType({"r": 1, "l": -1})

#: Each segment hangs on another; the pelvis hangs on nothing.
PARENT = MappingProxyType(
    {
        "pelvis": "",
        "loin": "pelvis",
        "thorax": "pelvis",
        "head": "thorax",
        **{f"upper_arm_{side}": "thorax" for side in SIDES},
        **{f"forearm_{side}": f"upper_arm_{side}" for side in SIDES},
        **{f"thigh_{side}": "pelvis" for side in SIDES},
        **{f"shank_{side}": f"thigh_{side}" for side in SIDES},
        **{f"foot_{side}": f"shank_{side}" for side in SIDES},
        **{f"toe_{side}": f"foot_{side}" for side in SIDES},
        **{f"forefoot_{side}": f"foot_{side}" for side in SIDES},
        **{f"big_toe_{side}": f"forefoot_{side}" for side in SIDES},
        **{f"small_toes_{side}": f"forefoot_{side}" for side in SIDES},
    }
)

#: Degrees that a joint allows, least and most.
JOINT_LIMITS = MappingProxyType(
    {
        "hip flexion": (-35, 130),
        "hip abduction": (-32, 60),  # in a bent hip, with the foot on the floor
        "knee flexion": (-3, 150),
        "ankle dorsiflexion": (-62, 40),
        "elbow flexion": (-3, 152),
        "shoulder elevation": (-3, 182),
        "trunk flexion": (-32, 62),
    }
)

#: Mass of a segment (both sides have it), and its center along the bone.
MASSES = MappingProxyType(
    {
        "pelvis": (14.2, 0.4),
        "thorax": (35.5, 0.5),
        "head": (8.1, 0.55),
        "thigh": (10.0, 0.433),
        "shank": (4.65, 0.433),
        "foot": (1.45, 0.5),
        "upper_arm": (2.8, 0.436),
        "forearm": (2.2, 0.68),
    }
)

#: Named points of the skin: the segment, and the place in its frame.
SKIN: MappingProxyType[str, tuple[str, Vector]] = MappingProxyType(
    {
        "heel": ("foot", (HEEL, -ANKLE, 0)),
        "ball": ("foot", (BALL, -ANKLE, 0)),
        "toe": ("toe", (TOE - BALL, 0, 0)),
        "arch": ("forefoot", (0, 2.4, 0)),
        "pad": ("big_toe", (0, 0, 0)),
        "nail": ("big_toe", (BIG_TOE, 1, 0)),
        "smalls": ("small_toes", (SMALL_TOES, 1, 0)),
        "instep": ("foot", (4.5, -0.4, 0)),
        "ankle": ("foot", (0, 0, 0)),
        "knee": ("shank", (0, 0, 0)),
        "hip": ("thigh", (0, 0, 0)),
        "shoulder": ("upper_arm", (0, 0, 0)),
        "elbow": ("forearm", (0, 0, 0)),
        "hand": ("forearm", (0, -FOREARM - FIST, 0)),
        "pelvis": ("pelvis", (0, 0, 0)),
        "lap": ("pelvis", (7.5, 1.5, 0)),
        "tailbone": ("pelvis", (-7, 0, 0)),
        "waist": ("thorax", (0, 0, 0)),
        "back": ("thorax", (-5.6, 16, 0)),
        "chest": ("thorax", (6, 15, 0)),
        "nape": ("thorax", (-5.5, 20.5, 0)),
        "collar": ("thorax", (5.5, 20, 0)),
        "head": ("head", (0, 10, 0)),
        "crown": ("head", (0, 17.5, 0)),
    }
)


@dataclass
class Skeleton:
    """Where every segment is: the joint it starts at, how it is turned, and its far joint.

    lack -- how far a hand or foot stayed from where it was meant to rest, in percent of height
    """

    start: dict[str, Vector] = field(default_factory=dict)
    turn: dict[str, Matrix] = field(default_factory=dict)
    end: dict[str, Vector] = field(default_factory=dict)
    lack: float = 0

    def put(self, segment: str, start: Vector, turn: Matrix, bone: Vector) -> Vector:
        """Places a segment; its far joint, where the next one starts."""
        self.start[segment], self.turn[segment] = start, turn
        self.end[segment] = add(start, turned(turn, bone))
        return self.end[segment]

    def place(self, segment: str, spot: Vector) -> Vector:
        """A spot in a segment's own frame, in space."""
        return add(self.start[segment], turned(self.turn[segment], spot))

    def point(self, name: str) -> Vector:
        """A named point of the skin: ``heel_r``, ``hand_l``, ``back``; ``hands`` is the middle of both."""
        if name.endswith("s") and f"{name[:-1]}_r" not in self.start and name[:-1] in SKIN:
            return middle([self.point(f"{name[:-1]}_{side}") for side in SIDES])
        part, _, side = name.partition("_")
        segment, spot = SKIN[part]
        return self.place(f"{segment}_{side}" if side else segment, spot)

    def move(self, by: Vector) -> None:
        for segment in self.start:
            self.start[segment] = add(self.start[segment], by)
            self.end[segment] = add(self.end[segment], by)


def joint_angles(skeleton: Skeleton) -> dict[str, float]:
    """Clinical angles read back from a body, whatever way its limbs were given, in degrees."""
    angles = {"trunk flexion": _signed_angle(skeleton.turn["pelvis"], skeleton.turn["thorax"])}
    for side, sign in SIDES.items():
        angles |= {f"{joint} {side}": angle for joint, angle in _leg_angles(skeleton, side, sign).items()}
        angles |= {f"{joint} {side}": angle for joint, angle in _arm_angles(skeleton, side).items()}
    return angles


def _signed_angle(parent: Matrix, child: Matrix) -> float:
    return degrees(atan2(dot(child[1], parent[0]), dot(child[1], parent[1])))


def _leg_angles(skeleton: Skeleton, side: str, sign: int) -> dict[str, float]:
    pelvis, thigh, shank = (skeleton.turn[segment] for segment in ("pelvis", f"thigh_{side}", f"shank_{side}"))
    ahead, up, right = (dot(opposite(thigh[1]), pelvis[axis]) for axis in range(3))
    toes = skeleton.turn[f"foot_{side}"][0]
    return {
        "hip flexion": degrees(atan2(ahead, -up)),
        "hip abduction": degrees(asin(max(-1.0, min(1.0, sign * right)))),
        "knee flexion": _signed_angle(thigh, shank),
        "ankle dorsiflexion": degrees(atan2(dot(toes, shank[1]), dot(toes, shank[0]))),
    }


def _arm_angles(skeleton: Skeleton, side: str) -> dict[str, float]:
    upper, fore = skeleton.turn[f"upper_arm_{side}"], skeleton.turn[f"forearm_{side}"]
    thorax = skeleton.turn["thorax"]
    return {
        "elbow flexion": degrees(acos(max(-1.0, min(1.0, dot(upper[1], fore[1]))))),
        "shoulder elevation": degrees(acos(max(-1.0, min(1.0, dot(upper[1], thorax[1]))))),
    }


def center_of_mass(skeleton: Skeleton, loads: list[tuple[str, float]]) -> Vector:
    """Of body and loads. loads -- each a point of the skin that carries it, and its mass in percent of body mass"""
    weighed = [(skeleton.point(point), mass) for point, mass in loads]
    for name, (mass, along) in MASSES.items():
        for segment in (name,) if name in skeleton.start else (f"{name}_r", f"{name}_l"):
            start = skeleton.start[segment]
            weighed.append((add(start, between(start, skeleton.end[segment]), along), mass))
    total = sum(mass for _place, mass in weighed)
    center: Vector = (0.0, 0.0, 0.0)
    for place, mass in weighed:
        center = add(center, place, mass / total)
    return center
