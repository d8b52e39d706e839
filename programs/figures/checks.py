"""What a motion has to hold: joints within their limits, planted feet that stay, a body over its feet.

Each finding names the motion, the pose or phase, the joint or point, and the number.
"""

from __future__ import annotations

from cmath import rect
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot, radians
from types import MappingProxyType

from .body import JOINT_LIMITS, PARENT, SIDES, SKIN, Skeleton, center_of_mass, joint_angles
from .drawing import Drawing
from .keyframes import Values, part_way
from .motions import BodyMotion
from .posing import solve
from .props import KINDS, loads_of
from .timing import CUT_SECONDS, MOMENTS, MotionMoment
from .vectors import Point, Vector, add, between

#: Percent of body height.
MOST_SLIP, MOST_LACK, MOST_KNEE_IN, MOST_SINK, MOST_LEAN = 1.0, 0.5, 1.0, 1.5, 1.0
#: Half of a foot's width, in percent of height.
FOOT_HALF = 3
#: A foot on its toes like this says nothing of where the knee should be; degrees.
ON_TOES = 60
#: A knee bent by less says nothing of its line either; degrees.
BENT = 20
#: Degrees of slack for a limit, and between two sides that do the same.
SLACK, MOST_ASYMMETRY = 0.5, 2.0
LOW_POINTS = ("heel", "toe", "knee", "hand", "elbow")


def findings(drawing: Drawing) -> list[str]:
    """All that is wrong with a motion, each in one line; nothing where it may be shown."""
    return [f"{drawing.motion.slug}: {finding}" for check in CHECKS.values() for finding in check(drawing)]


def fault_findings(motion: BodyMotion) -> list[str]:
    """What is wrong with the drawing of a fault: it is none, breaks what it does not name, or not what it names."""
    fault = motion.fault
    if not fault:
        return []
    slug = motion.slug
    if fault.motion.poses[0] == motion.poses[fault.of]:
        return [f"{slug}: the fault is the pose that it is made from"]
    drawing = Drawing(fault.motion)
    broken = {name: list(check(drawing)) for name, check in CHECKS.items()}
    unknown = [f"{slug}: no check is called {name}" for name in sorted(fault.breaks - CHECKS.keys())]
    whole = [
        f"{slug}: the fault says that it breaks {name}" for name in fault.breaks & broken.keys() if not broken[name]
    ]
    more = [f"{slug}: its fault, {line}" for name in broken.keys() - fault.breaks for line in broken[name]]
    return unknown + sorted(whole) + sorted(more)


def _unknown_props(drawing: Drawing) -> Iterator[str]:
    for prop in drawing.motion.props:
        if prop["kind"] not in KINDS:
            yield f"no prop is called {prop['kind']}"
        if prop["kind"] == "dumbbell" and prop.get("hand") not in SIDES:
            yield f"a dumbbell is in no hand, but at {prop.get('hand')}"


def _over_limits(drawing: Drawing) -> Iterator[str]:
    for index, pose in enumerate(drawing.motion.poses):
        for joint, angle in joint_angles(solve(pose, drawing.motion.anchor)).items():
            least, most = JOINT_LIMITS[joint.removesuffix(" r").removesuffix(" l")]
            if not least - SLACK <= angle <= most + SLACK:
                yield f"pose {index}, {joint} is {angle:.0f} degrees, and goes from {least} to {most}"


def _out_of_reach(drawing: Drawing) -> Iterator[str]:
    lack = max(moment.body.lack for moment in _moving(drawing))
    if lack > MOST_LACK:
        yield f"a hand or foot lacks {lack:.1f}% of height to where it rests"


def _moving(drawing: Drawing) -> list[MotionMoment]:
    phases = drawing.motion.phases
    return [moment for moment in drawing.moments if phases[moment.phase].seconds > CUT_SECONDS]


def planted(motion: BodyMotion) -> Iterator[tuple[int, str]]:
    """Each phase with a point of the skin that both of its poses put at the same place."""
    here = motion.phases[-1].to
    for index, phase in enumerate(motion.phases):
        start, end = motion.poses[here], motion.poses[phase.to]
        for side in SIDES:
            for limb, key, point in (("leg", "foot", "ball"), ("leg", "pin", "ankle"), ("arm", "hand", "hand")):
                place = start.get(f"{limb}_{side}", {}).get(key)
                if place is not None and place == end.get(f"{limb}_{side}", {}).get(key):
                    yield index, f"{point}_{side}"
        here = phase.to


def _slips(drawing: Drawing) -> Iterator[str]:
    for index, point in planted(drawing.motion):
        if drawing.motion.phases[index].seconds > CUT_SECONDS and (slip := slip_of(drawing, index, point)) > MOST_SLIP:
            yield f"phase {index}, {point} slips by {slip:.1f}% of height, and may by {MOST_SLIP:g}"


def slip_of(drawing: Drawing, phase: int, point: str) -> float:
    """The farthest a planted point strays in the picture that CSS makes, in percent of body height."""
    camera = drawing.camera
    part = slice(phase * MOMENTS, (phase + 1) * MOMENTS)
    name, _, side = point.partition("_")
    lineage = _lineage(f"{SKIN[name][0]}_{side}")
    ways = [drawing.seen(segment)[part] for segment in lineage]
    moments = list(zip(*ways, strict=True))
    arms = []
    for moment in drawing.moments[part]:
        arms.append(complex(*moment.bones[lineage[-1]].inside(camera.xy(moment.body.point(point)))))
    places = [_carried(locals_, arm) for locals_, arm in zip(moments, arms, strict=True)]
    for (one, arm), (other, next_arm) in pairwise(zip(moments, arms, strict=True)):
        places.append(_carried(_half_way(one, other), (arm + next_arm) / 2))
    home = camera.xy(drawing.moments[part.start].body.point(point))
    return max(hypot(x - home[0], y - home[1]) for x, y in places) / camera.scale


