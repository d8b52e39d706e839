"""What the imports of cautions and templates share: what an import did, one row checked, one row saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models

from programs.imports.refusals import RowError


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many rows an import added, changed and left as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: ImportResult) -> ImportResult:
        return ImportResult(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged"


def check(instance: models.Model, row: int, columns: Mapping[str, str]) -> list[RowError]:
    """The errors of one unsaved row; columns maps model fields to column names where they differ.

    Foreign keys are not checked here: they are resolved once every row is known.
    """
    foreign = {field.name for field in instance._meta.concrete_fields if field.is_relation}
    try:
        instance.full_clean(exclude=foreign, validate_unique=False)
    except ValidationError as refused:
        names = {"__all__": "row", **columns}
        errors = []
        for field, messages in refused.message_dict.items():
            for message in messages:
                errors.append(RowError(row, names.get(field, field), message))
        return errors
    return []


def save_if_changed(instance: models.Model, values: Mapping[str, object]) -> ImportResult:
    """Set the values and save only when one of them differs, so that a second import writes nothing."""
    if instance.pk is None:
        for field, value in values.items():
            setattr(instance, field, value)
        instance.save()
        return ImportResult(added=1)
    is_changed = False
    for field, value in values.items():
        if getattr(instance, field) != value:
            setattr(instance, field, value)
            is_changed = True
    if not is_changed:
        return ImportResult(unchanged=1)
    instance.save()
    return ImportResult(changed=1)
