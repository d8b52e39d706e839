"""Verbs that write programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programs.models.keys import keys_of

from .models import Alternative, Dose, Prescription, Program, Week, Workout
from .models.fields import NAME

#: Coaches plan a lighter week every fourth one (clinical.md 4.3).
DELOAD_EVERY = 4


@transaction.atomic
def copy_program(*, program: Program, name: str, from_week: int = 1) -> Program:
    """An independent copy with its own weeks, workouts, rows and doses; later edits never meet.

    A copy is not a template and has no address. Costs a fixed number of queries.
    from_week -- its first week: what comes before it is left out, and it is week 1 of the copy
    """
    copy = Program.objects.get(pk=program.pk)
    copy.pk = None
    copy._state.adding = True
    copy.slug, copy.is_template, copy.revision = None, False, 1
    copy.name, copy.copied_from = name, program
    copy.save()
    weeks = _copy_rows(Week, Week.objects.filter(program=program), {"program_id": {program.pk: copy.pk}})
    workouts = _copy_rows(Workout, Workout.objects.filter(program=program), {"program_id": {program.pk: copy.pk}})
    rows = Prescription.objects.filter(workout__program=program)
    prescriptions = _copy_rows(Prescription, rows, {"workout_id": workouts})
    owned = {"prescription_id": prescriptions}
    _copy_rows(Alternative, Alternative.objects.filter(prescription__in=rows), owned)
    _copy_rows(Dose, Dose.objects.filter(prescription__in=rows), owned | {"week_id": weeks})
    if from_week > 1:
        _leave_out_weeks_before(copy, from_week)
    return copy


def _leave_out_weeks_before(program: Program, first: int) -> None:
    """Without its first weeks, and without the rows that only they had; the rest is numbered from 1."""
    program.weeks.filter(number__lt=first).delete()
    Prescription.objects.filter(workout__program=program, doses__isnull=True).delete()
    for week in program.weeks.order_by("number"):
        week.number -= first - 1
        week.save(update_fields=["number"])


def second_phase(program: Program) -> int:
    """The number of the first week after the first phase; 1 where there is one phase only."""
    weeks = list(program.weeks.order_by("number"))
    for week in weeks:
        if week.phase_key != weeks[0].phase_key and not week.is_deload:
            return week.number
    return 1


@transaction.atomic
def new_program(*, name: str, entry_level: str, weeks: int, workouts: int = 2) -> Program:
    """A blank program of so many weeks (1 to 52) and workouts (1 to 3), to be written in the grid.

    Every fourth week is a lighter one (clinical.md 4.3).
    """
    program = Program.objects.create(name=name, entry_level=entry_level)
    new_weeks, new_workouts = [], []
    for number in range(1, weeks + 1):
        new_weeks.append(Week(program=program, number=number, is_deload=number % DELOAD_EVERY == 0))
    for letter in "ABC"[:workouts]:
        title = _("Strength {letter}").format(letter=letter)
        new_workouts.append(Workout(program=program, letter=letter, title=title))
    Week.objects.bulk_create(new_weeks)
    Workout.objects.bulk_create(new_workouts)
    return program


class NameTakenError(Exception):
    """A template with this name, or one that reads the same in an address, is there already."""


@transaction.atomic
def save_as_template(*, program: Program, name: str) -> Program:
    """An independent copy of a program as a template of the clinic.

    Raises NameTakenError when its address is taken, or when the name is empty or too long.
    """
    slug = slugify(name)[:NAME]
    if not slug or len(name) > NAME or Program.objects.filter(slug=slug).exists():
        raise NameTakenError
    template = copy_program(program=program, name=name)
    template.is_template, template.slug = True, slug
    template.full_clean()
    template.save(update_fields=["is_template", "slug"])
    return template


def _copy_rows(
    model: type[models.Model], rows: models.QuerySet[Any], owners: Mapping[str, Mapping[int, int]]
) -> dict[int, int]:
    """Copy rows under new owners ({field: {old key: new key}}); returns {old key: new key}."""
    originals = list(rows.order_by("pk"))
    created = model._default_manager.bulk_create([_copy_row(row, owners) for row in originals])
    return dict(zip(keys_of(originals), keys_of(created), strict=True))


def _copy_row(row: models.Model, owners: Mapping[str, Mapping[int, int]]) -> models.Model:
    """An unsaved copy under its new owner."""
    values = {}
    for field in row._meta.concrete_fields:
        name, value = field.attname, getattr(row, field.attname)
        if field.primary_key:
            continue
        if name in owners:
            value = owners[name][value]
        values[name] = value
    return type(row)(**values)
