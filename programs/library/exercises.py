"""import_library: the exercise library and its cautions from two CSV files."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO

from django.db import transaction

from programs.models import Caution, Equipment, Exercise, Quality
from programs.models.library import EquipmentGroup

from .importing import ImportRefusedError, ImportResult, RowError, check, save_if_changed

COLUMNS = [
    "slug",
    "name",
    "pattern",
    "qualities",
    "laterality",
    "equipment",
    "level",
    "default_sets",
    "default_reps_or_seconds",
    "default_tempo",
    "default_rest_s",
    "regression_slug",
    "progression_slug",
    "contacts_per_rep",
    "setup_cue",
    "execution_cue",
    "common_fault",
    "short_cue",
    "load_type",
    "load_step_kg",
    "measure",
]
CAUTION_COLUMNS = ["condition", "slug", "swap_slug", "reason"]

#: Model fields whose column has another name in the file.
FILE_NAMES = {
    "default_amount": "default_reps_or_seconds",
    "default_rest_seconds": "default_rest_s",
    "easier": "regression_slug",
    "harder": "progression_slug",
}
AS_TEXT = [
    "slug",
    "name",
    "pattern",
    "qualities",
    "laterality",
    "setup_cue",
    "execution_cue",
    "common_fault",
    "short_cue",
    "load_type",
    "measure",
]
GROUPS = {
    EquipmentGroup.LOAD: ("dumbbell", "kettlebell", "backpack", "barbell", "trap_bar"),
    EquipmentGroup.SLIDE: ("slider", "towel"),
    EquipmentGroup.RESIST: ("band", "cable", "mini_band", "ankle_weight"),
    EquipmentGroup.MACHINE: ("calf_machine", "smith_machine"),
}

Row = dict[str, str]


@transaction.atomic
def import_library(*, exercises: str, cautions: str) -> ImportResult:
    """Load the library from the text of two CSV files, idempotent by slug, all or nothing.

    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    result = import_exercises(exercises)
    return result + _import_cautions(cautions, {exercise.slug: exercise for exercise in Exercise.objects.all()})


@transaction.atomic
def import_exercises(text: str) -> ImportResult:
    """Load exercises from the text of one CSV file, idempotent by slug, all or nothing.

    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    errors: list[RowError] = []
    known = {exercise.slug: exercise for exercise in Exercise.objects.all()}
    rows = list(_rows(text, COLUMNS, errors))
    parsed = [(number, row, _values(number, row, errors)) for number, row in rows]
    _check_duplicates([(number, row["slug"]) for number, row in rows], errors)
    slugs = known.keys() | {row["slug"] for _number, row in rows}
    _check_slugs(rows, slugs, ("regression_slug", "progression_slug"), errors)
    if errors:
        raise ImportRefusedError(errors)
    is_new = {str(values["slug"]) for _number, _row, values in parsed} - known.keys()
    written = set()
    for _number, _row, values in parsed:
        exercise = known.setdefault(str(values["slug"]), Exercise())
        if not save_if_changed(exercise, values).unchanged:
            written.add(exercise.slug)
    written |= _link(rows, known)
    changed = written - is_new
    return ImportResult(len(is_new), len(changed), len(parsed) - len(is_new) - len(changed))


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
    return [
        Difference(row["slug"], row["slug"] not in before, changes)
        for row in after
        if (changes := _changes(before.get(row["slug"], {}), row))
    ]


def _changes(before: Row, after: Row) -> list[tuple[str, str, str]]:
    return [
        (column, before.get(column, ""), value) for column, value in after.items() if before.get(column, "") != value
    ]


def _rows(text: str, columns: list[str], errors: list[RowError]) -> Iterator[tuple[int, Row]]:
    """The rows with their numbers as a spreadsheet counts them; blank lines count and are passed over."""
    try:
        lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error as error:
        errors.append(RowError(1, "row", f"this is not a CSV file: {error}"))
        return
    header = lines[0] if lines else []
    lacking = [column for column in columns if column not in header]
    errors.extend(RowError(1, column, "this column is missing") for column in lacking)
    if lacking:
        return
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            errors.append(RowError(number, "row", "this row has too many or too few columns"))
        else:
            yield number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def _values(number: int, row: Row, errors: list[RowError]) -> dict[str, object]:
    """The model's values of one row; what cannot be read is added to errors."""

    def whole(column: str, text: str) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        errors.append(RowError(number, column, f"“{text}” is not a whole number"))
        return None

    amount = row["default_reps_or_seconds"]
    if (row["measure"] == "seconds") != amount.endswith("s"):
        errors.append(
            RowError(number, "default_reps_or_seconds", f"“{amount}” does not fit measure “{row['measure']}”")
        )
    values: dict[str, object] = {field: row[field] for field in AS_TEXT}
    values |= {
        "level": whole("level", row["level"]),
        "default_sets": whole("default_sets", row["default_sets"]),
        "default_amount": whole("default_reps_or_seconds", amount.removesuffix("s")),
        "default_tempo": row["default_tempo"],
        "default_rest_seconds": whole("default_rest_s", row["default_rest_s"]),
        "contacts_per_rep": whole("contacts_per_rep", row["contacts_per_rep"]),
        "load_step_kg": _decimal(number, row["load_step_kg"], errors),
    }
    errors.extend(
        RowError(number, "equipment", f"“{kind}” is not an equipment; write names like mini_band, or none")
        for kind in row["equipment"].split(";")
        if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", kind)
    )
    errors.extend(
        RowError(number, "qualities", f"“{quality}” is not one of {', '.join(Quality.values)}")
        for quality in row["qualities"].split(";")
        if quality not in Quality.values
    )
    told = {error.column for error in errors if error.row == number}
    errors.extend(error for error in check(Exercise(**values), number, FILE_NAMES) if error.column not in told)
    return values


