"""The look: cross-sections of every segment, their outlines seen from the camera as path data, and their colors.

A segment is a stack of elliptical sections, so that one body gives a calf in profile and a calf from the front.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from types import MappingProxyType

from .vectors import Point, Vector

#: For each section: its place along the bone, and its reach to the front, to the back and to the side.
Section = tuple[float, float, float, float]
SECTIONS: MappingProxyType[str, tuple[Section, ...]] = MappingProxyType(
    {
        "thigh": (
            (-0.02, 5.0, 5.6, 4.9), (0.3, 5.1, 5.2, 4.9), (0.62, 4.2, 4.0, 3.9), (0.9, 3.3, 2.9, 3.1),
            (1, 3.1, 2.7, 3.0),
        ),
        "shorts": ((-0.06, 5.5, 6.5, 5.3), (0.2, 5.7, 6.1, 5.4), (0.44, 5.6, 5.4, 5.1)),
        "shank": (
            (0, 3.1, 2.7, 3.0), (0.12, 2.7, 3.0, 3.0), (0.32, 2.3, 4.3, 3.4), (0.6, 2.0, 3.0, 2.5),
            (0.86, 1.6, 1.9, 1.7), (1, 1.7, 2.0, 1.8),
        ),
        "upper_arm": ((0, 2.7, 2.6, 2.6), (0.35, 2.7, 2.5, 2.4), (0.8, 2.1, 2.1, 2.0), (1, 2.0, 2.0, 2.0)),
        "sleeve": ((-0.04, 3.3, 3.2, 3.1), (0.25, 3.2, 3.1, 3.0), (0.46, 3.1, 3.0, 2.8)),
        "forearm": ((0, 2.0, 2.0, 2.0), (0.25, 2.2, 2.2, 2.2), (0.7, 1.6, 1.6, 1.7), (1, 1.3, 1.3, 1.4)),
        "hand": ((0.96, 1.3, 1.2, 1.3), (1.14, 2.2, 1.7, 1.3), (1.34, 2.0, 1.6, 1.2), (1.44, 1.3, 1.3, 0.9)),
        "pelvis": ((-0.45, 4.6, 6.2, 8.2), (-0.1, 5.6, 7.4, 9.9), (0.4, 5.6, 7.0, 9.6), (1.05, 5.4, 5.2, 8.0)),
        "thorax": (
            (-0.16, 5.6, 5.6, 8.3), (0.1, 5.6, 5.3, 8.0), (0.4, 6.3, 5.9, 9.3), (0.68, 6.3, 6.4, 10.4),
            (0.86, 4.6, 5.6, 10.9), (0.97, 2.8, 4.3, 6.4), (1.02, 2.4, 3.4, 3.6),
        ),
        # A spine that bends twice: the thorax below its ribs, on the loin's own bone, and the ribs alone.
        "loin": ((-0.35, 5.6, 5.6, 8.3), (0.25, 5.6, 5.3, 8.0), (1.0, 6.2, 5.8, 9.1), (1.2, 6.2, 5.8, 9.2)),
        "ribs": (
            (0.36, 6.0, 5.6, 9.0), (0.5, 6.3, 6.0, 9.6), (0.68, 6.3, 6.4, 10.4), (0.86, 4.6, 5.6, 10.9),
            (0.97, 2.8, 4.3, 6.4), (1.02, 2.4, 3.4, 3.6),
        ),
        "quad": ((0.12, 5.0, -1.6, 2.6), (0.4, 5.0, -1.2, 3.0), (0.7, 4.0, -1.2, 2.2), (0.84, 3.1, -1.6, 1.2)),
        "hams": ((0.12, -1.6, 5.2, 2.6), (0.4, -1.2, 4.9, 3.0), (0.7, -1.0, 3.8, 2.2), (0.88, -1.4, 2.8, 1.2)),
        "calf": ((0.06, -0.8, 2.5, 1.4), (0.3, -0.2, 4.1, 2.8), (0.52, -0.2, 3.2, 2.0), (0.74, -0.6, 2.0, 1.0)),
        "glute": ((-0.35, -1.5, 6.0, 6.6), (0, -0.2, 7.2, 8.6), (0.45, -0.6, 6.6, 8.4), (0.8, -2.2, 5.2, 6.4)),
    }
)  # fmt: skip
#: How far an outline rounds out before its first section and after its last.
CAPS = MappingProxyType(
    {
        "thigh": (0, 3.0), "shank": (3.0, 1.6), "upper_arm": (2.6, 2.0), "forearm": (2.0, 0.8), "sleeve": (2.8, 0.3),
        "shorts": (3.2, 0.4), "pelvis": (1.2, 0.4), "thorax": (0.3, 0.6), "loin": (0.3, 1.5),
        "ribs": (1.5, 0.6), "hand": (0.2, 0.8), "quad": (0.6, 0.6),
        "hams": (0.6, 0.6), "calf": (0.6, 0.8), "glute": (0.8, 0.8),
    }
)  # fmt: skip
# The head in its own plane: ahead, and up from the base of the neck.
FACE_FROM_SIDE: tuple[Point, ...] = (
    (-3.6, -1.8), (-2.9, 2.2), (-3.6, 4.6), (-5.6, 7.5), (-5.6, 13), (-3, 16.6), (1.6, 16.6), (5, 14.6), (4.9, 10.6),
    (6.9, 8.2), (5.2, 7), (5.3, 4.6), (5, 2.9), (2.6, 3), (1.9, 1.5), (2.7, -1.8),
)  # fmt: skip
HAIR_FROM_SIDE: tuple[Point, ...] = (
    (5.3, 13.1), (5, 16.6), (0, 18.6), (-5.6, 17.2), (-7.2, 11), (-6, 5.4), (-3.4, 4.2), (-3, 8), (-1.4, 9.2),
    (-0.4, 7.6), (0.5, 9.8), (0.8, 12.9), (3.6, 12.2),
)  # fmt: skip
FACE_FROM_FRONT: tuple[Point, ...] = (
    (-3.4, -1.8), (-2.4, 0.5), (-2.5, 3.2), (-4.5, 5.2), (-5, 9), (-4.9, 16.4), (4.9, 16.4), (5, 9), (4.5, 5.2),
    (2.5, 3.2), (2.4, 0.5), (3.4, -1.8),
)  # fmt: skip
HAIR_FROM_FRONT: tuple[Point, ...] = (
    (-5, 8.6), (-6.2, 13), (-4.6, 18), (0, 19), (4.6, 18), (6.2, 13), (5, 8.6), (4.4, 12), (2.6, 14), (-1, 13.2),
    (-4, 12.4),
)  # fmt: skip

HAIR_FROM_BEHIND: tuple[Point, ...] = (
    (-3.4, 3.4), (-5.2, 6), (-6.2, 12), (-4.6, 18), (0, 19), (4.6, 18), (6.2, 12), (5.2, 6), (3.4, 3.4), (0, 2.4),
)  # fmt: skip


def _both_sides(*points: Vector) -> tuple[Vector, ...]:
    return tuple((x, y, side * z) for side in (1, -1) for x, y, z in points)


SHOE = _both_sides(
    (-3.7, -3.9, 1.6), (-4.4, -2.2, 1.5), (-2.9, 0.9, 1.7), (1.9, 1.3, 1.7), (4.8, -1.2, 1.9), (7.2, -2.2, 2.3),
    (7.0, -3.9, 2.4),
)  # fmt: skip
TOES = _both_sides((-0.6, 0, 2.4), (-0.4, 1.9, 2.2), (2.4, 1.3, 1.9), (4.4, 0.5, 0.9), (4.3, 0, 0.9), (2.8, 0, 2.0))


#: A bare right foot in the frames of its parts; the left is its mirror. Z is toward the little toe.
BARE_HEEL: tuple[Vector, ...] = (
    (-3.2, -4, 1.5), (-3.2, -4, -1.5), (-4.9, -3.9, 0.4), (-5.2, -2.2, 0.6), (-2.7, 4.5, 0.6), (0.4, 4.5, 1.8),
    (0.4, 4.5, -1.8), (2.6, 2.2, 1.6), (2.6, 2.2, -1.6), (4.4, -0.8, 1.6), (4.0, -1.3, -1.8), (-0.4, -4, 1.7),
    (-0.4, -4, -1.6),
)  # fmt: skip
BARE_FOREFOOT: tuple[Vector, ...] = (
    (-2.4, 4.6, 1.2), (-2.4, 4.6, -1.4), (-2, 0.6, -1.9), (-1.4, -1.9, 2.4), (2.2, -2, -2.4), (2, -1.9, 2.9),
    (5.6, -2, -2.6), (5.2, -1.9, 3.1), (5.9, 0.3, -2.4), (5.2, 0, 2.9), (4, 1.8, -0.8),
)  # fmt: skip
#: Each toe: its middle line, half its width, its length and its height.
BARE_TOES = (
    (-1.5, 1.1, 5.0, 2.2), (0.15, 0.75, 4.7, 1.7), (1.2, 0.72, 4.1, 1.6), (2.15, 0.7, 3.4, 1.5), (3, 0.68, 2.8, 1.4),
)  # fmt: skip


def bare(kind: str) -> tuple[Vector, ...]:
    """The solid of a part of a bare right foot: its heel, its forefoot, or a toe by its number, the big one 0."""
    if kind == "bare_heel":
        return BARE_HEEL
    if kind == "bare_forefoot":
        return BARE_FOREFOOT
    z, half, size, high = BARE_TOES[int(kind[-1])]
    line = ((-1, -0.1), (-1, high), (size * 0.6, high * 0.85), (size * 0.95, high * 0.9), (size, -0.1))
    return tuple((x, y, z + side * half) for side in (1, -1) for x, y in line)


def number(value: float, digits: int = 0) -> str:
    """The shortest decimal: .5 for 0.50."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if text in {"-0", "0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def numbers(points: Sequence[Point]) -> str:
    return " ".join(number(value) for point in points for value in point).replace(" -", "-")


