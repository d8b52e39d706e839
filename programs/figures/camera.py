"""The body on the picture: where a point of space falls, and every bone as it is seen from there.

A picture is 800 by 760 units, a quarter of a pixel where it is 200 pixels wide: whole numbers suffice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

from .body import Skeleton
from .vectors import Point, Vector, add

WIDTH, HEIGHT, FLOOR = 800, 760, 704
#: Units for one percent of body height.
SCALE = 6.2
#: A bone shorter than this on the picture (units) points at the viewer, and its turn says nothing.
NO_DIRECTION = 4


@dataclass(frozen=True, slots=True)
class Bone:
    """A segment on the picture: where it starts, its turn in degrees and its length in units.

    front, side -- how much of its front and of its side lies across it, -1 to 1
    """

    start: Point
    turn: float
    length: float
    front: float
    side: float

    def inside(self, point: Point) -> Point:
        """A point of the picture in this bone's frame."""
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        dx, dy = point[0] - self.start[0], point[1] - self.start[1]
        return (dx * c + dy * s, -dx * s + dy * c)


Bones = dict[str, Bone]


class Camera:
    """azimuth -- 0 sees the body's right side, 90 its front; tilt -- from above; both in degrees.

    zoom, shift -- of the picture; looseness -- how much rounder the moves of a crowded view may be, to stay small
    """

    def __init__(self, view: Mapping[str, Any]) -> None:
        self.azimuth, self.tilt = radians(view.get("azimuth", 0)), radians(view.get("tilt", 0))
        self.scale: float = SCALE * view.get("zoom", 1)
        right, down = view.get("shift", [0, 0])
        self.shift = (4 * right, 4 * down)
        self.looseness: float = view.get("loose", 1)

    @property
    def is_from_the_side(self) -> bool:
        return abs(self.azimuth) < radians(29)

    def xy(self, point: Vector) -> Point:
        toward = point[0] * sin(self.azimuth) + point[2] * cos(self.azimuth)
        across = point[0] * cos(self.azimuth) - point[2] * sin(self.azimuth)
        up = point[1] * cos(self.tilt) - toward * sin(self.tilt)
        return (WIDTH / 2 + self.shift[0] + self.scale * across, FLOOR + self.shift[1] - self.scale * up)

    def depth(self, point: Vector) -> float:
        """Larger is nearer to the viewer."""
        toward = point[0] * sin(self.azimuth) + point[2] * cos(self.azimuth)
        return toward * cos(self.tilt) + point[1] * sin(self.tilt)

    def bones(self, skeleton: Skeleton, last: Bones | None = None) -> Bones:
        """Every segment as it is seen. last -- the moment before, from which no turn jumps"""
        return {segment: self._bone(skeleton, segment, last[segment] if last else None) for segment in skeleton.start}

    def _bone(self, skeleton: Skeleton, segment: str, last: Bone | None) -> Bone:
        start, end = self.xy(skeleton.start[segment]), self.xy(skeleton.end[segment])
        dx, dy = end[0] - start[0], end[1] - start[1]
        turn = degrees(atan2(-dx, dy))
        if last:
            near = last.turn + (turn - last.turn + 180) % 360 - 180
            turn = near if hypot(dx, dy) > NO_DIRECTION else last.turn
        c, s = cos(radians(turn)), sin(radians(turn))
        across = []
        for axis in (skeleton.turn[segment][0], skeleton.turn[segment][2]):
            x, y = self.xy(add(skeleton.start[segment], axis))
            across.append(((x - start[0]) * c + (y - start[1]) * s) / self.scale)
        return Bone(start, turn, hypot(dx, dy), *across)