def _decimal(number: int, text: str, errors: list[RowError]) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        errors.append(RowError(number, "load_step_kg", f"“{text}” is not a number"))
        return None


def _check_duplicates(keys: list[tuple[int, str]], errors: list[RowError]) -> None:
    seen: dict[str, int] = {}
    for number, key in keys:
        if key in seen:
            errors.append(RowError(number, "slug", f"“{key}” stands in row {seen[key]} already"))
        seen.setdefault(key, number)


def _check_slugs(
    rows: list[tuple[int, Row]], slugs: Collection[str], columns: tuple[str, ...], errors: list[RowError]
) -> None:
    """Every slug in these columns names an exercise, and another one than the row's own."""
    for number, row in rows:
        for column in columns:
            if row[column] and row[column] not in slugs:
                errors.append(RowError(number, column, f"there is no exercise “{row[column]}”"))
            elif row[column] == row["slug"] and column != "slug":
                errors.append(RowError(number, column, "an exercise cannot stand in for itself"))


def _link(rows: list[tuple[int, Row]], known: dict[str, Exercise]) -> set[str]:
    """Neighbors and equipment, once every exercise is stored; returns the slugs that changed."""
    kinds = _equipment({slug for _number, row in rows for slug in _split(row["equipment"])})
    had: dict[int, set[int]] = {}
    for exercise_id, equipment_id in Exercise.equipment.through.objects.values_list("exercise_id", "equipment_id"):
        had.setdefault(exercise_id, set()).add(equipment_id)
    changed = set()
    for _number, row in rows:
        exercise = known[row["slug"]]
        neighbors = {
            "easier_id": known[row["regression_slug"]].pk if row["regression_slug"] else None,
            "harder_id": known[row["progression_slug"]].pk if row["progression_slug"] else None,
        }
        needed = {kinds[slug].pk for slug in _split(row["equipment"])}
        if needed != had.get(exercise.pk, set()):
            exercise.equipment.set(needed)
            changed.add(exercise.slug)
        if not save_if_changed(exercise, neighbors).unchanged:
            changed.add(exercise.slug)
    return changed


def _split(equipment: str) -> list[str]:
    return [slug for slug in equipment.split(";") if slug not in ("", "none")]


def _equipment(slugs: set[str]) -> dict[str, Equipment]:
    group_of = {slug: group for group, members in GROUPS.items() for slug in members}
    known = {equipment.slug: equipment for equipment in Equipment.objects.all()}
    for slug in sorted(slugs - known.keys()):
        name = slug.replace("_", " ").capitalize()
        known[slug] = Equipment.objects.create(slug=slug, name=name, group=group_of.get(slug, ""))
    return known


def _import_cautions(text: str, exercises: dict[str, Exercise]) -> ImportResult:
    errors: list[RowError] = []
    known = {(caution.condition, caution.exercise_id): caution for caution in Caution.objects.all()}
    rows = list(_rows(text, CAUTION_COLUMNS, errors))
    _check_slugs(rows, exercises.keys(), ("slug", "swap_slug"), errors)
    _check_duplicates([(number, f"{row['condition']}, {row['slug']}") for number, row in rows], errors)
    if errors:
        raise ImportRefusedError(errors)
    result = ImportResult()
    for number, row in rows:
        exercise = exercises[row["slug"]]
        values = {"condition": row["condition"], "exercise_id": exercise.pk, "reason": row["reason"]}
        values["swap_id"] = exercises[row["swap_slug"]].pk if row["swap_slug"] else None
        errors.extend(check(Caution(**values), number, {}))
        if not errors:
            result += save_if_changed(known.get((row["condition"], exercise.pk), Caution()), values)
    if errors:
        raise ImportRefusedError(errors)
    return result


def export_library() -> list[Row]:
    """Every exercise as a row of the same file, in the order of import; values compare as text."""
    exercises = Exercise.objects.select_related("easier", "harder").prefetch_related("equipment").order_by("pk")
    return [_exported(exercise) for exercise in exercises]


def _exported(exercise: Exercise) -> Row:
    row = {field: str(getattr(exercise, field)) for field in AS_TEXT}
    seconds = "s" if exercise.measure == "seconds" else ""
    step = exercise.load_step_kg
    row |= {
        "equipment": ";".join(equipment.slug for equipment in exercise.equipment.all()) or "none",
        "level": str(exercise.level),
        "default_sets": str(exercise.default_sets),
        "default_reps_or_seconds": f"{exercise.default_amount}{seconds}",
        "default_tempo": exercise.default_tempo,
        "default_rest_s": str(exercise.default_rest_seconds),
        "regression_slug": exercise.easier.slug if exercise.easier else "",
        "progression_slug": exercise.harder.slug if exercise.harder else "",
        "contacts_per_rep": str(exercise.contacts_per_rep or ""),
        "load_step_kg": "" if step is None else f"{step.normalize():f}",
    }
    return {column: row[column] for column in COLUMNS}
