"""A program as plain values, without keys, so that two programs can be compared."""

from __future__ import annotations

from programs.models import Program
from programs.outline import outline


def values(row):
    """Every stored value of a row but its key and what it belongs to."""
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    owners = {"program_id", "workout_id", "prescription_id", "week_id"}
    return {name: getattr(row, name) for name in fields if name not in owners}


def picture(program):
    """Everything of the plan that a reader sees: weeks, workouts, rows, alternatives and doses by week."""
    plan = outline(Program.objects.with_plan().get(pk=program.pk))
    return {
        "weeks": [values(week) for week in plan.weeks],
        "workouts": [values(column.workout) for column in plan.workouts],
        "rows": [
            [
                values(row.prescription)
                | {"alternatives": [values(alternative) for alternative in row.prescription.alternatives.all()]}
                | {"doses": {number: values(dose) for number, dose in row.doses.items()}}
                | {"shorthand": [row.shorthand(week.number) for week in plan.weeks]}
                for row in column.rows
            ]
            for column in plan.workouts
        ],
        "minutes": [planned.minutes for planned in plan.all_planned()],
    }
