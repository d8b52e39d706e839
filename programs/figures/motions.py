"""Motions as data: one file per motion under ``programs/data/motions``, read, unfolded and refused where it is wrong.

A file names its exercises; each may change a little of the motion (a load, a height, a pose), and none is a copy.
``docs/figures.md`` has every key of a file.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .body import SIDES
from .posing import TOES_OUT, Pose

DATA = Path(__file__).parent.parent / "data"
MOTIONS = DATA / "motions"
LIBRARY = DATA / "exercises.csv"
#: Where the drawings are written, and served from.
FOLDER = DATA.parent.parent / "static" / "figures"

#: Arms that recur, each the right one; the left mirrors it.
ARMS: MappingProxyType[str, Mapping[str, Any]] = MappingProxyType(
    {
        "hips": {"on": "pelvis", "spot": [2, 7, 11], "pole": [-0.5, -0.1, 1]},
        "hang": {"world": True, "shoulder": [0, 5, 0], "elbow": 4},
        "reach": {"world": True, "shoulder": [84, 2, 0], "elbow": 4},
        "chest": {"on": "thorax", "spot": [9.5, 12, 2.2], "pole": [-0.2, -1, 0.5]},
        "shoulders": {"on": "thorax", "spot": [-2, 19, 21], "pole": [-0.3, -1, 0.2]},
        "rack": {"on": "thorax", "spot": [9.6, 21, 9], "pole": [1, -0.1, 0.4]},
        "back": {"shoulder": [-40, 8, 0], "elbow": 18},
        "run": {"shoulder": [10, 10, 0], "elbow": 75},
        "floor": {"world": True, "shoulder": [0, 14, 0], "elbow": 4},
    }
)
#: Keys that hold a place or a direction, of which the left side has the mirror image.
PLACES = frozenset({"foot", "pin", "pole", "hand", "spot"})
#: What a number is where a pose does not give it.
USUAL: MappingProxyType[str, Any] = MappingProxyType(
    {
        "pitch": 0, "roll": 0, "yaw": 0, "flex": 0, "side": 0, "nod": 0, "knee": 0, "ankle": 0, "sway": 0,
        "round": 0, "invert": 0, "arch": 0, "big_toe": 0, "small_toes": 0, "elbow": 8,
        "hip": [0, 0, 0], "shoulder": [0, 6, 0], "at": [0, 0, 0],
    }
)  # fmt: skip
#: What a phase is to the tempo of an exercise, in the order in which a tempo gives its seconds.
TEMPO_PARTS = ("lower", "low", "lift", "high")
TEMPO = re.compile(r"(\d+)-(\d+)-(\d+|X)-(\d+)")
#: Words in place of a tempo for what is kept, a hold or a landing, and for how many seconds at least it is shown.
HELD, LEAST_HOLD = frozenset({"hold", "stick"}), 1.5
#: Seconds of a fast lift, and the least a pause is shown.
FAST, LEAST_PAUSE = 0.6, 0.3
NEEDED = frozenset({"motion", "title", "phases", "poses", "exercises"})
KNOWN = NEEDED | {
    "view", "anchor", "base", "props", "show", "ghost", "muscles", "arrows", "light", "order", "slow", "symmetric",
    "shank_first", "behind", "fault",
}  # fmt: skip
#: What a fault says of itself; all else is the parts of its pose.
FAULT_WORDS = frozenset({"title", "pose", "breaks"})
#: What a fault may say beside: from where it is seen, because what is wrong may not show from where the motion is; and
#: whether the right pose stands pale behind it, where it differs by how far alone.
FAULT_KEYS = FAULT_WORDS | {"view", "order", "props", "ghost"}
#: How a limb is given; a fault that gives it in another way gives all of it.
WAYS = frozenset({"hip", "foot", "pin", "shoulder", "hand", "on"})
LIMBS = frozenset({"pelvis", "trunk", "head", "leg_r", "leg_l", "arm_r", "arm_l"})


class MotionError(ValueError):
    """A file of motions that cannot be drawn: says which, where, and what was expected."""


@dataclass(frozen=True, slots=True)
class Phase:
    """The way to a pose. part -- which part of a tempo it is, where it is one"""

    to: int
    seconds: float
    ease: str = "io"
    part: str = ""


@dataclass(frozen=True, slots=True)
class MotionFault:
    """The common fault of an exercise, as one pose.

    motion -- the exercise's motion with nothing but that pose, its title the fault in words; of -- the pose that it is
    made from; breaks -- names of the checks that a body in this fault breaks, see ``checks.py``
    """

    motion: BodyMotion
    of: int
    breaks: frozenset[str]


@dataclass(frozen=True, slots=True)
class BodyMotion:
    """How one exercise moves.

    title -- what moves, in words, for whoever does not see it; show -- the pose that a still picture shows;
    ghost -- the pose behind it; behind -- limbs that are behind all others in some phases, by number; is_slow -- the
    center of mass stays over the base; is_symmetric -- both sides do the same; is_held -- one of its
    poses is kept, which a still picture says by a sign
    """

    slug: str
    name: str
    title: str
    phases: tuple[Phase, ...]
    poses: tuple[Pose, ...]
    view: Mapping[str, Any]
    props: tuple[Mapping[str, Any], ...] = ()
    arrows: tuple[Mapping[str, Any], ...] = ()
    muscles: tuple[str, ...] = ()
    light: tuple[str, ...] | None = None
    order: tuple[str, ...] = ()
    anchor: Mapping[str, Any] | None = None
    show: int = 1
    ghost: int = 0
    is_slow: bool = False
    is_symmetric: bool = False
    is_shank_first: bool | None = None
    behind: Mapping[str, Sequence[int]] = field(default_factory=dict)
    is_held: bool = False
    fault: MotionFault | None = None

    @property
    def seconds(self) -> float:
        return sum(phase.seconds for phase in self.phases)

    @property
    def tempo_marks(self) -> list[tuple[str, float, float]]:
        """For the tempo guide: each part of a tempo, with the seconds between which the drawing does it."""
        marks, started = [], 0.0
        for phase in self.phases:
            if phase.part:
                marks.append((phase.part, started, started + phase.seconds))
            started += phase.seconds
        return marks


@cache
def motions() -> Mapping[str, BodyMotion]:
    """Every motion by its exercise's slug."""
    found: dict[str, BodyMotion] = {}
    for path in sorted(MOTIONS.glob("*.json")):
        for motion in read_motions(path.stem, json.loads(path.read_text()), tempos()):
            if motion.slug in found:
                raise MotionError(f"{path.stem}: {motion.slug} has a motion already, {found[motion.slug].name}")
            found[motion.slug] = motion
    return MappingProxyType(found)


