"""An UPDATE whose SQL is put together once and carried out many times, each time with other values.

Django takes longer to compose the claim of a mail than the database takes to carry it out, and PostgreSQL takes longer
to plan it: there the statement is prepared on its connection, where that is not shared by a pool.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.sql import UpdateQuery

#: So often a statement is carried out on a connection before it is worth preparing.
PREPARED_AFTER = 5


class Prepared:
    """The UPDATE of a queryset. marks -- stands for each value that differs: by name, and each like no other value"""

    def __init__(self, rows: models.QuerySet[Any], values: Mapping[str, object], marks: Mapping[str, object]) -> None:
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        self.sql: str = sql
        self.parameters: list[Any] = list(parameters)
        self.places: list[tuple[int, str]] = []
        names = {_as_stored(mark): name for name, mark in marks.items()}
        for place, parameter in enumerate(self.parameters):
            if parameter in names:
                self.places.append((place, names[parameter]))
        missing = set(marks) - {name for _place, name in self.places}
        if missing:
            raise ValueError(f"the statement has no place for {missing}")

    def run(self, **values: object) -> int:
        """Carry it out with these values, one for each mark; returns how many rows it changed."""
        parameters = list(self.parameters)
        for place, name in self.places:
            value = _as_stored(values[name])
            is_number = isinstance(parameters[place], int)
            parameters[place] = type(parameters[place])(value) if is_number else value
        with _cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return int(cursor.rowcount)


def _cursor() -> CursorWrapper:
    """On PostgreSQL one whose values go beside the statement, and not inside: only so the server knows it again."""
    server: Any = connection
    if server.vendor != "postgresql" or server.pool:
        return connection.cursor()
    from django.db.backends.postgresql import base  # noqa: PLC0415 - only where there is a server

    server.ensure_connection()
    server.connection.prepare_threshold = PREPARED_AFTER
    binds_beside: Any = base.ServerBindingCursor
    wrapped = server.make_debug_cursor if server.queries_logged else server.make_cursor
    cursor: CursorWrapper = wrapped(binds_beside(server.connection))
    return cursor


@contextmanager
def written_at_once() -> Iterator[None]:
    """A transaction whose statements leave together, and that need not wait for the disk. None may ask for its answer.

    On PostgreSQL it costs two waits for the server, where it would be five. What is committed is seen by every process
    at once, and none that dies takes it along. Only a database server that loses its power within the next half second
    forgets it; whatever it commits next waits for this, too.
    """
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield
            return
        assert connection.connection is not None
        with connection.wrap_database_errors, connection.connection.pipeline():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            yield


def _as_stored(value: object) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
