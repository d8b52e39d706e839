"""What is drawn of a document, and what is wrong with it, said beside the part that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.figures.checks import findings
from programs.figures.drawing import Drawing
from programs.figures.motions import BodyMotion, MotionError

from .documents import Document, motion_of


@dataclass(frozen=True, slots=True)
class PartFinding:
    """pose -- its number from 1, 0 for the whole motion; part -- a limb, empty where no single one is meant"""

    pose: int
    part: str
    words: str


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """poses -- each key pose alone; findings -- why it may not be shown yet"""

    moving: str
    still: str
    poses: list[str]
    findings: list[PartFinding]


def draw(document: Document, *, slug: str, tempo: str) -> DrawnFigure:
    """All pictures of a document. Raises MotionError where nothing can be drawn."""
    motion = motion_of(document, slug, tempo)
    try:
        drawing = Drawing(motion)
        poses = [drawing.pose(index) for index in range(len(motion.poses))]
        found = [part_finding(motion, finding) for finding in findings(drawing)]
        return DrawnFigure(drawing.moving(), drawing.still(), poses, found)
    except (KeyError, ValueError, TypeError, ZeroDivisionError, IndexError) as error:
        raise MotionError(_("These numbers give no picture. Take back the last change.")) from error


# -- the words of a finding ------------------------------------------------------------------------

_AT = re.compile(r"(pose|phase) (\d+), (.*)")
_SIDE = re.compile(r"(?:\b|_)([rl])\b")
_LEG = re.compile(r"hip|knee|ankle|ball|heel|toe|foot")
_ARM = re.compile(r"elbow|shoulder|hand")
#: The words of the engine that a clinic says otherwise, in the order in which they are put in.
_SAID = (
    (re.compile(r"\b(\w+)[ _]r\b"), r"right \1"),
    (re.compile(r"\b(\w+)[ _]l\b"), r"left \1"),
    (re.compile(r"right (knee|hip|ankle|elbow|shoulder) r\b"), r"right \1"),
    (re.compile(r"% of height"), "% of body height"),
)
_JOINT = re.compile(r"(\w+) (\w+) ([rl]) is")


def part_finding(motion: BodyMotion, finding: str) -> PartFinding:
    """A finding of the engine, which counts poses from 0, as it is said beside the part that it means."""
    text = finding.removeprefix(f"{motion.slug}: ")
    at = _AT.fullmatch(text)
    pose = _pose_of(motion, at)
    said = at[3] if at else text
    words = _in_words(said)
    if at and at[1] == "phase":
        words = _("{words}, on the way to pose {pose}").format(words=words, pose=pose)
    return PartFinding(pose, _part_of(said), words[:1].upper() + words[1:])


def _pose_of(motion: BodyMotion, at: re.Match[str] | None) -> int:
    if at is None:
        return 0
    index = int(at[2])
    return (motion.phases[index].to if at[1] == "phase" else index) + 1


def _part_of(text: str) -> str:
    subject = text.split(" is ")[0].split(" slips ")[0].split(" falls ")[0]
    side = _SIDE.search(subject)
    if side and _LEG.search(subject):
        return f"leg_{side[1]}"
    if side and _ARM.search(subject):
        return f"arm_{side[1]}"
    if "trunk" in subject or "crown" in subject:
        return "trunk"
    return "pelvis" if "mass" in subject or "tailbone" in subject else ""


def _in_words(text: str) -> str:
    words = _JOINT.sub(lambda found: f"{_side_words(found[3])} {found[1]} {found[2]} is", text)
    for pattern, said in _SAID:
        words = pattern.sub(said, words)
    return words


def _side_words(side: str) -> str:
    return "right" if side == "r" else "left"


def findings_of(found: list[PartFinding], pose: int, part: str) -> Iterator[str]:
    """What is said beside one part of one pose, also of what is wrong in every pose."""
    for each in found:
        if each.part == part and each.pose in (0, pose):
            yield each.words
