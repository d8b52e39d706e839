"""A plan of exercises stored: equipment, exercises, and what links them; a few statements for any number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programs.imports.auditing import create_all, log_created, log_links, overwrite, update_all
from programs.imports.plans import BATCH
from programs.models import Equipment, Exercise
from programs.models.library import EquipmentGroup

from .exercise_plans import ExercisePlan, PlannedExercise

GROUPS = {
    EquipmentGroup.LOAD: ("dumbbell", "kettlebell", "backpack", "barbell", "trap_bar"),
    EquipmentGroup.SLIDE: ("slider", "towel"),
    EquipmentGroup.RESIST: ("band", "cable", "mini_band", "ankle_weight"),
    EquipmentGroup.MACHINE: ("calf_machine", "smith_machine"),
}


def store_plan(plan: ExercisePlan, *, by: Any) -> None:
    """Store what the plan says: equipment, exercises, then what links them."""
    equipment = _add_equipment(plan)
    keys: dict[str, int | None] = {slug: exercise.pk for slug, exercise in plan.library.exercises.items()}
    waiting, new, changed = [], [], []
    for planned in plan.planned:
        if not _link(planned, keys):
            waiting.append(planned)
        if planned.former is None:
            new.append(planned.exercise)
        else:
            changed.append((planned.former, planned.exercise))
    create_all(new)
    for planned in plan.planned:
        keys[planned.slug] = planned.exercise.pk
    for planned in waiting:
        _link(planned, keys)
    update_all(changed, by=by)
    overwrite([planned.exercise for planned in waiting if planned.former is None])
    log_created(new, by=by)
    _store_needs(plan, equipment, by)


def _link(planned: PlannedExercise, keys: Mapping[str, int | None]) -> bool:
    """Set the keys of the neighbors; False while one of them is not stored."""
    is_complete = True
    for link, slug in planned.links.items():
        key = keys.get(slug) if slug else None
        setattr(planned.exercise, f"{link}_id", key)
        is_complete = is_complete and (key is not None or not slug)
    return is_complete


def _add_equipment(plan: ExercisePlan) -> dict[str, Equipment]:
    """The equipment by slug, with what the plan names and nobody knew."""
    named = set[str]()
    for planned in plan.planned:
        named.update(planned.needs or [])
    known = dict(plan.library.equipment)
    new = []
    for slug in sorted(named - known.keys()):
        new.append(Equipment(slug=slug, name=slug.replace("_", " ").capitalize(), group=_group_of(slug)))
    for item in Equipment.objects.bulk_create(new):
        known[item.slug] = item
    return known


def _group_of(slug: str) -> str:
    for group, members in GROUPS.items():
        if slug in members:
            return group
    return ""


def _store_needs(plan: ExercisePlan, equipment: Mapping[str, Equipment], by: Any) -> None:
    """Link and unlink equipment, with what was done in the change log."""
    link = Exercise.equipment.through
    links, log, unlinked = [], [], []
    for planned in plan.planned:
        exercise, had = planned.exercise, plan.library.needs.get(planned.exercise.pk, [])
        needs = had if planned.needs is None else planned.needs
        gone, new = _without(had, needs), _without(needs, had)
        if gone:
            unlinked.append(exercise.pk)
            new = needs
        links += [link(exercise_id=exercise.pk, equipment_id=equipment[slug].pk) for slug in new]
        for operation, slugs in (("delete", gone), ("add", _without(needs, had))):
            if slugs:
                log.append((exercise, "equipment", operation, [equipment[slug].name for slug in slugs]))
    for start in range(0, len(unlinked), BATCH):
        link.objects.filter(exercise_id__in=unlinked[start : start + BATCH]).delete()
    link.objects.bulk_create(links, batch_size=BATCH * 2)
    log_links(log, by=by)


def _without(slugs: list[str], others: list[str]) -> list[str]:
    return [slug for slug in slugs if slug not in others]
