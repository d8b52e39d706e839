"""Which shapes a limb is drawn with, in which tone, and which limb is drawn over which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .body import SIDES
from .camera import Camera
from .motions import BodyMotion
from .timing import MotionMoment

#: Classes of the near and of the far side: skin, shorts, shoe, shirt.
NEAR, FAR = ("n", "k", "s", "t"), ("f", "l", "q", "u")
MUSCLE = "m"
#: Shapes that carry no edge of their own, because the one they lie on does.
EDGELESS = frozenset(
    {"shorts", "thigh", "shoe", "toes", "hair", "pelvis", "held", "quad", "hams", "calf", "glute", "bare_heel"}
)


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline. segment -- whose frame it moves in; kind -- which outline; tone -- its class"""

    segment: str
    kind: str
    tone: str

    @property
    def has_edge(self) -> bool:
        return self.kind not in EDGELESS


@dataclass(frozen=True, slots=True)
class Limb:
    name: str
    shapes: list[Shape]
    is_far: bool


def limbs_of(motion: BodyMotion, camera: Camera, moments: Sequence[MotionMoment]) -> list[Limb]:
    """From back to front: in the motion's own order, which may leave limbs out, or all by mean depth."""
    depths = _Depths(camera, moments)
    segments = moments[0].body.start
    light = motion.light
    if light is None:
        light = ("leg_l", "arm_l") if camera.is_from_the_side else ()
    body = Limb("body", _body(has_loin="loin" in segments), False)
    limbs = {body.name: (body, (depths.mean("pelvis") + depths.mean("chest")) / 2)}
    for side in SIDES:
        depth = (depths.mean(f"hip_{side}") + 2 * depths.mean(f"knee_{side}")) / 3
        if f"forefoot_{side}" in segments:
            limbs |= {limb.name: (limb, depth) for limb in _bare_leg(side)}
        else:
            leg = _shod_leg(motion, depths, side, is_far=f"leg_{side}" in light)
            limbs[leg.name] = (leg, depth)
        is_far = f"arm_{side}" in light
        arm = Limb(f"arm_{side}", _arm(side, FAR if is_far else NEAR, _is_held(motion, side)), is_far)
        limbs[arm.name] = (arm, (depths.mean(f"elbow_{side}") + depths.mean(f"hand_{side}")) / 2)
    for muscle in motion.muscles:
        _color_muscle({name: limb for name, (limb, _depth) in limbs.items()}, muscle)
    order = motion.order or sorted(limbs, key=lambda name: limbs[name][1])
    return [limbs[name][0] for name in order]


class _Depths:
    def __init__(self, camera: Camera, moments: Sequence[MotionMoment]) -> None:
        self.camera = camera
        self.moments = moments

    def mean(self, point: str) -> float:
        return sum(self.camera.depth(moment.body.point(point)) for moment in self.moments) / len(self.moments)


def _body(*, has_loin: bool) -> list[Shape]:
    trunk = [Shape("thorax", "thorax", "t")]
    if has_loin:
        trunk = [Shape("loin", "loin", "t"), Shape("thorax", "ribs", "t")]
    return [Shape("head", "face", "n"), Shape("pelvis", "pelvis", "k"), *trunk, Shape("head", "hair", "k")]


def _shod_leg(motion: BodyMotion, depths: _Depths, side: str, *, is_far: bool) -> Limb:
    is_shank_behind = motion.is_shank_first
    if is_shank_behind is None:
        is_shank_behind = depths.mean(f"ankle_{side}") <= depths.mean(f"hip_{side}") + 3
    return Limb(f"leg_{side}", _leg(side, FAR if is_far else NEAR, is_shank_behind), is_far)


def _bare_leg(side: str) -> list[Limb]:
    """A leg whose foot is bare, and its toes from the little one to the big one, ``toe_4_r`` to ``toe_0_r``.

    Toes are limbs of their own, so that an edge parts them.
    """
    leg = [
        Shape(f"thigh_{side}", "thigh", "n"),
        Shape(f"thigh_{side}", "shorts", "k"),
        Shape(f"shank_{side}", "shank", "n"),
        Shape(f"foot_{side}", "bare_heel", "n"),
        Shape(f"forefoot_{side}", "bare_forefoot", "n"),
    ]
    small = [Shape(f"small_toes_{side}", f"bare_toe_{place}", "f") for place in (4, 3, 2, 1)]
    toes = [*small, Shape(f"big_toe_{side}", "bare_toe_0", "n")]
    named = [Limb(f"toe_{toe.kind[-1]}_{side}", [toe], False) for toe in toes]
    return [Limb(f"leg_{side}", leg, False), *named]


def _leg(side: str, tones: tuple[str, ...], is_shank_behind: bool) -> list[Shape]:
    skin, shorts, shoe, _shirt = tones
    foot = [Shape(f"foot_{side}", "shoe", shoe), Shape(f"toe_{side}", "toes", shoe)]
    shank = Shape(f"shank_{side}", "shank", skin)
    thigh = [Shape(f"thigh_{side}", "thigh", skin), Shape(f"thigh_{side}", "shorts", shorts)]
    if is_shank_behind:
        return [shank, *foot, *thigh]
    return [*thigh, shank, *foot]


def _arm(side: str, tones: tuple[str, ...], is_held: bool) -> list[Shape]:
    skin, _shorts, _shoe, shirt = tones
    upper, fore = f"upper_arm_{side}", f"forearm_{side}"
    held = [Shape(fore, "held", "")] if is_held else []
    return [
        Shape(upper, "upper_arm", skin),
        Shape(fore, "forearm", skin),
        *held,
        Shape(fore, "hand", skin),
        Shape(upper, "sleeve", shirt),
    ]


def _is_held(motion: BodyMotion, side: str) -> bool:
    return any(prop["kind"] == "dumbbell" and prop.get("hand") == side for prop in motion.props)


def _color_muscle(limbs: dict[str, Limb], muscle: str) -> None:
    """Lays a worked muscle (``quad_r``, ``glute``) over its segment."""
    kind, _, side = muscle.partition("_")
    if kind == "glute":
        limbs["body"].shapes.insert(2, Shape("pelvis", kind, MUSCLE))
        return
    segment = f"shank_{side}" if kind == "calf" else f"thigh_{side}"
    shapes = limbs[f"leg_{side}"].shapes
    last = max(place for place, shape in enumerate(shapes) if shape.segment == segment)
    shapes.insert(last + 1, Shape(segment, kind, MUSCLE))
