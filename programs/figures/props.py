"""Things: what stands still (bench, step, wall, machine), and the outlines of what is carried."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import cos, radians, sin
from types import MappingProxyType
from typing import Any

from .camera import Camera
from .posing import vector
from .shapes import hull, number, numbers, polygon, smooth
from .vectors import Point, Vector

#: Boxes that stand: where (the middle of the lower face), and how large.
BOXES = frozenset({"bench", "box", "step", "chair", "wall", "mat", "pillow", "machine"})
#: Things that go with one point of the body, or with the middle of several.
CARRIED = frozenset(
    {"barbell", "trap_bar", "kettlebell", "weight", "backpack", "ball", "slider", "towel", "dowel", "plate"}
)
#: Things that are stretched between two points of the body, or from one to a fixed place; each is drawn
#: over 80 units to the right, to be stretched: a loop reaches around what it holds, a cord and a cable do not.
STRETCHED_ART = MappingProxyType(
    {
        "band": '<path class="s" d="M-12-12H92V12H-12z"/>',
        "cord": '<path class="s" d="M0-7H80V7H0z"/>',
        "cable": '<path class="w" d="M0-4H80V4H0z"/>',
    }
)
STRETCHED = frozenset(STRETCHED_ART)
#: A rope in both hands; ``angles`` where each phase ends: 0 under the feet, 180 overhead, and on around the body.
ROPE = "rope"
KINDS = BOXES | CARRIED | STRETCHED | {"dumbbell", "rail", "line", ROPE}
#: Percent of body mass in the hands, for the balance: light enough for a beginner, heavy enough to count.
MASSES: Mapping[str, float] = {
    "dumbbell": 12, "kettlebell": 18, "weight": 15, "backpack": 12, "barbell": 50, "trap_bar": 60,
}  # fmt: skip


def loads_of(props: tuple[Mapping[str, Any], ...]) -> list[tuple[str, float]]:
    """Every load at the point of the body that carries it, in percent of body mass."""
    loads: list[tuple[str, float]] = []
    for prop in props:
        mass = MASSES.get(prop["kind"], 0)
        points = [f"hand_{prop['hand']}"] if "hand" in prop else list(prop.get("at", ()))
        if mass and all(isinstance(point, str) for point in points):
            loads.extend((point, mass / len(points)) for point in points)
    return loads


def standing(prop: Mapping[str, Any], camera: Camera) -> str:
    """A thing that stands still."""
    if prop["kind"] in {"rail", "line"}:
        tone = "g" if prop["kind"] == "rail" else "a"
        return f'<path class="{tone}" d="M{numbers([camera.xy(vector(point)) for point in prop["through"]])}"/>'
    return _box(prop, camera) + _legs(prop, camera)


def _box(prop: Mapping[str, Any], camera: Camera) -> str:
    (x, y, z), (ahead, up, across) = prop["at"], prop["size"]
    slope = prop.get("slope", 0)  # degrees, its front end up

    def corner(i: float, j: float, k: float) -> Point:
        along, rise = ahead * i, up * j
        c, s = cos(radians(slope)), sin(radians(slope))
        return camera.xy((x + along * c - rise * s, y + along * s + rise * c, z + across * k))

    body = hull([corner(i, j, k) for i, j, k in product((-0.5, 0.5), (0, 1), (-0.5, 0.5))])
    top = [corner(i, 1, k) for i, k in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]
    heights = [point[1] for point in top]
    drawn = f'<path class="b" d="{polygon(body)}"/>'
    if not slope and max(heights) - min(heights) >= 4:
        drawn += f'<path class="c" d="{polygon(top)}"/>'
    return drawn


def _legs(prop: Mapping[str, Any], camera: Camera) -> str:
    x, y, z = prop["at"]
    ways = [(camera.xy((x + leg, y, z)), camera.xy((x + leg, 0, z))) for leg in prop.get("legs", [])]
    return "".join(f'<path class="g" d="M{numbers(way)}"/>' for way in ways)


class Art:
    """The outlines of things around their own middle, seen from the camera."""

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.zero = camera.xy((0, 0, 0))

    def carried(self, prop: Mapping[str, Any], is_front: bool) -> str:
        kind = prop["kind"]
        if kind == "trap_bar":
            return self._trap_bar(is_front)
        if kind == "barbell":
            return self._barbell(is_front, prop.get("radius", 9))
        if kind == "kettlebell":
            return self._kettlebell()
        if kind == "dowel":
            return self._stroke((0, -26, 0), (0, 26, 0))
        if kind == "ball":
            return self._filled(self._ball(prop.get("radius", 6)), "w")
        return self._block(prop)

    def _at(self, point: Vector) -> Point:
        x, y = self.camera.xy(point)
        return (x - self.zero[0], y - self.zero[1])

    def _stroke(self, *points: Vector) -> str:
        return f'<path class="o" d="M{numbers([self._at(point) for point in points])}"/>'

    def _filled(self, data: str, tone: str) -> str:
        return f'<path class="h" d="{data}"/><path class="{tone}" d="{data}"/>'

    def _ring(self, radius: float, z: float) -> str:
        """A disc across the body's right."""
        turns = [radians(45 * eighth) for eighth in range(8)]
        # The control points of a curve drawn by midpoints lie outside of it.
        outside = radius * 1.04
        return smooth([self._at((outside * cos(turn), outside * sin(turn), z)) for turn in turns], 1)

    def _ball(self, radius: float) -> str:
        if self.camera.is_from_the_side:
            return self._ring(radius, 0)
        outside = radius * 1.04 * self.camera.scale
        turns = [radians(45 * eighth) for eighth in range(8)]
        return smooth([(outside * cos(turn), outside * sin(turn)) for turn in turns], 1)

    def _trap_bar(self, is_front: bool) -> str:
        if is_front:
            near = self._stroke((0, 0, 36), (0, 0, 13.5))
            frame = self._stroke((-17, 0, 13.5), (17, 0, 13.5), (17, 0, -13.5))
            return near + frame + self._filled(self._ring(11, 29), "w")
        far = self._stroke((0, 0, -36), (0, 0, -13.5))
        frame = self._stroke((17, 0, -13.5), (-17, 0, -13.5), (-17, 0, 13.5))
        return self._filled(self._ring(11, -30), "w") + far + frame

    def _barbell(self, is_front: bool, radius: float) -> str:
        """Plates as rings: the body stays to be seen behind them."""
        if self.camera.is_from_the_side:
            if not is_front:
                return ""
            ring, hub = self._ring(radius, 0), self._ring(1.8, 0)
            return f'<path class="o" d="{ring}"/><path class="w" d="{hub}"/>'
        side = 1 if is_front else -1
        bar = self._stroke((0, 0, 0), (0, 0, 34 * side))
        return bar + self._filled(self._ring(radius, 28 * side), "w")

    def _kettlebell(self) -> str:
        bell = smooth(
            [(5 * cos(radians(45 * k)), 6.6 + 4.8 * sin(radians(45 * k))) for k in range(8)], self.camera.scale
        )
        handle = self._handle()
        return f"{handle}{self._filled(bell, 'w')}"

    def _handle(self) -> str:
        s = self.camera.scale
        points = [(-3.2 * s, 4 * s), (-2.4 * s, 0), (2.4 * s, 0), (3.2 * s, 4 * s)]
        return f'<path class="o" d="M{numbers(points)}"/>'

    def _block(self, prop: Mapping[str, Any]) -> str:
        """A weight, a pack, a slider, a towel or a plate to press against: a rounded block around its point."""
        ahead, up = prop.get(
            "size", {"slider": (9, 1.2), "towel": (10, 1), "backpack": (7, 13)}.get(prop["kind"], (5, 8))
        )
        s = self.camera.scale
        corners = [(-ahead / 2, -up / 2), (ahead / 2, -up / 2), (ahead / 2, up / 2), (-ahead / 2, up / 2)]
        data = polygon([(x * s, y * s) for x, y in corners])
        tone = "b" if prop["kind"] in {"plate", "pillow"} else "w"
        return f'<path class="{tone}" d="{data}" stroke="none"/>' if tone == "b" else self._filled(data, tone)


def rope(half: float, drop: float) -> str:
    """From hand to hand through its lowest point. half -- of the way between the hands; drop -- below them"""
    width, depth = number(half * 1.35), number(drop * 4 / 3)
    return f'<path class="o" d="M-{number(half)} 0C-{width} {depth} {width} {depth} {number(half)} 0"/>'


def dumbbell(x: float, y: float, across: float) -> str:
    """A dumbbell in a limb's frame. across -- how much of its handle lies across the limb"""
    if abs(across) < 0.4:
        return "".join(f'<circle class="{tone}" cx="{number(x)}" cy="{number(y)}" r="32"/>' for tone in "hw")
    half = 28 * abs(across)
    ends = "".join(f"M{number(x + side * half - 10)} {number(y - 24)}h20v48h-20z" for side in (-1, 1))
    data = f"M{number(x - half)} {number(y - 6)}h{number(2 * half)}v12h-{number(2 * half)}z{ends}"
    return "".join(f'<path class="{tone}" d="{data}"/>' for tone in "hw")