def smooth(points: Sequence[Point], scale: float) -> str:
    """A closed curve drawn by midpoints: reflected control points need no bytes of their own."""
    even = [(round(x * scale / 2) * 2, round(y * scale / 2) * 2) for x, y in points]  # so that midpoints stay whole
    distinct = [point for place, point in enumerate(even) if point != even[place - 1]]
    following = [*distinct[1:], distinct[0]]
    middles = [((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for a, b in zip(distinct, following, strict=True)]
    return f"M{numbers(middles[-1:])}Q{numbers([distinct[0], middles[0]])}T{numbers(middles[1:])}z"


def polygon(points: Sequence[Point]) -> str:
    return f"M{numbers([(round(x), round(y)) for x, y in points])}z"


def outline(kind: str, length: float, front: float, side: float) -> list[Point]:
    """Control points of a segment's outline.

    front, side -- how much of the segment's front and of its side lies across the bone
    """
    left, right = [], []
    for along, ahead, behind, beside in SECTIONS[kind]:
        center, half = (ahead - behind) / 2 * front, hypot((ahead + behind) / 2 * front, beside * side)
        left.append((center - half, along * length))
        right.append((center + half, along * length))
    before, after = CAPS[kind]
    first = [(left[0][0], left[0][1] - before), (right[0][0], right[0][1] - before)]
    last = [(right[-1][0], right[-1][1] + after), (left[-1][0], left[-1][1] + after)]
    return first + right[1:] + last + left[:0:-1]


def hull(points: Sequence[Point]) -> list[Point]:
    """The smallest convex outline around the points."""
    ordered = sorted(set(points))
    return _half_hull(ordered) + _half_hull(ordered[::-1])


def _half_hull(points: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        while len(kept) > 1 and not _turns_left(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1]


def _turns_left(first: Point, second: Point, third: Point) -> bool:
    ahead = (second[0] - first[0]) * (third[1] - first[1])
    return ahead > (second[1] - first[1]) * (third[0] - first[0])


# -- colors: light, dark and forced; an image takes none from its page -----------------------------

#: Class of a shape, and its color on paper and in the dark.
COLORS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "n": ("#6d8577", "#c3d4cb"),  # near skin
        "f": ("#b9c7bf", "#5b7066"),  # far skin
        "t": ("#0b5b46", "#2f9c7b"),  # shirt
        "u": ("#7fa697", "#22594a"),  # far sleeve
        "k": ("#1b2c25", "#688476"),  # shorts and hair
        "l": ("#7d8d86", "#41544b"),  # far shorts
        "s": ("#e2562a", "#ff7a47"),  # shoe, worked muscle, band, arrow
        "q": ("#efb09a", "#8a4a33"),  # far shoe
        "p": ("#fff", "#131e19"),  # the edge that parts what crosses
        "w": ("#3d3f46", "#c9ccd6"),  # load
        "b": ("#ccd6d0", "#2e3f37"),  # bench, step, wall
        "c": ("#dde4df", "#3a4d44"),  # their upper face
    }
)
#: What stands out where the system gives the colors; the rest is gray or paper.
STRONG, PAPER = "ntksw", "pbc"


def _colors(index: int) -> str:
    return "".join(f"--{name}:{colors[index]};" for name, colors in COLORS.items()).rstrip(";")


def _system_color(name: str) -> str:
    if name in STRONG:
        return "CanvasText"
    return "Canvas" if name in PAPER else "GrayText"


_SYSTEM = ";".join(f"--{name}:{_system_color(name)}" for name in COLORS)
PALETTE = (
    f".fig{{{_colors(0)}}}@media(prefers-color-scheme:dark){{.fig{{{_colors(1)}}}}}"
    f"@media(forced-colors:active){{.fig{{background:Canvas;{_SYSTEM}}}.fig .b,.fig .c{{stroke:GrayText}}}}"
    + "".join(f".fig .{name}{{fill:var(--{name})}}" for name in COLORS if name != "p")
    + ".fig .h{stroke:var(--p);fill:var(--p);stroke-width:9}.fig .gh{opacity:.27}.fig .gh path{fill:var(--n)}"
    ".fig .g,.fig .a,.fig .o{fill:none;stroke:var(--w);stroke-width:10;stroke-linecap:round;stroke-linejoin:round}"
    ".fig .g{stroke:var(--f)}.fig .a{stroke:var(--s)}.fig .m{fill:var(--s);opacity:.85}"
    ".fig .j{animation-timing-function:cubic-bezier(.4,0,.6,1);animation-iteration-count:infinite}"
    "@media(prefers-reduced-motion:no-preference){.fig.run .y{display:none}}"
)
