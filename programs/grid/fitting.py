"""Exercises that would fill a gap: pattern, level, what the athlete has, nothing to be careful with."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Abs

from programs.rules.prescription.coverage import FORCE_PATTERNS

from ..models import Caution, Exercise
from ..models.library import EquipmentGroup, LoadType
from ..models.plan import EntryLevel
from .shape import Grid

OFFERED = 3
#: The level that fits who a program is for: entry or irritable 1, beginner 2, intermediate 3.
LEVELS = {EntryLevel.REHAB: 1, EntryLevel.BEGINNER: 2, EntryLevel.INTERMEDIATE: 3}
_items = Exercise.equipment.through.objects.filter(exercise_id=OuterRef("pk"))


def fitting_exercises(
    patterns: Collection[str], grid: Grid, equipment: Collection[str] | None, conditions: Collection[str]
) -> dict[str, list[Exercise]]:
    """Three published exercises for each of the patterns, the nearest level first. One query for each pattern."""
    fits = _fitting(grid, equipment, conditions)
    return {pattern: list(fits.filter(pattern=pattern)[:OFFERED]) for pattern in patterns}


def force_exercises(grid: Grid, equipment: Collection[str] | None, conditions: Collection[str]) -> list[Exercise]:
    """Three exercises that can be loaded heavily enough for running economy (clinical.md 1.2)."""
    fits = _fitting(grid, equipment, conditions).filter(pattern__in=FORCE_PATTERNS, measure="reps")
    loads = [load for load in LoadType if load.is_external]
    return list(fits.filter(qualities__startswith="force", load_type__in=loads)[:OFFERED])


def _fitting(grid: Grid, equipment: Collection[str] | None, conditions: Collection[str]) -> QuerySet[Exercise]:
    present = [row.exercise.pk for row in grid.rows if row.exercise]
    level = LEVELS[EntryLevel(grid.program.entry_level)]
    fits: QuerySet[Exercise] = Exercise.objects.offered().filter(level__lte=level + 1).exclude(pk__in=present)
    if equipment is not None:
        fits = _with_equipment(fits, equipment)
    if conditions:
        fits = fits.exclude(Exists(Caution.objects.filter(exercise=OuterRef("pk"), condition__in=conditions)))
    return fits.order_by(Abs(F("level") - level), "name")


def _with_equipment(exercises: QuerySet[Exercise], owned: Collection[str]) -> QuerySet[Exercise]:
    """Those that need nothing else: all items without a group, and one item of each group (clinical.md 8)."""
    mine = Q(equipment__slug__in=owned)
    exercises = exercises.exclude(Exists(_items.filter(~mine, equipment__group="")))
    for group in EquipmentGroup.values:
        needed = Exists(_items.filter(equipment__group=group))
        has_one = Exists(_items.filter(mine, equipment__group=group))
        exercises = exercises.exclude(needed & ~has_one)
    return exercises
