"""A program on a card: how often, how long, with what, covering what. For choosing one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programs.rules.prescription.coverage import REQUIRED_PATTERNS

from .models import Exercise, Pattern, Program
from .outline import Outline, Planned, outline


@dataclass(frozen=True)
class Preview:
    """minutes -- shortest and longest session of an ordinary week; patterns -- (label, whether every session has it)"""

    program: Program
    weeks: int
    sessions_a_week: int
    minutes: tuple[int, int]
    equipment: list[str]
    patterns: list[tuple[str, bool]]
    has_plyometrics: bool


def previews(programs: Iterable[Program]) -> list[Preview]:
    """A card for each program, fetched ``with_plan``; one query more for all their equipment."""
    outlines = list(map(outline, programs))
    used: set[int] = set()
    for plan in outlines:
        used |= plan.exercise_ids
    equipment = _equipment_of(used)
    cards = []
    for plan in outlines:
        cards.append(_preview(plan, equipment))
    return cards


def _equipment_of(exercises: set[int]) -> dict[int, set[str]]:
    """Names of equipment by exercise."""
    pairs = Exercise.equipment.through.objects.filter(exercise_id__in=exercises)
    found: dict[int, set[str]] = {}
    for exercise, name in pairs.values_list("exercise_id", "equipment__name"):
        found.setdefault(exercise, set()).add(name)
    return found


def _preview(plan: Outline, equipment: dict[int, set[str]]) -> Preview:
    sessions: list[Planned] = []
    has_plyometrics = False
    for planned in plan.all_planned():
        if planned.workout.is_optional:
            continue
        sessions.append(planned)
        if planned.contacts:
            has_plyometrics = True
    sessions_a_week = 0
    for column in plan.workouts:
        if not column.workout.is_optional:
            sessions_a_week += 1
    needed: set[str] = set()
    for exercise in plan.exercise_ids:
        needed |= equipment.get(exercise, set())
    return Preview(
        program=plan.program,
        weeks=len(plan.weeks),
        sessions_a_week=sessions_a_week,
        minutes=_usual_minutes(sessions),
        equipment=sorted(needed),
        patterns=_patterns(sessions),
        has_plyometrics=has_plyometrics,
    )


def _usual_minutes(sessions: list[Planned]) -> tuple[int, int]:
    """Of the shortest and the longest session of ordinary weeks; of all where no week is an ordinary one."""
    ordinary: list[int] = []
    lighter: list[int] = []
    for planned in sessions:
        heap = lighter if planned.is_lighter else ordinary
        heap.append(round(planned.minutes))
    minutes = ordinary or lighter or [0]
    return min(minutes), max(minutes)


def _patterns(sessions: list[Planned]) -> list[tuple[str, bool]]:
    """The required patterns in words, and whether every session has them."""
    lacking: set[str] = set()
    for planned in sessions:
        lacking.update(planned.missing_patterns)
    found = []
    for pattern in REQUIRED_PATTERNS:
        is_always_there = bool(sessions) and pattern not in lacking
        found.append((str(Pattern(pattern).label), is_always_there))
    return found
