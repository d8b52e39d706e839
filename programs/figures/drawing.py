"""A motion as one small SVG that CSS moves.

Every segment is a group nested in its parent's; CSS turns the groups and moves the root, because paths that change do
not move in Safari. What a phase moves straight needs two keyframes; what a pin bends gets inner ones, see
``keyframes.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

from . import props
from .body import FIST, PARENT, SIDES, Skeleton
from .camera import FLOOR, HEIGHT, WIDTH, Bone, Bones, Camera
from .keyframes import Keyframes, Values
from .limbs import MUSCLE, Limb, Shape, limbs_of
from .motions import BodyMotion
from .posing import mix, solve, vector
from .shapes import (
    FACE_FROM_FRONT,
    FACE_FROM_SIDE,
    HAIR_FROM_BEHIND,
    HAIR_FROM_FRONT,
    HAIR_FROM_SIDE,
    PALETTE,
    SHOE,
    TOES,
    bare,
    hull,
    number,
    numbers,
    outline,
    polygon,
    smooth,
)
from .timing import MotionMoment, moments_of
from .vectors import Point, add, middle

#: Units that a joint, and the root, may stray on the picture between keyframes; degrees that a turn may.
JOINT_STRAY, ROOT_STRAY, TURN_STRAY = 2.4, 1.0, 0.5
#: Degrees that a joint has to turn to be moved at all.
LEAST_TURN = 0.4
#: A bone that changes its length on the picture by less is drawn at one length; a share of its length.
LEAST_STRETCH = 0.04
#: Half of an arrow's head in radians, and its length in units.
ARROW_HEAD, ARROW_LENGTH = 0.55, 32


#: What a fault wears: a ring with a cross in it, so that its shape tells it too, and not its color alone.
CROSS = '<path class="a" d="M62 20a42 42 0 1 0 .1 0zM38 38l48 48M86 38l-48 48"/>'
#: The sign for what is kept, as on a player, in a still picture: it cannot show how long.
HOLD = '<path class="o" d="M708 34v56M744 34v56"/>'


class Drawing:
    """The pictures of one motion: as it moves, as a still of two poses, and each pose alone."""

    def __init__(self, motion: BodyMotion) -> None:
        self.motion = motion
        self.camera = Camera(motion.view)
        self.moments = moments_of(motion, self.camera)
        self.limbs = limbs_of(motion, self.camera, self.moments)
        self.art = props.Art(self.camera)

    def moving(self) -> str:
        picture = _Picture(self, self.motion.show, is_still=False)
        art = self._art(picture, has_ghost=True)
        return self._svg("run fig", PALETTE + picture.keyframes.style(), art)

    def still(self) -> str:
        picture = _Picture(self, self.motion.show, is_still=True)
        return self._svg("fig", PALETTE, self._art(picture, has_ghost=True))

    def seen(self, segment: str) -> list[Values]:
        """A segment in its parent's frame at each moment of the moving picture."""
        return _Picture(self, self.motion.show, is_still=False).seen(segment)

    def pose(self, index: int) -> str:
        picture = _Picture(self, index, is_still=True)
        return self._svg("fig", PALETTE, self._art(picture, has_ghost=False))

    def fault(self) -> str:
        """The first pose, struck out; the right one behind it, where there is one."""
        art = self._art(_Picture(self, 0, is_still=True), has_ghost=bool(self.motion.ghost))
        return self._svg("fig", PALETTE, art + CROSS)

    def _svg(self, classes: str, style: str, art: str) -> str:
        marks = " ".join(f"{part} {start:g} {end:g}" for part, start, end in self.motion.tempo_marks)
        parts = f' data-parts="{marks}"' if marks else ""
        title = escape(self.motion.title, quote=False)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"{parts}'
            f' class="{classes} {self.motion.slug}"><title>{title}</title><style>{style}</style>{art}</svg>\n'
        )

    def _art(self, picture: _Picture, *, has_ghost: bool) -> str:
        ghost = arrows = ""
        if has_ghost:
            shadow = _Picture(self, self.motion.ghost, is_still=True).body(is_ghost=True)
            ghost = f'<g class="y"><g class="gh">{shadow}</g></g>'
            arrows = f'<g class="y">{self._arrows()}{HOLD if self.motion.is_held else ""}</g>'
        behind = self._ground() + self._scenery(is_front=False) + ghost + picture.carried(is_front=False)
        return behind + picture.body() + picture.carried(is_front=True) + arrows + self._scenery(is_front=True)

    def _scenery(self, *, is_front: bool) -> str:
        return "".join(
            props.standing(prop, self.camera)
            for prop in self.motion.props
            if prop["kind"] in props.BOXES | {"rail", "line"} and bool(prop.get("front")) == is_front
        )

    def _ground(self) -> str:
        """A line from the side; from above, a place to stand on that holds all that moves."""
        if not self.camera.tilt:
            return f'<path class="g" d="M48 {FLOOR + self.camera.shift[1] + 5:.0f}H752"/>'
        bodies = [moment.body for moment in self.moments]
        drawn = {shape.segment for limb in self.limbs for shape in limb.shapes}
        starts = [body.start[segment] for body in bodies for segment in drawn]
        ends = [body.end[segment] for body in bodies for segment in drawn]
        xs = [self.camera.xy(point)[0] for point in (*starts, *ends)]
        ys = [self.camera.xy((point[0], 0, point[2]))[1] for point in ends]
        left, right = max(4.0, min(xs) - 50), min(WIDTH - 4.0, max(xs) + 50)
        across, down = (left + right) / 2, (min(ys) + max(ys)) / 2
        rx, ry = (right - left) / 2, (max(ys) - min(ys)) / 2 + 96 * sin(self.camera.tilt)
        return f'<ellipse class="c" cx="{across:.0f}" cy="{down:.0f}" rx="{rx:.0f}" ry="{ry:.0f}" opacity=".5"/>'

    def _arrows(self) -> str:
        return "".join(self._arrow(arrow) for arrow in self.motion.arrows)

    def _arrow(self, arrow: Mapping[str, Any]) -> str:
        """The way of a point of the skin between poses, with a head."""
        first, last = arrow.get("span", [0.1, 0.9])
        start, between, end = (self._on_the_way(arrow, share) for share in (first, (first + last) / 2, last))
        bend = (2 * between[0] - (start[0] + end[0]) / 2, 2 * between[1] - (start[1] + end[1]) / 2)
        turn = atan2(end[1] - bend[1], end[0] - bend[0])
        wings = [
            (
                end[0] - ARROW_LENGTH * cos(turn + side * ARROW_HEAD),
                end[1] - ARROW_LENGTH * sin(turn + side * ARROW_HEAD),
            )
            for side in (1, -1)
        ]
        head = f"M{numbers(wings[:1])}L{numbers([end, wings[1]])}"
        return f'<path class="a" d="M{numbers([start])}Q{numbers([bend, end])}{head}"/>'

    def _on_the_way(self, arrow: Mapping[str, Any], share: float) -> Point:
        ways = arrow.get("poses", [self.motion.ghost, self.motion.show])
        along = share * (len(ways) - 1)
        leg = min(int(along), len(ways) - 2)
        poses = self.motion.poses[ways[leg]], self.motion.poses[ways[leg + 1]]
        right, down = arrow.get("off", [0, 0])
        x, y = self.camera.xy(solve(mix(*poses, along - leg), self.motion.anchor).point(arrow["point"]))
        return (x + 4 * right, y + 4 * down)


