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
    used = {program: _exercises_of(program) for program in programs}
    names = _equipment_of(set().union(*used.values()))
    return [_preview(program, exercises, names) for program, exercises in used.items()]


def _exercises_of(program: Program) -> set[int]:
    """The keys of every exercise of a program."""
    exercises: set[int] = set()
    for workout in program.workouts.all():
        exercises.update(row.exercise_id for row in workout.prescriptions.all())
    return exercises


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
    equipment: set[str] = set()
    for exercise in exercises:
        equipment |= names.get(exercise, set())
    return Preview(
        program=program,
        weeks=len(plan.weeks),
        sessions_a_week=sum(not column.workout.is_optional for column in plan.workouts),
        minutes=_usual_minutes(sessions),
        equipment=sorted(equipment),
        patterns=[(str(Pattern(pattern).label), _always(pattern, sessions)) for pattern in REQUIRED_PATTERNS],
        has_plyometrics=any(planned.contacts for planned in sessions),
    )


def _usual_minutes(sessions: list[Planned]) -> tuple[int, int]:
    """Of the shortest and the longest session of ordinary weeks; of all where no week is an ordinary one."""
    ordinary = [planned for planned in sessions if not planned.is_lighter]
    minutes = [round(planned.minutes) for planned in ordinary or sessions]
    if not minutes:
        return 0, 0
    return min(minutes), max(minutes)


def _always(pattern: str, sessions: list[Planned]) -> bool:
    if not sessions:
        return False
    return all(pattern not in planned.missing_patterns for planned in sessions)
