"""The cautions of the library from a CSV file: which exercise to think twice about with which condition."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from programs.imports.refusals import ImportRefusedError, RowError
from programs.models import Caution, Exercise

from .csv_rows import check_duplicates, check_slugs, read_rows
from .importing import ImportResult, check, save_if_changed

COLUMNS = ["condition", "slug", "swap_slug", "reason"]


@transaction.atomic
def import_cautions(text: str, exercises: Mapping[str, Exercise]) -> ImportResult:
    """Load cautions from the text of one CSV file, idempotent by condition and exercise, all or nothing.

    exercises -- the whole library by slug
    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    errors: list[RowError] = []
    known = {(caution.condition, caution.exercise_id): caution for caution in Caution.objects.all()}
    rows = list(read_rows(text, COLUMNS, errors))
    check_slugs(rows, exercises.keys(), ("slug", "swap_slug"), errors)
    check_duplicates(rows, [f"{row['condition']}, {row['slug']}" for _number, row in rows], errors)
    if errors:
        raise ImportRefusedError(errors)
    result = ImportResult()
    for number, row in rows:
        exercise = exercises[row["slug"]]
        values = {"condition": row["condition"], "exercise_id": exercise.pk, "reason": row["reason"], "swap_id": None}
        if row["swap_slug"]:
            values["swap_id"] = exercises[row["swap_slug"]].pk
        errors += check(Caution(**values), number, {})
        if not errors:
            result += save_if_changed(known.get((row["condition"], exercise.pk), Caution()), values)
    if errors:
        raise ImportRefusedError(errors)
    return result