def _lineage(segment: str) -> list[str]:
    """A segment and all on which it hangs, the root first."""
    lineage = [segment]
    while PARENT[lineage[0]]:
        lineage.insert(0, PARENT[lineage[0]])
    return lineage


def _half_way(one: tuple[Values, ...], other: tuple[Values, ...]) -> tuple[Values, ...]:
    return tuple(part_way(here, there, 0.5) for here, there in zip(one, other, strict=True))


def _carried(locals_: tuple[Values, ...], arm: complex) -> Point:
    """Where nested groups carry what stands in the last of them."""
    place, turn = 0j, 0.0
    for x, y, own_turn in locals_:
        place += complex(x, y) * rect(1, radians(turn))
        turn += own_turn
    place += arm * rect(1, radians(turn))
    return (place.real, place.imag)


def _knees_in(drawing: Drawing) -> Iterator[str]:
    for side in SIDES:
        if all(_carries(pose.get(f"leg_{side}", {})) for pose in drawing.motion.poses):
            bent = [moment.body for moment in _moving(drawing) if _knee_bend(moment.body, side) > BENT]
            worst = max((_knee_inside(body, side) for body in bent), default=0.0)
            if worst > MOST_KNEE_IN:
                yield f"knee {side} falls {worst:.1f}% of height inside its foot, and may by {MOST_KNEE_IN:g}"


def _carries(leg: object) -> bool:
    return isinstance(leg, dict) and "foot" in leg and leg.get("pitch", 0) < ON_TOES


def _knee_bend(body: Skeleton, side: str) -> float:
    return joint_angles(body)[f"knee flexion {side}"]


def _knee_inside(body: Skeleton, side: str) -> float:
    """How far a knee is inside the line of its foot and inside the line from hip to ankle: a leg that steps wide has
    its knee inside the one, and only a knee that caves in inside both."""
    toward = body.turn[f"foot_{side}"][0]
    hip, knee, ankle = (body.point(f"{joint}_{side}") for joint in ("hip", "knee", "ankle"))
    share = (knee[1] - ankle[1]) / ((hip[1] - ankle[1]) or 1)
    on_the_line = add(ankle, between(ankle, hip), share)
    level = hypot(toward[0], toward[2]) or 1

    def outward(place: Vector) -> float:
        return SIDES[side] * ((place[2] - ankle[2]) * toward[0] - (place[0] - ankle[0]) * toward[2]) / level

    return min(0.0, outward(on_the_line)) - outward(knee)


def _under_floor(drawing: Drawing) -> Iterator[str]:
    for index, pose in enumerate(drawing.motion.poses):
        body = solve(pose, drawing.motion.anchor)
        for point in [f"{part}_{side}" for part in LOW_POINTS for side in SIDES] + ["crown", "tailbone"]:
            height = body.point(point)[1]
            if height < -MOST_SINK:
                yield f"pose {index}, {point} is {-height:.1f}% of height under the floor"


def _off_balance(drawing: Drawing) -> Iterator[str]:
    if not drawing.motion.is_slow:
        return
    loads = loads_of(drawing.motion.props)
    for index, pose in enumerate(drawing.motion.poses):
        body = solve(pose, drawing.motion.anchor)
        out = _outside_base(center_of_mass(body, loads), list(_base(drawing.motion, index, body)))
        if out > MOST_LEAN:
            yield f"pose {index}, the center of mass is {out:.1f}% of height outside the feet"


def _base(motion: BodyMotion, index: int, body: Skeleton) -> Iterator[Vector]:
    """What the body stands and leans on: planted feet, and hands that hold something that stands."""
    pose = motion.poses[index]
    held = {point for _phase, point in planted(motion) if point.startswith("hand")}
    for side in SIDES:
        if "foot" in pose.get(f"leg_{side}", {}):
            yield body.point(f"heel_{side}")
            yield body.point(f"toe_{side}")
        if f"hand_{side}" in held:
            yield body.point(f"hand_{side}")


def _outside_base(center: Vector, base: list[Vector]) -> float:
    xs, zs = [point[0] for point in base], [point[2] for point in base]
    ahead = max(min(xs) - center[0], center[0] - max(xs))
    across = max(min(zs) - FOOT_HALF - center[2], center[2] - max(zs) - FOOT_HALF)
    return max(ahead, across)


def _one_sided(drawing: Drawing) -> Iterator[str]:
    if not drawing.motion.is_symmetric:
        return
    for index, pose in enumerate(drawing.motion.poses):
        angles = joint_angles(solve(pose, drawing.motion.anchor))
        for joint, angle in angles.items():
            other = angles.get(f"{joint.removesuffix(' r')} l")
            if joint.endswith(" r") and other is not None and abs(angle - other) > MOST_ASYMMETRY:
                yield f"pose {index}, {joint} is {angle:.0f} degrees and the left {other:.0f}: both sides do the same"


#: Every check by the name by which a fault says that it breaks it.
CHECKS: MappingProxyType[str, Callable[[Drawing], Iterator[str]]] = MappingProxyType(
    {
        "props": _unknown_props,
        "limits": _over_limits,
        "reach": _out_of_reach,
        "slip": _slips,
        "knees": _knees_in,
        "floor": _under_floor,
        "balance": _off_balance,
        "symmetry": _one_sided,
    }
)
