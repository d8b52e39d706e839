"""The numbers of a document as fields of a form: what each is called, its bounds, and what was typed for it.

A field is named by its way in the document (``poses.1.leg_r.knee``), and only a number that the document has can be
changed: what is typed puts nothing new into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .documents import Document

LONGEST_TITLE = 400
EASES = (
    ("io", gettext_lazy("slow at both ends")),
    ("in", gettext_lazy("slow at first")),
    ("out", gettext_lazy("slow at last")),
    ("lin", gettext_lazy("even")),
)
MUSCLES = (
    ("quad_r", gettext_lazy("front of the right thigh")),
    ("quad_l", gettext_lazy("front of the left thigh")),
    ("hams_r", gettext_lazy("back of the right thigh")),
    ("hams_l", gettext_lazy("back of the left thigh")),
    ("calf_r", gettext_lazy("right calf")),
    ("calf_l", gettext_lazy("left calf")),
    ("glute", gettext_lazy("buttock")),
)
PARTS = MappingProxyType(
    {
        "pelvis": gettext_lazy("Pelvis"),
        "trunk": gettext_lazy("Trunk"),
        "head": gettext_lazy("Head"),
        "leg_r": gettext_lazy("Right leg"),
        "leg_l": gettext_lazy("Left leg"),
        "arm_r": gettext_lazy("Right arm"),
        "arm_l": gettext_lazy("Left arm"),
    }
)
TEMPO_WORDS = MappingProxyType(
    {
        "lower": gettext_lazy("lowering"),
        "low": gettext_lazy("pause below"),
        "lift": gettext_lazy("lift"),
        "high": gettext_lazy("pause above"),
    }
)

#: The three numbers of a place, of a direction and of a ball joint.
_PLACE = (gettext_lazy("ahead"), gettext_lazy("up"), gettext_lazy("to the right"))
_BALL = (gettext_lazy("flexion"), gettext_lazy("abduction"), gettext_lazy("turned out"))
_SIZE = (gettext_lazy("long"), gettext_lazy("high"), gettext_lazy("wide"))


@dataclass(frozen=True, slots=True)
class NumberKind:
    """What a number is called, its bounds, and the step of its slider. axes -- of a key that holds several"""

    words: Any
    least: float
    most: float
    step: float = 1
    axes: tuple[Any, ...] = ()


def _place(words: Any) -> NumberKind:
    return NumberKind(words, -110, 130, 0.5, _PLACE)


KINDS: MappingProxyType[str, NumberKind] = MappingProxyType(
    {
        "at": _place(gettext_lazy("Place")),
        "off": _place(gettext_lazy("Away from it")),
        "foot": _place(gettext_lazy("Foot planted")),
        "pin": _place(gettext_lazy("Ankle rests")),
        "hand": _place(gettext_lazy("Hand holds")),
        "spot": NumberKind(gettext_lazy("Hand rests"), -40, 40, 0.5, _PLACE),
        "pole": NumberKind(gettext_lazy("Points to"), -2, 2, 0.1, _PLACE),
        "size": NumberKind(gettext_lazy("Size"), 0.5, 130, 0.5, _SIZE),
        "legs": NumberKind(gettext_lazy("Its legs"), -80, 80, 0.5, (gettext_lazy("first"), gettext_lazy("second"))),
        "radius": NumberKind(gettext_lazy("Half its width"), 0.5, 40, 0.5),
        "slope": NumberKind(gettext_lazy("Slope"), -60, 60),
        "hip": NumberKind(gettext_lazy("Hip"), -90, 150, 1, _BALL),
        "shoulder": NumberKind(gettext_lazy("Shoulder"), -120, 190, 1, _BALL),
        "knee": NumberKind(gettext_lazy("Knee bend"), -5, 155),
        "ankle": NumberKind(gettext_lazy("Ankle, toes up"), -65, 45),
        "toe": NumberKind(gettext_lazy("Toes bend"), -40, 70),
        "elbow": NumberKind(gettext_lazy("Elbow bend"), -5, 155),
        "pitch": NumberKind(gettext_lazy("Lean ahead, or heel up"), -180, 180),
        "roll": NumberKind(gettext_lazy("Roll to the right"), -180, 180),
        "yaw": NumberKind(gettext_lazy("Turn right"), -180, 180),
        "flex": NumberKind(gettext_lazy("Bend ahead"), -60, 90),
        "round": NumberKind(gettext_lazy("Upper back rounds"), -40, 60),
        "invert": NumberKind(gettext_lazy("Sole turns in"), -40, 50),
        "arch": NumberKind(gettext_lazy("Arch of a bare foot"), -10, 40),
        "big_toe": NumberKind(gettext_lazy("Big toe up"), -50, 70),
        "small_toes": NumberKind(gettext_lazy("Small toes up"), -50, 70),
        "drop": NumberKind(gettext_lazy("Rope below the hands"), 20, 90),
        "angles": NumberKind(gettext_lazy("Rope turned, at the end of way"), 0, 1440),
        "nod": NumberKind(gettext_lazy("Nod"), -60, 60),
        "side": NumberKind(gettext_lazy("Bend right"), -60, 60),
        "turn": NumberKind(gettext_lazy("Turn"), -180, 180),
        "knee_out": NumberKind(gettext_lazy("Knee points out"), -90, 90),
        "lean": NumberKind(gettext_lazy("Shank leans ahead"), -60, 80),
        "sway": NumberKind(gettext_lazy("Sway"), -40, 40),
        "azimuth": NumberKind(gettext_lazy("From: 0 side, 90 front"), -180, 180),
        "tilt": NumberKind(gettext_lazy("From above"), -10, 80),
        "zoom": NumberKind(gettext_lazy("Zoom"), 0.5, 7, 0.05),
        "shift": NumberKind(gettext_lazy("Moved"), -100, 100, 1, (gettext_lazy("to the right"), gettext_lazy("down"))),
        "loose": NumberKind(gettext_lazy("Rounder moves"), 1, 5, 0.1),
        "s": NumberKind(gettext_lazy("Seconds"), 0.1, 20, 0.1),
    }
)
#: A number that a later motion brings, and that has no words here yet.
OTHER = (-180, 180)
#: What a view is where a motion says nothing of it.
PLAIN_VIEW = MappingProxyType({"azimuth": 0, "tilt": 0, "zoom": 1, "shift": [0, 0]})


@dataclass(frozen=True, slots=True)
class NumberField:
    """One number. name -- its way in the document; typed -- as it was typed, where it was refused"""

    name: str
    label: str
    least: float
    most: float
    step: float
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The numbers of one part of a pose, or of one thing. part -- what a finding names it by"""

    words: str
    fields: list[NumberField]
    part: str = ""


