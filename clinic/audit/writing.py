"""Events become rows of the access log, with where they came from."""

from __future__ import annotations

import hashlib
import uuid
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import InsertQuery

from athletes.access.events import Event, current_request
from athletes.enrollment.leaving.traces import Person
from clinic.models import AccessLog
from programs.models.prepared import prepared

LONGEST_ACTION = 80


def write_event(event: Event) -> None:
    """Add the row; of events that are kept once, only the first."""
    if event.once is None:
        _insert(_row_of(event))
    elif not _is_written(once=event.once):
        AccessLog.objects.bulk_create([_row_of(event)], ignore_conflicts=True)


def _insert(row: AccessLog) -> None:
    """As ``save`` does it; nobody asks for the row's key, or listens to what is saved here."""
    values = []
    for field in _fields():
        values.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)


@cache
def _fields() -> list[Any]:
    return list(AccessLog._meta.concrete_fields[1:])


@cache
def _statement() -> str:
    """Put together once: Django takes longer for that than the database takes to add the row."""
    query = InsertQuery(AccessLog)
    query.insert_values(_fields(), [AccessLog()])
    ((statement, _values),) = query.get_compiler(connection=connection).as_sql()
    return str(statement)


@prepared
def _is_written(*, once: str) -> QuerySet[AccessLog, int]:
    return AccessLog.objects.filter(once=once).order_by().values_list("pk", flat=True)[:1]


def _row_of(event: Event) -> AccessLog:
    row = AccessLog(
        kind=event.kind,
        actor_id=event.by,
        athletes=list(event.athletes),
        account_id=event.account,
        action=event.action[:LONGEST_ACTION],
        note=event.note,
        once=event.once,
    )
    request = current_request()
    if request is not None:
        row.address = request.META.get("REMOTE_ADDR") or None
        row.request_id = uuid.uuid4()
        row.address_digest = address_digest(row)
    return row


def address_digest(row: AccessLog) -> str:
    """What stays of an address that is taken out of a row: nobody finds it again without the request's number."""
    if row.request_id is None:
        return ""
    return hashlib.sha256(f"{row.request_id} {row.address or ''}".encode()).hexdigest()[:32]


def forget_addresses(person: Person) -> None:
    """Of an athlete who is erased: that their record was opened stays, from where they opened it goes."""
    AccessLog.objects.filter(actor=person.key).update(address=None, request_id=None)
    nobody_signed_in = AccessLog.objects.about(person.key).filter(actor=None)
    nobody_signed_in.update(address=None, request_id=None)