class _Picture:
    """One picture of a drawing: what is shown at first, and, where it is no still, what moves from there."""

    def __init__(self, drawing: Drawing, index: int, *, is_still: bool) -> None:
        self.drawing = drawing
        self.camera = drawing.camera
        self.moments = drawing.moments
        self.is_still = is_still
        self.keyframes = Keyframes(drawing.motion, drawing.moments)
        self.shown_body = solve(drawing.motion.poses[index], drawing.motion.anchor)
        self.moment = self._nearest(index)
        self.shown = self.camera.bones(self.shown_body, self.moment.bones)
        self._groups: dict[str, list[str]] = {}

    def _nearest(self, index: int) -> MotionMoment:
        """The moment at which the motion reaches the pose, so that its turns count from there."""
        reached = [moment for moment in self.moments if self.drawing.motion.phases[moment.phase].to == index]
        return max(reached, key=lambda moment: (-moment.phase, moment.share)) if reached else self.moments[0]

    def body(self, *, is_ghost: bool = False) -> str:
        """All limbs from back to front; one that changes its depth twice, each shown in its own phases."""
        behind = {} if is_ghost else self.drawing.motion.behind
        items: list[tuple[list[str], str]] = []
        for limb in self.drawing.limbs:
            if limb.name in behind:
                items += self._in_phases(self._limb(limb), behind[limb.name], are_shown=True)
        for limb in self.drawing.limbs:
            drawn = self._limb(limb, is_ghost=is_ghost)
            items += self._in_phases(drawn, behind[limb.name], are_shown=False) if limb.name in behind else drawn
        return _nested(items)

    def _limb(self, limb: Limb, *, is_ghost: bool = False) -> list[tuple[list[str], str]]:
        edges = []
        if not is_ghost and not limb.is_far:
            edges = [self._edge(shape) for shape in limb.shapes if shape.has_edge and shape.tone != MUSCLE]
        return edges + self._filled(limb, is_ghost=is_ghost)

    def _in_phases(
        self, items: list[tuple[list[str], str]], phases: Sequence[int], *, are_shown: bool
    ) -> list[tuple[list[str], str]]:
        """What is shown in these phases alone, or in all others."""
        return self._when(items, [(moment.phase in phases) == are_shown for moment in self.moments])

    def _when(self, items: list[tuple[list[str], str]], flags: list[bool]) -> list[tuple[list[str], str]]:
        """What is shown at these moments alone. A still has it only where its own moment is one of them."""
        is_shown = flags[self.moments.index(self.moment)]
        if self.is_still:
            return items if is_shown else []
        hidden = "" if is_shown else ' opacity="0"'
        gate = f'<g class="j {self.keyframes.shown(flags)}"{hidden}>'
        return [([gate, *tags], mark) for tags, mark in items]

    def _edge(self, shape: Shape) -> tuple[list[str], str]:
        """A line in the color of the paper, that parts a limb from what it crosses."""
        data, drawn_length = self._outline(shape)
        return self._tags(shape.segment, drawn_length), f'<path class="h" d="{data}"/>'

    def _filled(self, limb: Limb, *, is_ghost: bool) -> list[tuple[list[str], str]]:
        items = []
        for shape in limb.shapes:
            if is_ghost and (shape.tone == MUSCLE or shape.kind == "held"):
                continue
            if shape.kind == "held":
                bone = self.shown[shape.segment]
                mark = props.dumbbell(0, bone.length + FIST * self.camera.scale * 0.9, bone.front)
                items.append((self._group(shape.segment), mark))
                continue
            if shape.kind in {"face", "hair"}:
                items += self._head(shape, is_ghost=is_ghost)
                continue
            data, drawn_length = self._outline(shape)
            tone = "" if is_ghost else f' class="{shape.tone}"'
            items.append((self._tags(shape.segment, drawn_length), f'<path{tone} d="{data}"/>'))
        return items

    def _head(self, shape: Shape, *, is_ghost: bool) -> list[tuple[list[str], str]]:
        """Face or hair from every side from which the motion shows it, each while it does."""
        tone = "" if is_ghost else f' class="{shape.tone}"'
        tags = self._tags(shape.segment, self.shown[shape.segment].length)
        heads = [moment.bones["head"] for moment in self.moments]
        seen = [_facing(head) for head in heads]
        sides = dict(zip(seen, heads, strict=True))
        if is_ghost or len(sides) == 1:
            sides = {_facing(self.shown["head"]): self.shown["head"]}
        items = []
        for side, bone in sides.items():
            mark = (tags, f'<path{tone} d="{_head_outline(shape.kind, bone, self.camera.scale)}"/>')
            items += [mark] if len(sides) == 1 else self._when([mark], [each == side for each in seen])
        return items

    def _tags(self, segment: str, drawn_length: float) -> list[str]:
        return self._group(segment) + self._stretch(segment, drawn_length)

    # The groups that carry a segment, outermost first.
    def _group(self, segment: str) -> list[str]:
        if segment not in self._groups:
            above = self._group(PARENT[segment]) if PARENT[segment] else []
            self._groups[segment] = above + self._own_group(segment)
        return self._groups[segment]

    def _own_group(self, segment: str) -> list[str]:
        x, y, turn = _local(self.shown, segment)
        move, rotate = f"translate({number(x)} {number(y)})", f"rotate({number(turn, 1)})"
        if self.is_still:
            return [f'<g transform="{move}rotate({number(turn)})">']
        values = [_local(moment.bones, segment) for moment in self.moments]
        stray, turn_stray = self._strays(segment)
        moves = any(_differs(values, axis, stray + 0.2) for axis in (0, 1))
        turns = _differs(values, 2, LEAST_TURN)
        if moves and turns:
            name = self.keyframes.name(values, (stray, stray, turn_stray), _moved_and_turned)
            return [f'<g class="j {name}" transform="{move}{rotate}">']
        if moves:
            name = self.keyframes.name([value[:2] for value in values], (stray, stray), _moved)
            return [f'<g class="j {name}" transform="{move}">', f'<g transform="{rotate}">']
        if turns:
            name = self.keyframes.name([value[2:] for value in values], (turn_stray,), _turned)
            return [f'<g transform="{move}">', f'<g class="j {name}" transform="{rotate}">']
        return [f'<g transform="{move}{rotate}">']

    def seen(self, segment: str) -> list[Values]:
        """A segment in its parent's frame at each moment, as CSS makes it: what does not move stays as it is shown."""
        values = [_local(moment.bones, segment) for moment in self.moments]
        stray, turn_stray = self._strays(segment)
        shown = _local(self.shown, segment)
        made = self.keyframes.seen(values, (stray, stray, turn_stray))
        moves = any(_differs(values, axis, stray + 0.2) for axis in (0, 1))
        turns = _differs(values, 2, LEAST_TURN)
        return [(*(each[:2] if moves else shown[:2]), each[2] if turns else shown[2]) for each in made]

    def _strays(self, segment: str) -> tuple[float, float]:
        """How far a segment may stray between keyframes, in units and in degrees; the root carries all the others."""
        if not PARENT[segment]:
            return ROOT_STRAY, TURN_STRAY
        return JOINT_STRAY * self.camera.looseness, TURN_STRAY * self.camera.looseness

    def _stretch(self, segment: str, drawn_length: float) -> list[str]:
        """Foreshortening: a scale along the bone, where its length on the picture changes."""
        shares = [moment.bones[segment].length / drawn_length for moment in self.moments]
        looseness = self.camera.looseness
        if max(shares) - min(shares) < LEAST_STRETCH * looseness:
            return []
        shown = f'transform="scale(1 {number(self.shown[segment].length / drawn_length, 2)})"'
        if self.is_still:
            return [f"<g {shown}>"]
        name = self.keyframes.name([(share,) for share in shares], (LEAST_STRETCH / 2 * looseness,), _stretched)
        return [f'<g class="j {name}" {shown}>']

    def _outline(self, shape: Shape) -> tuple[str, float]:
        """Path data in the segment's own frame, and the length it was drawn for."""
        shown = self.shown[shape.segment]
        if shape.kind in {"shoe", "toes"} or shape.kind.startswith("bare"):
            return self._foot_outline(shape, shown), shown.length
        if shape.kind in {"face", "hair"}:
            return _head_outline(shape.kind, shown, self.camera.scale), shown.length
        longest = max(moment.bones[shape.segment].length for moment in self.moments)
        points = outline(shape.kind, longest / self.camera.scale, shown.front, shown.side)
        return smooth(points, self.camera.scale), longest

    def _foot_outline(self, shape: Shape, bone: Bone) -> str:
        """A shoe has edges, a bare foot has none."""
        is_bare = shape.kind.startswith("bare")
        solid = SHOE if shape.kind == "shoe" else TOES
        if is_bare:
            sign = SIDES[shape.segment[-1]]
            solid = tuple((x, y, sign * z) for x, y, z in bare(shape.kind))
        points = [self.camera.xy(self.shown_body.place(shape.segment, spot)) for spot in solid]
        around = hull([bone.inside(point) for point in points])
        return smooth(around, 1) if is_bare else polygon(around)

    def carried(self, *, is_front: bool) -> str:
        drawn = ""
        for prop in self.drawing.motion.props:
            if prop["kind"] in props.CARRIED and (bool(prop.get("front", True)) == is_front or _is_two_sided(prop)):
                drawn += self._carried(prop, self.drawing.art.carried(prop, is_front))
            if prop["kind"] in props.STRETCHED and bool(prop.get("front", True)) == is_front:
                drawn += self._stretched(prop)
            if prop["kind"] == props.ROPE:
                drawn += self._rope(prop, is_front=is_front)
        return drawn

    def _rope(self, prop: Mapping[str, Any], *, is_front: bool) -> str:
        """A jump rope, flattened and turned over as it goes around; behind the body while it rises."""
        angles = prop["angles"]
        turns = []
        for moment in self.moments:
            before = angles[moment.phase - 1] if moment.phase else angles[-1] % 360
            after = angles[moment.phase]
            turns.append(before + (after - before) * moment.share)
        places = [self.camera.xy(moment.body.point("hands")) for moment in self.moments]
        values = [(x, y, cos(radians(turn))) for (x, y), turn in zip(places, turns, strict=True)]
        right, left = (self.camera.xy(self.shown_body.point(f"hand_{side}")) for side in SIDES)
        art = props.rope(abs(right[0] - left[0]) / 2, prop["drop"] * self.camera.scale)
        shown = values[self.moments.index(self.moment)]
        moved = f'transform="{_flattened(shown).replace("px", "")}"'
        moves = "" if self.is_still else f'class="j {self.keyframes.name(values, (2, 2, 0.06), _flattened)}" '
        flags = [(turn % 360 >= 180) == is_front for turn in turns]
        return _nested(self._when([([f"<g {moves}{moved}>"], art)], flags))

    def _carried(self, prop: Mapping[str, Any], art: str) -> str:
        """What goes along with a point of the body, upright or turned with one of its segments."""

        def place(body: Skeleton, bones: Bones) -> Values:
            points = [body.point(point) if isinstance(point, str) else vector(point) for point in prop["at"]]
            x, y = self.camera.xy(add(middle(points), vector(prop.get("off", (0, 0, 0)))))
            segment = prop.get("turns_with")
            turn = prop.get("turn", 0) + (bones[segment].turn - 180 if segment else 0)
            return (x, y, turn)

        values = [place(moment.body, moment.bones) for moment in self.moments]
        x, y, turn = place(self.shown_body, self.shown)
        shown = f'transform="translate({number(x)} {number(y)})rotate({number(turn, 1)})"'
        if self.is_still or not art:
            return f"<g {shown}>{art}</g>" if art else ""
        name = self.keyframes.name(values, (1, 1, TURN_STRAY), _moved_and_turned)
        return f'<g class="j {name}" {shown}>{art}</g>'

    def _stretched(self, prop: Mapping[str, Any]) -> str:
        """A band or a cable: a bar of 80 units, turned and stretched between its two ends."""
        values = [self._span(prop, moment.body) for moment in self.moments]
        x, y, turn, share = self._span(prop, self.shown_body)
        shown = f"translate({number(x)} {number(y)})rotate({number(turn, 1)})scale({number(share, 2)} 1)"
        moves = ""
        if not self.is_still:
            moves = f'class="j {self.keyframes.name(values, (1.5, 1.5, 0.7, 0.02), _spanned)}" '
        shape = props.STRETCHED_ART[prop["kind"]]
        return f'<g {moves}transform="{shown}">{shape}</g>'

    def _span(self, prop: Mapping[str, Any], body: Skeleton) -> Values:
        ends = [body.point(end) if isinstance(end, str) else vector(end) for end in prop["between"]]
        shift = vector(prop.get("off", (0, 0, 0)))
        start, end = (self.camera.xy(add(point, shift)) for point in ends)
        dx, dy = end[0] - start[0], end[1] - start[1]
        return (start[0], start[1], degrees(atan2(dy, dx)), hypot(dx, dy) / 80)


