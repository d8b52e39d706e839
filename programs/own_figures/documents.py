"""One exercise's motion as one document: what a form changes, and what is kept of it.

A file under ``data/motions`` is for several exercises, with what each changes; a document is for one, with everything
spelled out, so that a change of the file changes nothing of what the clinic has drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from programs.figures.motions import BodyMotion, MotionError, Phase, read_motions

Document = dict[str, Any]

#: What a document calls the things that a motion calls otherwise.
CALLED = {"is_slow": "slow", "is_symmetric": "symmetric", "is_shank_first": "shank_first"}
#: What the exercise itself says, and no document; its common fault stays as it was drawn.
OF_THE_EXERCISE = frozenset({"slug", "name", "fault", "is_held"})


def document_of(motion: BodyMotion) -> Document:
    """The motion with all of its numbers, of which nothing is shared with it."""
    document: Document = {}
    for each in fields(motion):
        value = getattr(motion, each.name)
        if each.name not in OF_THE_EXERCISE and value is not None:
            document[CALLED.get(each.name, each.name)] = value
    document["phases"] = [_phase(phase) for phase in motion.phases]
    plain: Document = json.loads(json.dumps(document, default=dict))
    return plain


def _phase(phase: Phase) -> Document:
    written = {"to": phase.to, "s": phase.seconds, "ease": phase.ease}
    if phase.part:
        written["part"] = phase.part
    return written


def motion_of(document: Mapping[str, Any], slug: str, tempo: str) -> BodyMotion:
    """The motion that a document says, at the exercise's tempo. Raises MotionError where it cannot be drawn."""
    written = {**document, "motion": slug, "exercises": {slug: {}}}
    try:
        return next(iter(read_motions(slug, written, {slug: tempo})))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, MotionError):
            raise
        raise MotionError(f"{slug}: {error!r}") from error


# -- the other side ----------------------------------------------------------------------------------

#: Numbers that the other side has with the opposite sign, and places of which the third number is to the right.
OPPOSITE = frozenset({"roll", "yaw", "side", "turn"})
MIDLINE = ("pelvis", "trunk", "head")
PLACES = frozenset({"at", "off", "foot", "pin", "pole", "hand", "spot"})


def mirrored_document(document: Document) -> Document:
    """The same with right and left changed over: the other leg works, seen from where it was seen."""
    result = dict(document)
    result["poses"] = [_mirrored_pose(pose) for pose in document["poses"]]
    for key in ("props", "arrows"):
        result[key] = [_other_side(each) for each in document.get(key, [])]
    for key in ("muscles", "light", "order"):
        if key in document:
            result[key] = [_other_name(name) for name in document[key]]
    if document.get("behind"):
        result["behind"] = {_other_name(limb): phases for limb, phases in document["behind"].items()}
    if "anchor" in document:
        result["anchor"] = _other_side(document["anchor"])
    return result


def _mirrored_pose(pose: Mapping[str, Any]) -> Document:
    result: Document = {}
    for part, numbers in pose.items():
        turned = _other_side(numbers)
        if part in MIDLINE:
            turned |= {key: -value for key, value in numbers.items() if key in OPPOSITE}
        result[_other_name(part)] = turned
    return result


def _other_side(numbers: Mapping[str, Any]) -> Document:
    """Places on the other side of the midline, and names of the other limb."""
    result: Document = {}
    for key, value in numbers.items():
        if key in PLACES or key in {"between", "through"}:
            result[key] = _mirrored_place(value)
        elif isinstance(value, str):
            result[key] = {"r": "l", "l": "r"}.get(value, _other_name(value))
        else:
            result[key] = value
    return result


def _mirrored_place(value: Any) -> Any:
    """A place in space, a point of the skin by name, or several of them."""
    if isinstance(value, str):
        return _other_name(value)
    if not isinstance(value, list):
        return value
    if len(value) == 3 and all(isinstance(number, int | float) for number in value):
        return [value[0], value[1], -value[2]]
    return [_mirrored_place(each) for each in value]


def _other_name(name: str) -> str:
    for end, other in (("_r", "_l"), ("_l", "_r")):
        if name.endswith(end):
            return name[: -len(end)] + other
    return name
