"""An UPDATE whose SQL is put together once and carried out many times, each time with other values.

Django takes longer to compose the claim of a mail than the database takes to carry it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models.sql import UpdateQuery


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
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return int(cursor.rowcount)


def _as_stored(value: object) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