@dataclass(frozen=True, slots=True)
class PoseFields:
    number: int
    groups: list[FieldGroup]

    @property
    def index(self) -> int:
        return self.number - 1


@dataclass(frozen=True, slots=True)
class PhaseFields:
    """The way to a pose. seconds -- its field; none where the tempo of the exercise gives them"""

    number: int
    to: int
    ease: str
    part: str
    seconds: NumberField | None


@dataclass(slots=True)
class Typed:
    """What came of a form: the document with what was typed, and what was refused, by field."""

    document: Document
    errors: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


# -- from the document to fields ----------------------------------------------------------------------


def with_plain_view(document: Document) -> Document:
    """The document with every number of its view, so that each has a field."""
    return {**document, "view": {**PLAIN_VIEW, **document.get("view", {})}}


def pose_fields(typed: Typed) -> list[PoseFields]:
    poses = []
    for index, pose in enumerate(typed.document["poses"]):
        groups = []
        for part, words in PARTS.items():
            found = list(_fields_of(typed, f"poses.{index}.{part}", pose.get(part, {})))
            if found:
                groups.append(FieldGroup(str(words), found, part))
        poses.append(PoseFields(index + 1, groups))
    return poses


def prop_groups(typed: Typed) -> list[FieldGroup]:
    groups = []
    for index, prop in enumerate(typed.document.get("props", [])):
        found = list(_fields_of(typed, f"props.{index}", prop))
        words = str(prop.get("kind", "")).replace("_", " ").capitalize()
        groups.append(FieldGroup(words, found))
    return [group for group in groups if group.fields]


def view_group(typed: Typed) -> FieldGroup:
    return FieldGroup(_("View"), list(_fields_of(typed, "view", typed.document["view"])))


