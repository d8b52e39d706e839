"""The alternatives of the library from a CSV file: what is done instead of an exercise, and for which reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from programs.imports.refusals import ImportRefusedError, RowError
from programs.models import Exercise, ExerciseAlternative, Status

from .csv_rows import check_duplicates, check_slugs, read_rows
from .importing import ImportResult, check

COLUMNS = ["slug", "reason", "instead_slug"]


@transaction.atomic
def import_alternatives(text: str, exercises: Mapping[str, Exercise]) -> ImportResult:
    """Load alternatives from the text of one CSV file, all or nothing.

    An exercise that has an alternative for that reason keeps it: it is the clinic's own choice, or the same one.
    exercises -- the whole library by slug
    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    errors: list[RowError] = []
    rows = list(read_rows(text, COLUMNS, errors))
    check_slugs(rows, exercises.keys(), ("slug", "instead_slug"), errors)
    check_duplicates(rows, [f"{row['slug']}, {row['reason']}" for _number, row in rows], errors)
    if errors:
        raise ImportRefusedError(errors)
    answered = set(ExerciseAlternative.objects.values_list("exercise_id", "reason"))
    result = ImportResult()
    for number, row in rows:
        exercise, instead = exercises[row["slug"]], exercises[row["instead_slug"]]
        alternative = ExerciseAlternative(exercise=exercise, instead=instead, reason=row["reason"])
        errors += check(alternative, number, {})
        if instead.status != Status.PUBLISHED:
            errors.append(RowError(number, "instead_slug", f"“{instead.slug}” is not offered to anybody"))
        if errors:
            continue
        if (exercise.pk, row["reason"]) in answered:
            result += ImportResult(unchanged=1)
        else:
            alternative.save()
            result += ImportResult(added=1)
    if errors:
        raise ImportRefusedError(errors)
    return result