@cache
def tempos() -> Mapping[str, str]:
    """The library's usual tempo of each exercise."""
    with LIBRARY.open(newline="") as rows:
        return {row["slug"]: row["default_tempo"] for row in csv.DictReader(rows)}


def read_motions(name: str, written: Mapping[str, Any], library: Mapping[str, str]) -> Iterator[BodyMotion]:
    """The motions of one file, one for each of its exercises. library -- the usual tempo of each exercise"""
    missing, unknown = NEEDED - written.keys(), written.keys() - KNOWN
    if missing or unknown:
        raise MotionError(f"{name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    if written["motion"] != name:
        raise MotionError(f"{name}: calls itself {written['motion']}")
    for slug, changes in written["exercises"].items():
        if slug not in library:
            raise MotionError(f"{name}: the library has no exercise {slug}")
        yield _motion(name, slug, _changed(name, written, changes), library[slug])


def _changed(name: str, written: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The motion with what one exercise changes: whole keys, limbs of every pose, limbs of single poses."""
    unknown = changes.keys() - KNOWN - {"every_pose", "in_pose"}
    if unknown:
        raise MotionError(f"{name}: unknown change {sorted(unknown)}")
    result = {**written, **changes}
    every, single = changes.get("every_pose", {}), changes.get("in_pose", {})
    base = result.get("base", {})
    poses = enumerate(result["poses"])
    result["poses"] = [_overlaid(base, pose, every, single.get(str(index), {})) for index, pose in poses]
    return result


def _overlaid(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a pose, each from the last layer that has it; both arms or legs at once are each of the two."""
    pose: dict[str, Any] = {}
    for layer in layers:
        for both in layer.keys() & {"arms", "legs"}:
            for side in SIDES:
                pose.pop(f"{both[:-1]}_{side}", None)
        pose |= layer
    return pose


def _motion(name: str, slug: str, written: Mapping[str, Any], tempo: str) -> BodyMotion:
    poses = _alike(name, [_unfolded(f"{name}, pose {index}", pose) for index, pose in enumerate(written["poses"])])
    phases = tuple(_phases(name, written["phases"], tempo, len(poses)))
    light = written.get("light")
    motion = BodyMotion(
        slug=slug,
        name=name,
        title=written["title"],
        phases=phases,
        poses=poses,
        view=written.get("view", {}),
        props=tuple(written.get("props", [])),
        arrows=tuple(written.get("arrows", [])),
        muscles=tuple(written.get("muscles", [])),
        light=None if light is None else tuple(light),
        order=tuple(written.get("order", [])),
        anchor=written.get("anchor"),
        show=written.get("show", 1),
        ghost=written.get("ghost", 0),
        is_slow=written.get("slow", False),
        is_symmetric=written.get("symmetric", False),
        is_shank_first=written.get("shank_first"),
        behind=written.get("behind", {}),
        is_held=tempo in HELD and _stays(phases),
    )
    if "fault" not in written:
        return motion
    return replace(motion, fault=_fault(f"{name}, fault of {slug}", motion, written["fault"]))


def _stays(phases: tuple[Phase, ...]) -> bool:
    """Whether a pose is kept for a while, after a way to it."""
    ways = pairwise((phases[-1], *phases))
    return any(after.to == before.to and after.seconds >= LEAST_HOLD for before, after in ways)


def _fault(where: str, motion: BodyMotion, written: Mapping[str, Any]) -> MotionFault:
    """The pose named by the fault with the fault's own numbers over it."""
    missing = FAULT_WORDS - written.keys()
    if missing:
        raise MotionError(f"{where}: missing {sorted(missing)}")
    if not 0 <= written["pose"] < len(motion.poses):
        raise MotionError(f"{where}: changes pose {written['pose']}, and there are {len(motion.poses)}")
    pose = dict(motion.poses[written["pose"]])
    changes = _unfolded(where, {part: numbers for part, numbers in written.items() if part not in FAULT_KEYS})
    for part, numbers in changes.items():
        is_given_anew = (numbers.keys() & WAYS) - pose.get(part, {}).keys()
        pose[part] = {**({} if is_given_anew else pose.get(part, {})), **numbers}
    alone = replace(
        motion,
        title=written["title"],
        poses=_with_ghost(pose, motion.poses[written["pose"]]) if written.get("ghost") else (pose,),
        phases=(Phase(0, 1),),
        view=written.get("view", motion.view),
        order=tuple(written.get("order", motion.order)),
        props=tuple(written.get("props", motion.props)),
        show=0,
        ghost=1 if written.get("ghost") else 0,
        arrows=(),
        muscles=(),
        behind={},
        is_held=False,
    )
    return MotionFault(alone, written["pose"], frozenset(written["breaks"]))


def _with_ghost(wrong: Pose, right: Pose) -> tuple[Pose, Pose]:
    """Both poses with a spine of as many joints."""
    if "round" in wrong.get("trunk", {}):
        right = {**right, "trunk": {"round": 0, **right.get("trunk", {})}}
    return wrong, right


def _unfolded(where: str, written: Mapping[str, Any]) -> Pose:
    """A pose with both sides spelled out: ``arms`` and ``legs`` stand for the two, the left the right one's mirror."""
    pose = {part: numbers for part, numbers in written.items() if part in LIMBS}
    unknown = written.keys() - LIMBS - {"arms", "legs"}
    if unknown:
        raise MotionError(f"{where}: unknown part {sorted(unknown)}")
    for limb in ("arm", "leg"):
        both = written.get(f"{limb}s")
        if isinstance(both, str):
            if both not in ARMS:
                raise MotionError(f"{where}: no arms are called {both}, only {sorted(ARMS)}")
            both = ARMS[both]
        if both is not None:
            pose.setdefault(f"{limb}_r", both)
            pose.setdefault(f"{limb}_l", mirrored(both))
    for part, numbers in pose.items():
        if isinstance(numbers, str):
            pose[part] = ARMS[numbers] if part == "arm_r" else mirrored(ARMS[numbers])
    return pose


def _alike(name: str, poses: list[Pose]) -> tuple[Pose, ...]:
    """The poses with the same numbers in each, so that every one of them has a way from pose to pose."""
    keys: dict[str, set[str]] = {}
    for pose in poses:
        for part, numbers in pose.items():
            keys.setdefault(part, set()).update(numbers)
    alike = []
    for index, pose in enumerate(poses):
        filled = {part: _filled(pose.get(part, {}), wanted) for part, wanted in keys.items()}
        for part, wanted in keys.items():
            lacking = wanted - filled[part].keys()
            if lacking:
                raise MotionError(f"{name}, pose {index}: {part} has no {', '.join(sorted(lacking))}, and others have")
        alike.append(filled)
    return tuple(alike)


def _filled(numbers: Mapping[str, Any], wanted: set[str]) -> dict[str, Any]:
    filled = {key: USUAL[key] for key in wanted & USUAL.keys()} | dict(numbers)
    if "turn" in wanted:
        filled.setdefault("turn", TOES_OUT if "foot" in wanted else 0)
    if "knee_out" in wanted:
        filled.setdefault("knee_out", filled.get("turn", TOES_OUT))
    return filled


def mirrored(limb: Mapping[str, Any]) -> dict[str, Any]:
    """The other side's limb that does the same."""
    result: dict[str, Any] = {}
    for key, value in limb.items():
        if key in PLACES:
            result[key] = [value[0], value[1], -value[2]]
        elif isinstance(value, str) and value.endswith("_r"):
            result[key] = f"{value[:-2]}_l"
        else:
            result[key] = value
    return result


def _phases(name: str, written: list[Mapping[str, Any]], tempo: str, poses: int) -> Iterator[Phase]:
    """The phases at the exercise's tempo; one that the tempo gives no time is left out, or short where it turns."""
    given = _tempo_seconds(tempo)
    for phase in written:
        if not 0 <= phase["to"] < poses:
            raise MotionError(f"{name}: a phase goes to pose {phase['to']}, and there are {poses}")
        part = phase.get("part", "")
        if part and part not in TEMPO_PARTS:
            raise MotionError(f"{name}: no part of a tempo is called {part}, only {', '.join(TEMPO_PARTS)}")
        seconds = given.get(part, phase.get("s", 1))
        yield Phase(phase["to"], seconds, phase.get("ease", "io"), part)


def _tempo_seconds(tempo: str) -> dict[str, float]:
    found = TEMPO.fullmatch(tempo)
    if not found:
        return {}
    lower, low, lift, high = found.groups()
    return {
        "lower": float(lower) or FAST,
        "low": float(low) or LEAST_PAUSE,
        "lift": FAST if lift in {"X", "0"} else float(lift),
        "high": float(high) or LEAST_PAUSE,
    }