def phase_fields(typed: Typed) -> list[PhaseFields]:
    phases = []
    for index, phase in enumerate(typed.document["phases"]):
        part = phase.get("part", "")
        seconds = None if part else next(_fields_of(typed, f"phases.{index}", {"s": phase.get("s", 1)}))
        words = str(TEMPO_WORDS.get(part, part))
        phases.append(PhaseFields(index + 1, phase["to"] + 1, phase.get("ease", "io"), words, seconds))
    return phases


def _fields_of(typed: Typed, way: str, numbers: Mapping[str, Any]) -> Iterator[NumberField]:
    for key, value in numbers.items():
        kind = KINDS.get(key) or NumberKind(key.replace("_", " ").capitalize(), *OTHER)
        if _is_number(value):
            yield _field(typed, f"{way}.{key}", kind, str(kind.words), value)
        elif isinstance(value, list) and all(_is_number(number) for number in value):
            for place, number in enumerate(value):
                axis = kind.axes[place] if place < len(kind.axes) else place + 1
                yield _field(typed, f"{way}.{key}.{place}", kind, f"{kind.words}, {axis}", number)


def _field(typed: Typed, name: str, kind: NumberKind, label: str, value: float) -> NumberField:
    least, most = _bounds(kind, value)
    shown = typed.refused.get(name, f"{value:g}")
    return NumberField(name, label, least, most, kind.step, shown, typed.errors.get(name, ""))


def _bounds(kind: NumberKind, value: float) -> tuple[float, float]:
    """The bounds of its kind, wider where the motion as we drew it goes beyond them."""
    return min(kind.least, value), max(kind.most, value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# -- from what was typed to a document -----------------------------------------------------------------


def read_typed(document: Document, given: Mapping[str, str], muscles: list[str] | None = None) -> Typed:
    """The document with what was typed in place of its numbers. muscles -- those ticked; none where it asks not"""
    typed = Typed(deepcopy(with_plain_view(document)))
    for name, number in list(_numbers(typed.document)):
        if name in given:
            _take_number(typed, name, number, given[name])
    _take_words(typed, given)
    if muscles is not None:
        typed.document["muscles"] = [name for name, _words in MUSCLES if name in muscles]
    return typed


def _numbers(document: Document) -> Iterator[tuple[str, float]]:
    """The way to every number that has a field, and the number."""
    bare = Typed(document)
    groups = [view_group(bare), *prop_groups(bare)]
    for pose in pose_fields(bare):
        groups += pose.groups
    for group in groups:
        for each in group.fields:
            yield each.name, float(each.value)
    for phase in phase_fields(bare):
        if phase.seconds:
            yield phase.seconds.name, float(phase.seconds.value)


def _take_number(typed: Typed, name: str, number: float, text: str) -> None:
    key = next(part for part in reversed(name.split(".")) if not part.isdecimal())
    kind = KINDS.get(key) or NumberKind("", *OTHER)
    least, most = _bounds(kind, number)
    given = _read_number(text)
    if given is None:
        typed.refused[name], typed.errors[name] = text[:20], _("Write a number.")
    elif not least <= given <= most:
        typed.refused[name] = text[:20]
        typed.errors[name] = _("From {least} to {most}.").format(least=f"{least:g}", most=f"{most:g}")
    elif given != number:
        _put(typed.document, name.split("."), given)


def _read_number(text: str) -> float | None:
    try:
        given = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return round(given, 2) if isfinite(given) else None


def _put(document: Any, way: list[str], number: float) -> None:
    inside = document
    for step in way[:-1]:
        inside = inside[int(step)] if isinstance(inside, list) else inside[step]
    last = int(way[-1]) if isinstance(inside, list) else way[-1]
    inside[last] = int(number) if number == int(number) else number


def _take_words(typed: Typed, given: Mapping[str, str]) -> None:
    document = typed.document
    if "title" in given:
        title = " ".join(given["title"].replace("\x00", "").split())
        if not title or len(title) > LONGEST_TITLE:
            typed.errors["title"] = _("Say what moves, in 1 to {most} letters.").format(most=LONGEST_TITLE)
            typed.refused["title"] = title
        else:
            document["title"] = title
    for key in ("show", "ghost"):
        asked = given.get(key, "")
        if asked.isascii() and asked.isdecimal() and int(asked) < len(document["poses"]):
            document[key] = int(asked)
    for index, phase in enumerate(document["phases"]):
        ease = given.get(f"phases.{index}.ease")
        if ease in dict(EASES):
            phase["ease"] = ease