def _is_two_sided(prop: Mapping[str, Any]) -> bool:
    return prop["kind"] in {"trap_bar", "barbell"}


def _facing(bone: Bone) -> int:
    """1 and -1 for the two profiles, 0 for the face from the front, 2 for the head from behind."""
    if abs(bone.front) <= 0.3:
        return 2 if bone.side < 0 else 0
    return 1 if bone.front > 0 else -1


def _head_outline(kind: str, bone: Bone, scale: float) -> str:
    if _facing(bone) in {0, 2}:
        hair = HAIR_FROM_FRONT if _facing(bone) == 0 else HAIR_FROM_BEHIND
        return smooth(FACE_FROM_FRONT if kind == "face" else hair, scale)
    points = FACE_FROM_SIDE if kind == "face" else HAIR_FROM_SIDE
    across = (1 if bone.front > 0 else -1) * (1 if abs(bone.front) > 0.85 else 0.93)
    return smooth([(x * across, y) for x, y in points], scale)


def _local(bones: Bones, segment: str) -> tuple[float, float, float]:
    """A segment in its parent's frame: where it starts, and how it is turned."""
    bone, parent = bones[segment], PARENT[segment]
    if not parent:
        return (*bone.start, bone.turn)
    return (*bones[parent].inside(bone.start), bone.turn - bones[parent].turn)


