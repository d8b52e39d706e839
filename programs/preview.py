"""A program on a card: how often, how long, with what, covering what. For choosing one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Exercise, Pattern, Program
from .outline import Planned, outline
from .rules.coverage import REQUIRED_PATTERNS


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
    listed = list(programs)
    used = {each.pk: {row.exercise_id for w in each.workouts.all() for row in w.prescriptions.all()} for each in listed}
    names = _equipment_of(set().union(*used.values()) if used else set())
    return [_preview(program, used[program.pk], names) for program in listed]


def _equipment_of(exercises: set[int]) -> dict[int, set[str]]:
    """Names of equipment by exercise."""
    pairs = Exercise.equipment.through.objects.filter(exercise_id__in=exercises)
    found: dict[int, set[str]] = {}
    for exercise, name in pairs.values_list("exercise_id", "equipment__name"):
        found.setdefault(exercise, set()).add(name)
    return found


def _preview(program: Program, exercises: set[int], names: dict[int, set[str]]) -> Preview:
    plan = outline(program)
    sessions = [planned for planned in plan.all_planned() if not planned.workout.is_optional]
    ordinary = [planned for planned in sessions if not (planned.week.is_deload or planned.week.is_race)] or sessions
    minutes = [round(planned.minutes) for planned in ordinary] or [0]
    return Preview(
        program=program,
        weeks=len(plan.weeks),
        sessions_a_week=sum(not column.workout.is_optional for column in plan.workouts),
        minutes=(min(minutes), max(minutes)),
        equipment=sorted(set().union(*(names.get(exercise, set()) for exercise in exercises))),
        patterns=[(str(Pattern(pattern).label), _always(pattern, sessions)) for pattern in REQUIRED_PATTERNS],
        has_plyometrics=any(planned.contacts for planned in sessions),
    )


def _always(pattern: str, sessions: list[Planned]) -> bool:
    return bool(sessions) and all(pattern not in planned.missing_patterns for planned in sessions)
