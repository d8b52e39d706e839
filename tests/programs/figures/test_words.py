"""The words of a figure say what its data does: the joints that move, on which side, with which load.

Nothing here reads the drawing for the sake of its words. What moves is measured on the solved body, what is carried
is read from the things of the motion, and both are held against the library's pattern, sides and equipment.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from programs.figures.body import SIDES, Skeleton, joint_angles
from programs.figures.camera import Camera
from programs.figures.motions import LIBRARY, BodyMotion, motions
from programs.figures.timing import moments_of

#: Solved once, by one worker.
pytestmark = pytest.mark.xdist_group("figures")


@dataclass(frozen=True)
class Thing:
    """words -- how a title names it; kinds -- what draws it; equipment -- what the library calls it"""

    words: str
    kinds: frozenset[str]
    equipment: frozenset[str]


def thing(words: str, kinds: str, equipment: str) -> Thing:
    return Thing(words, frozenset(kinds.split()), frozenset(equipment.split()))


#: What is carried, pulled or moved: named exactly where it is drawn.
LOADS = {
    "weight": thing(
        r"(?<!most )(?<!some )weights?(?! (shifts|mostly|over the|across heel))|kettlebells?",
        "dumbbell kettlebell weight",
        "dumbbell kettlebell backpack",
    ),
    "bar": thing(r"bar", "barbell trap_bar fixed_bar", "barbell trap_bar smith_machine fixed_bar"),
    "band": thing(r"bands?|cable", "band cord cable", "band mini_band cable"),
    "ball": thing(r"balls?(?! of)", "ball", "ball"),
    "rope": thing(r"rope", "rope", "jump_rope"),
    "stick": thing(r"stick(?! the)", "dowel", "dowel"),
    "slider": thing(r"sliders?|sliding heel", "slider", "slider"),
}
#: What stands there: named, and drawn where it is named.
FURNITURE = {
    "bench": thing(r"bench", "bench", "bench"),
    "chair": thing(r"chair|seat|sitting", "chair machine", "chair"),
    "step": thing(r"(a|low) step(?= |:|,)(?! (off|forward))|block|book", "step", "step"),
    "box": thing(r"box", "box step", "box"),
    "pillow": thing(r"pillow|cushions?", "pillow", "pillow"),
    "machine": thing(r"machine|leg press|stack", "machine", "leg_press calf_machine"),
}
#: Joints of which at least one moves in an exercise of that pattern.
MOVES = {
    "calf_achilles": {"ankle dorsiflexion"},
    "foot_ankle": {"ankle dorsiflexion", "sole", "arch", "toes", "hip flexion"},
    "bilateral_squat": {"knee flexion"},
    "single_leg": {"knee flexion", "hip flexion"},
    "hip_hinge": {"hip flexion", "knee flexion"},
    "lateral_hip": {"hip abduction", "hip flexion"},
    "upper_body": {"elbow flexion"},
    "plyometric": {"flight"},
    "trunk": {"hip flexion", "hip abduction", "shoulder elevation", "elbow flexion"},
    "mobility": {"hip flexion", "knee flexion", "ankle dorsiflexion", "shoulder elevation"},
}
#: What a title may call the moving of a joint.
CALLED = {
    "ankle dorsiflexion": r"heels?|ankles?|toes|both feet|knee glides|calf",
    "sole": r"sole|foot turns",
    "arch": r"arch",
    "toes": r"toes?",
    "knee flexion": r"knees?|legs?|sit|squat|stand|lunge|slides down|hips sink|step up|leans? forward",
    "hip flexion": r"hips?|thighs?|knees?|legs?|pelvis|body|trunk|hinge|bridge|free foot|one foot lifts|steps?|walk",
    "hip abduction": r"hips?|legs?|knees?|steps?|pelvis",
    "shoulder elevation": r"arms?|hands?|chest|ribs|body",
    "elbow flexion": r"elbows?|arms?|hands?|chest",
    "flight": r"jumps?|hops?|bounds?|bounces?|skip|rebound|float|step off",
}
#: A landing that leaves no floor, and what it does.
GROUNDED = {"snap-down": "drop"}
ONE_SIDED = (
    r"one(?! (straight|line|step))|other|top|bottom|front|rear|back (leg|foot|toes|knee)|free|opposite|each leg"
    r"|each knee|standing (knee|leg|hip)|a bare foot|side plank|foot to foot|outside|inside|far foot|near foot"
    r"|to the side|bounds?|working|back foot|skip"
)
ONE_LEG = r"(on|of|from) one (leg|foot)"
IN_TURN = r"walk(ing)?|steps?"
#: Degrees; percent of height.
LEAST_MOVE, LEAST_DIFFERENCE = 9, 12
LEAST_FLIGHT, LEAST_ASIDE = 1.0, 20
SOLES = [f"{part}_{side}" for part in ("heel", "ball", "toe") for side in SIDES]


@cache
def rows() -> dict[str, dict[str, str]]:
    with LIBRARY.open(newline="") as file:
        return {row["slug"]: row for row in csv.DictReader(file)}


def equipment_of(slug: str) -> set[str]:
    return set(rows()[slug]["equipment"].split(";"))


def says(motion: BodyMotion, words: str) -> bool:
    return re.search(rf"\b(?:{words})\b", motion.title.lower()) is not None


def drawn(motion: BodyMotion) -> set[str]:
    """Kinds of the things of a motion. The pad of a machine is no weight, and a bar that hangs is drawn by rails."""
    kinds = {prop["kind"] for prop in motion.props}
    if "machine" in kinds:
        kinds.discard("weight")
    return kinds | (equipment_of(motion.slug) & {"fixed_bar"} if "rail" in kinds else set())


@cache
def bodies(slug: str) -> list[Skeleton]:
    """The body at each moment of a motion."""
    return [moment.body for moment in moments_of(motions()[slug], Camera(motions()[slug].view))]


@cache
def angles(slug: str) -> list[dict[str, float]]:
    """Every joint at each moment of a motion; degrees."""
    return [joint_angles(body) for body in bodies(slug)]


def ranges(slug: str) -> dict[str, float]:
    """How far each joint goes in the whole motion, each side by itself; degrees."""
    seen = angles(slug)
    return {joint: max(each[joint] for each in seen) - min(each[joint] for each in seen) for joint in seen[0]}


def moved(motion: BodyMotion) -> set[str]:
    """The joints that move, the parts of a bare foot that do, and ``flight`` where both feet are in the air."""
    far = [joint for joint, much in ranges(motion.slug).items() if much >= LEAST_MOVE]
    found = {joint.removesuffix(" r").removesuffix(" l") for joint in far}
    legs = [pose.get(f"leg_{side}", {}) for pose in motion.poses for side in SIDES]
    for key, name in (("invert", "sole"), ("arch", "arch"), ("big_toe", "toes")):
        values = [leg[key] for leg in legs if key in leg]
        if values and max(values) - min(values) >= LEAST_MOVE:
            found.add(name)
    tops = [prop["at"][1] + prop["size"][1] for prop in motion.props if prop["kind"] in {"box", "step"}]
    for body in bodies(motion.slug):
        lowest = min(body.point(sole)[1] for sole in SOLES)
        if all(abs(lowest - top) > LEAST_FLIGHT for top in (0, *tops)):
            found.add("flight")
    return found


def is_pulled_aside(motion: BodyMotion) -> bool:
    """Whether one hand alone holds a load, or a band is anchored at one side."""
    hands = [prop["hand"] for prop in motion.props if "hand" in prop]
    ends = [end for prop in motion.props for end in prop.get("between", ()) if not isinstance(end, str)]
    return len(hands) == 1 or any(abs(end[2]) > LEAST_ASIDE for end in ends)


def loads_named_wrong(motion: BodyMotion) -> Iterator[str]:
    equipment = equipment_of(motion.slug)
    for name, load in LOADS.items():
        is_drawn = bool(load.kinds & drawn(motion))
        if says(motion, load.words) != is_drawn:
            yield f"{name} is {'drawn and not named' if is_drawn else 'named and not drawn'}"
        if is_drawn and not load.equipment & equipment:
            yield f"{name} is not among {sorted(equipment)}"
    needed = {name: load for name, load in LOADS.items() if load.equipment & equipment}
    if needed and not any(load.kinds & drawn(motion) for load in needed.values()):
        yield f"none of {sorted(needed)} is drawn"


def furniture_named_wrong(motion: BodyMotion) -> Iterator[str]:
    equipment = equipment_of(motion.slug)
    for name, place in FURNITURE.items():
        is_said = says(motion, place.words)
        if is_said and not place.kinds & drawn(motion):
            yield f"{name} is named and not drawn"
        is_needed = bool(place.equipment & equipment) and "smith_machine" not in equipment  # a bar does as well
        if is_needed and not is_said:
            yield f"{name} is needed and not named"


def joints_named_wrong(motion: BodyMotion) -> Iterator[str]:
    row = rows()[motion.slug]
    needed = MOVES[row["pattern"]]
    moving = needed & moved(motion)
    if motion.slug in GROUNDED:
        words = GROUNDED[motion.slug]
    elif not moving and row["default_tempo"] == "hold":
        words = "hold|stays?"
    elif not moving:
        yield f"of {sorted(needed)} none moves, only {sorted(moved(motion))}"
        return
    else:
        words = "|".join(CALLED[joint] for joint in sorted(moving))
    if not says(motion, words):
        yield f"{sorted(moving)} is not named"


def sides_named_wrong(motion: BodyMotion) -> Iterator[str]:
    much = ranges(motion.slug)
    pairs = [(joint, f"{joint[:-1]}l") for joint in much if joint.endswith(" r")]
    if rows()[motion.slug]["laterality"] == "unilateral":
        apart = max(abs(body[right] - body[left]) for body in angles(motion.slug) for right, left in pairs)
        is_close = bool(motion.order) and "body" not in motion.order
        if apart < LEAST_DIFFERENCE and not is_pulled_aside(motion) and not is_close:
            yield "both sides do the same"
        if not says(motion, ONE_SIDED):
            yield "no side is named"
        return
    legs = [(right, left) for right, left in pairs if right.startswith(("hip", "knee", "ankle"))]
    is_even = all(abs(much[right] - much[left]) < LEAST_DIFFERENCE for right, left in legs)
    if not is_even and not says(motion, IN_TURN):
        yield "one leg does more"
    if says(motion, ONE_LEG):
        yield "one leg is named, and both do the same"


@pytest.mark.parametrize(
    "named_wrong", [loads_named_wrong, furniture_named_wrong, joints_named_wrong, sides_named_wrong]
)
def test_what_a_figure_is_called_is_what_it_does(named_wrong):
    found = [f"{slug}: {wrong}: {motion.title}" for slug, motion in motions().items() for wrong in named_wrong(motion)]
    assert found == []


def test_a_title_that_says_something_else_is_found():
    squat = motions()["goblet-squat"]
    other = replace(squat, title="On one leg with a band: the arms swing.")
    assert list(loads_named_wrong(other)) == ["weight is drawn and not named", "band is named and not drawn"]
    assert list(joints_named_wrong(replace(other, title="The arms swing."))) == ["['knee flexion'] is not named"]
    assert list(sides_named_wrong(other)) == ["one leg is named, and both do the same"]
    assert list(furniture_named_wrong(replace(other, title="On a bench."))) == ["bench is named and not drawn"]