def _differs(values: list[tuple[float, float, float]], axis: int, least: float) -> bool:
    """Whether a channel ever leaves where it begins."""
    return any(abs(value[axis] - values[0][axis]) > least for value in values)


def _moved(values: Values) -> str:
    return f"translate({number(values[0])}px,{number(values[1])}px)"


def _turned(values: Values) -> str:
    return f"rotate({number(values[-1], 1)}deg)"


def _moved_and_turned(values: Values) -> str:
    return _moved(values) + _turned(values)


def _stretched(values: Values) -> str:
    return f"scale(1,{number(values[0], 2)})"


def _flattened(values: Values) -> str:
    return f"{_moved(values)}scale(1,{number(values[-1], 2)})"


def _spanned(values: Values) -> str:
    return f"{_moved(values)}rotate({number(values[2], 1)}deg)scale({number(values[3], 2)},1)"


def _nested(items: list[tuple[list[str], str]]) -> str:
    """The marks in their groups; what two marks in a row have in common is opened once."""
    out: list[str] = []
    opened: list[str] = []
    for tags, mark in items:
        same = 0
        while same < min(len(tags), len(opened)) and tags[same] == opened[same]:
            same += 1
        out += ["</g>" * (len(opened) - same), *tags[same:], mark]
        opened = tags
    return "".join(out) + "</g>" * len(opened)
