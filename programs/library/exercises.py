"""The exercises of the library from a CSV file and back into one; with their cautions, the whole library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from programs.models import Equipment, Exercise
from programs.models.library import EquipmentGroup

from .cautions import import_cautions
from .csv_rows import CsvRow, NumberedRow, check_duplicates, check_slugs, read_rows
from .exercise_rows import COLUMNS, ExerciseReader, exported
from .importing import ImportRefusedError, ImportResult, RowError, save_if_changed

GROUPS = {
    EquipmentGroup.LOAD: ("dumbbell", "kettlebell", "backpack", "barbell", "trap_bar"),
    EquipmentGroup.SLIDE: ("slider", "towel"),
    EquipmentGroup.RESIST: ("band", "cable", "mini_band", "ankle_weight"),
    EquipmentGroup.MACHINE: ("calf_machine", "smith_machine"),
}


@transaction.atomic
def import_library(*, exercises: str, cautions: str) -> ImportResult:
    """Load the library from the text of two CSV files, idempotent by slug, all or nothing.

    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    result = import_exercises(exercises)
    return result + import_cautions(cautions, _by_slug())


@transaction.atomic
def import_exercises(text: str) -> ImportResult:
    """Load exercises from the text of one CSV file, idempotent by slug, all or nothing.

    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    errors: list[RowError] = []
    known = _by_slug()
    rows = list(read_rows(text, COLUMNS, errors))
    values, slugs = [], []
    for number, row in rows:
        values.append(ExerciseReader(number, row, errors).values())
        slugs.append(row["slug"])
    check_duplicates(rows, slugs, errors)
    check_slugs(rows, known.keys() | set(slugs), ("regression_slug", "progression_slug"), errors)
    if errors:
        raise ImportRefusedError(errors)
    added, changed = _store(values, known)
    changed |= _link(rows, known) - added
    return ImportResult(len(added), len(changed), len(rows) - len(added) - len(changed))


def _by_slug() -> dict[str, Exercise]:
    return Exercise.objects.in_bulk(field_name="slug")


@dataclass(frozen=True)
class Difference:
    """What an import would do to one exercise. changes -- (column, now, then); of a new one what it would be."""

    slug: str
    is_new: bool
    changes: list[tuple[str, str, str]]


def preview_exercises(text: str) -> list[Difference]:
    """What ``import_exercises`` would do, without doing it. Raises ImportRefusedError as it would."""
    before = {row["slug"]: row for row in export_library()}
    with transaction.atomic():
        import_exercises(text)
        after = export_library()
        transaction.set_rollback(True)
    differences = []
    for row in after:
        slug = row["slug"]
        changes = _changes(before.get(slug, {}), row)
        if changes:
            differences.append(Difference(slug, slug not in before, changes))
    return differences


def _changes(before: CsvRow, after: CsvRow) -> list[tuple[str, str, str]]:
    changes = []
    for column, value in after.items():
        former = before.get(column, "")
        if former != value:
            changes.append((column, former, value))
    return changes


# -- storing ---------------------------------------------------------------------------------


def _store(rows: Iterable[dict[str, object]], known: dict[str, Exercise]) -> tuple[set[str], set[str]]:
    """Write the exercises, which are added to the known ones; the slugs of new and of changed ones."""
    added, changed = set(), set()
    for values in rows:
        slug = str(values["slug"])
        if slug not in known:
            known[slug] = Exercise()
            added.add(slug)
        result = save_if_changed(known[slug], values)
        if result.changed:
            changed.add(slug)
    return added, changed


def _link(rows: Sequence[NumberedRow], known: dict[str, Exercise]) -> set[str]:
    """Neighbors and equipment, once every exercise is stored; returns the slugs that changed."""
    kinds = _equipment(rows)
    had = _equipment_of_exercises()
    changed = set()
    for _number, row in rows:
        exercise = known[row["slug"]]
        needed = {kinds[slug].pk for slug in _split(row["equipment"])}
        if needed != had.get(exercise.pk, set()):
            exercise.equipment.set(needed)
            changed.add(exercise.slug)
        neighbors = {
            "easier_id": _key_of(row["regression_slug"], known),
            "harder_id": _key_of(row["progression_slug"], known),
        }
        if not save_if_changed(exercise, neighbors).unchanged:
            changed.add(exercise.slug)
    return changed


def _key_of(slug: str, known: dict[str, Exercise]) -> int | None:
    return known[slug].pk if slug else None


def _split(equipment: str) -> list[str]:
    return [slug for slug in equipment.split(";") if slug not in ("", "none")]


def _equipment(rows: Iterable[NumberedRow]) -> dict[str, Equipment]:
    """The equipment that the rows name, by slug; what is not known yet is added."""
    named: set[str] = set()
    for _number, row in rows:
        named.update(_split(row["equipment"]))
    known = Equipment.objects.in_bulk(field_name="slug")
    for slug in sorted(named - known.keys()):
        name = slug.replace("_", " ").capitalize()
        known[slug] = Equipment.objects.create(slug=slug, name=name, group=_group_of(slug))
    return known


def _group_of(slug: str) -> str:
    for group, members in GROUPS.items():
        if slug in members:
            return group
    return ""


def _equipment_of_exercises() -> dict[int, set[int]]:
    """Keys of equipment by the key of its exercise."""
    found: dict[int, set[int]] = {}
    for exercise_id, equipment_id in Exercise.equipment.through.objects.values_list("exercise_id", "equipment_id"):
        found.setdefault(exercise_id, set()).add(equipment_id)
    return found


# -- export ----------------------------------------------------------------------------------


def export_library() -> list[CsvRow]:
    """Every exercise as a row of the same file, in the order of import; values compare as text."""
    exercises = Exercise.objects.select_related("easier", "harder").prefetch_related("equipment").order_by("pk")
    return [exported(exercise) for exercise in exercises]
