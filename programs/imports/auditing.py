"""Many rows in few statements, each with its line in the change log, which does not see bulk writes by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from auditlog.diff import model_instance_diff
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.encoding import smart_str

from programs.models.keys import keys_of

from .plans import BATCH, ChangedMeanwhileError


def create_all(rows: Sequence[models.Model]) -> None:
    """Store new rows, which get their keys; ``log_created`` once they are complete."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def log_created(rows: Sequence[models.Model], *, by: Any) -> None:
    _log(LogEntry.Action.CREATE, ((row, model_instance_diff(None, row)) for row in rows), by)


def update_all(pairs: Sequence[tuple[models.Model, models.Model]], *, by: Any) -> None:
    """Store changed rows whole. pairs -- each row as it was read, and as it is to be

    Raises ChangedMeanwhileError when one of them is no longer as it was read.
    """
    if not pairs:
        return
    former, changed = zip(*pairs, strict=True)
    _check_unchanged(former)
    overwrite(changed)
    _log(LogEntry.Action.UPDATE, _changes(pairs), by)


def _changes(pairs: Iterable[tuple[models.Model, models.Model]]) -> Iterator[tuple[models.Model, Any]]:
    """Each row with what is new in it; nothing of a row that stayed as it was."""
    for old, new in pairs:
        found = model_instance_diff(old, new)
        if found:
            yield new, found


def _check_unchanged(rows: Sequence[models.Model]) -> None:
    """Lock the rows, and compare them with what was read of them."""
    stored = type(rows[0])._default_manager.select_for_update()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        now = stored.in_bulk(keys_of(batch))
        for row in batch:
            if row.pk not in now or _values(now[row.pk]) != _values(row):
                raise ChangedMeanwhileError


def _values(row: models.Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def overwrite(rows: Sequence[models.Model]) -> None:
    """Store stored rows anew, without a line in the change log: a statement for 500 rows.

    ``bulk_update`` writes a branch for each row and field: most of a minute for 10,000 rows.
    """
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    fields = [field.name for field in model._meta.concrete_fields if field is not key]
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=[key.name], update_fields=fields
    )


def log_links(changes: Sequence[tuple[models.Model, str, str, Sequence[str]]], *, by: Any) -> None:
    """Log what was linked or unlinked. changes -- row, field, "add" or "delete", and the names of the others"""
    lines = []
    for row, field, operation, names in changes:
        lines.append((row, {field: {"type": "m2m", "operation": operation, "objects": list(names)}}))
    _log(LogEntry.Action.UPDATE, lines, by)


def _log(action: int, lines: Iterable[tuple[models.Model, Any]], by: Any) -> None:
    """Store the lines batch by batch: none is kept longer."""
    waiting = iter(lines)
    while batch := list(islice(waiting, BATCH)):
        LogEntry.objects.bulk_create([_entry(action, row, changes, by) for row, changes in batch])


def _entry(action: int, row: models.Model, changes: Any, by: Any) -> LogEntry:
    return LogEntry(
        content_type=ContentType.objects.get_for_model(type(row)),
        object_pk=str(row.pk),
        object_id=row.pk,
        object_repr=smart_str(row),
        action=action,
        changes=changes,
        actor=by,
        actor_email=getattr(by, "email", None),
    )
