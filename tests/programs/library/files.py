"""The two files of the library, written by hand: a sound row of each, and what an import of them refuses."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from programs.imports.columns import suggested
from programs.imports.plans import mapped_rows
from programs.imports.refusals import ImportRefusedError
from programs.library.cautions import COLUMNS as CAUTION_COLUMNS
from programs.library.exercise_columns import COLUMNS as EXERCISE_COLUMNS
from programs.library.exercise_plans import export_library
from programs.library.exercise_rows import COLUMNS
from programs.library.exercises import ExerciseTables, import_library
from programs.models import Caution, Equipment
from tests.people import DATA, MONDAY

NEW = {
    "slug": "wall-squat",
    "name": "Wall squat",
    "pattern": "single_leg",
    "qualities": "force;stability",
    "laterality": "unilateral",
    "equipment": "wall;hoop",
    "level": "2",
    "default_sets": "3",
    "default_reps_or_seconds": "8",
    "default_tempo": "3-1-1-0",
    "default_rest_s": "60",
    "regression_slug": "supported-split-squat",
    "progression_slug": "split-squat",
    "contacts_per_rep": "",
    "setup_cue": "Stand tall against the wall.",
    "execution_cue": "Sink, then stand.",
    "common_fault": "Knee falls in",
    "short_cue": "Front leg works",
    "load_type": "dumbbell",
    "load_step_kg": "2",
    "measure": "reps",
}
#: In the file: a sound new exercise in row 2, the bad one in row 3.
BAD_ROW = 3
NEW_CAUTION = {
    "condition": "patellofemoral_pain",
    "slug": "wall-squat",
    "swap_slug": "split-squat",
    "reason": "Deep knee bend",
}


def as_csv(columns, *rows):
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(list(row.values()) if isinstance(row, dict) else row for row in rows)
    return text.getvalue()


def library(*exercises):
    return as_csv(COLUMNS, NEW, *exercises)


def cautions(*rows):
    return as_csv(CAUTION_COLUMNS, *rows)


def stored():
    """Everything that the two files hold, as the database has it."""
    return (
        export_library(),
        sorted(Caution.objects.values_list("condition", "exercise", "swap", "reason")),
        list(Equipment.objects.values_list("slug", flat=True)),
    )


def refusal(*, exercises, cautions):
    """The errors of an import that has to be refused, after a look that nothing was stored."""
    before = stored()
    with pytest.raises(ImportRefusedError) as refused:
        import_library(exercises=exercises, cautions=cautions)
    assert stored() == before
    return refused.value.errors


def places(errors):
    return {(error.row, error.column) for error in errors}


def shipped(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plan_of(*rows, columns=COLUMNS):
    """What the rows would do. columns -- the names that the table has for theirs"""
    table = [(1, list(columns)), *((number, list(row.values())) for number, row in enumerate(rows, start=2))]
    return ExerciseTables().plan(mapped_rows(table, 0, suggested(table[0][1], EXERCISE_COLUMNS)), None)


def store(*rows, columns=COLUMNS, by=None):
    plan = plan_of(*rows, columns=columns)
    assert plan.errors == []
    ExerciseTables().store(plan, by=by, at=MONDAY)
    return plan
