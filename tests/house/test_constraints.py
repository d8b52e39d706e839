"""What a column may hold is said by the database, too: the form is only where a person is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.lookups import LessThanOrEqual

OURS = ("programs", "athletes", "clinic")
#: Days that are none of the clinic's calendar: before 2000 for good reason.
OTHER_DAYS = {"Athlete.born_on"}


def columns(kind: type[models.Field[Any, Any]]) -> Iterator[models.Field[Any, Any]]:
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            yield from (field for field in model._meta.concrete_fields if isinstance(field, kind))


def named(field: models.Field[Any, Any]) -> str:
    return f"{field.model.__name__}.{field.name}"


def conditions_on(field: models.Field[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Lookups of the checks of its table that name this column, each with its value."""
    for constraint in field.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q):
            for name, value in leaves(constraint.condition):
                if name.partition("__")[0] == field.name:
                    yield name.partition("__")[2] or "exact", value


def leaves(condition: Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from leaves(child)
        elif isinstance(child, tuple):
            yield child


def is_held(field: models.Field[Any, Any]) -> bool:
    """Whether a check names its choices, as a list or from the first number to the last."""
    known = {value for value, _label in field.flatchoices if value not in (None, "")}
    for lookup, value in conditions_on(field):
        if lookup == "in" and set(value) - {""} == known:
            return True
        if lookup == "range" and known == set(range(int(value[0]), int(value[1]) + 1)):
            return True
    return False


def test_every_column_with_choices_holds_no_other_value():
    loose = [named(field) for field in columns(models.Field) if field.choices and not is_held(field)]
    assert loose == []


def test_every_day_is_of_the_clinic_s_calendar():
    days = [field for field in columns(models.DateField) if not isinstance(field, models.DateTimeField)]
    loose = [named(field) for field in days if not any(lookup == "gte" for lookup, _value in conditions_on(field))]
    assert set(loose) == set()


def test_every_text_that_has_an_end_ends_there():
    """A CharField of PostgreSQL knows its own length; a TextField knows none."""
    assert [named(field) for field in columns(models.TextField) if field.max_length and not ends(field)] == []


def ends(field: models.Field[Any, Any]) -> bool:
    for constraint in field.model._meta.constraints:
        condition = getattr(constraint, "condition", None)
        if isinstance(condition, LessThanOrEqual) and condition.rhs == field.max_length:
            source = condition.lhs.get_source_expressions()[0]
            if getattr(source, "name", "") == field.name:
                return True
    return False


def test_every_effort_in_halves_is_stored_in_halves():
    efforts = [field for field in columns(models.DecimalField) if "rpe" in field.name]
    assert efforts
    assert [named(field) for field in efforts if not any(lookup == "in" for lookup, _ in conditions_on(field))] == []
