"""A question to the database whose SQL is put together once, and asked many times, each time with other values.

Django takes longer to put together what a page asks than the database takes to answer it. Decorate the function that
makes the queryset: every call of it then answers with a list of the rows.

    @prepared
    def _sets_of(*, session: UUID) -> QuerySet[SetLog]:
        return SetLog.objects.filter(session=session).select_related("exercise")

    rows = _sets_of(session=session.pk)

What is kept is the text of the SQL and what Django knows of its columns, for each shape of the values that are passed:
their types, those in a list too, and which are None, true or false. No row and no value is kept.

Its limits; the first two are checked when a shape is first asked for:

* a value stands in the SQL as it is passed, or a day or an hour so much earlier or later; what the function would
  work out of it otherwise, such as the Monday before, is passed;
* no day and no hour stands in it that was not passed: what looks at the clock is not for this, and so neither is
  ``visible_to``, which asks who covers today. Ask that door first, and pass the key of what it let through;
* the function looks at nothing but its values: neither settings nor the language;
* no ``prefetch_related``, and a slice is part of the function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

P = ParamSpec("P")
Row = TypeVar("Row")
#: Where a value stands among those that are passed: its name, and its place in a list.
Place = tuple[str, int | None]
Shape = tuple[tuple[str, object], ...]
Convert = Callable[[Any], Any]

#: A day or an hour, as an engine without types of its own stores it.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Where the marks of the two statements begin and how far they are apart: no query has these numbers by itself, the
#: smallest column takes them, and no two of them are as far apart in both.
_MARKS = ((30_001, 1), (31_001, 3))


class NotPreparableError(ValueError):
    """The SQL does not have the values as they were passed, or has a day or an hour of its own."""


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> PreparedQuery[P, Row]:
    """The question that a function makes, which is put together once. Its values are passed by name."""
    return PreparedQuery(build)


class PreparedQuery(Generic[P, Row]):
    """See ``prepared``."""

    def __init__(self, build: Callable[P, QuerySet[Any, Row]]) -> None:
        self.build = build
        self._statements: dict[tuple[str, Shape], _Statement | None] = {}

    def __call__(self, *args: P.args, **values: P.kwargs) -> list[Row]:
        """The rows. Raises NotPreparableError when a shape that cannot be prepared is first asked for."""
        key = connections[DEFAULT_DB_ALIAS].vendor, _shape_of(values)
        if key not in self._statements:
            self._statements[key] = self._put_together(values)
        statement = self._statements[key]
        if statement is None:
            return []
        return statement.rows(values)

    def _put_together(self, values: Mapping[str, Any]) -> _Statement | None:
        """The statement of this shape; None where no row can ever be its answer, as with an empty list."""
        first, second = (_marks_for(values, *marks) for marks in _MARKS)
        try:
            statement = _Statement.of(self._built(first))
            other = _Statement.of(self._built(second))
        except EmptyResultSet:
            return None
        if statement.sql != other.sql:
            raise NotPreparableError(f"a value changes the text of the statement: {statement.sql}")
        places = dict(_places_in(statement, other, dict(_flat(first)), dict(_flat(second))))
        statement.compiler.connection = None  # each thread brings its own
        return _Statement(statement.queryset, statement.compiler, statement.sql, statement.parameters, places)

    def _built(self, values: Mapping[str, Any]) -> QuerySet[Any, Row]:
        build: Callable[..., QuerySet[Any, Row]] = self.build
        return build(**values)


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with what reads its answer. places -- which of its parameters are values, and how they become stored ones"""

    queryset: Any
    compiler: Any
    sql: str
    parameters: Sequence[Any]
    places: Mapping[int, tuple[Place, Convert]]

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> _Statement:
        """With no place known yet. Raises EmptyResultSet."""
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return cls(queryset, compiler, sql, parameters, {})

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        flat = dict(_flat(values))
        parameters = list(self.parameters)
        for position, (place, convert) in self.places.items():
            parameters[position] = convert(flat[place])
        compiler, query = copy(self.compiler), copy(self.queryset.query)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_options: (self.sql, tuple(parameters))
        query.get_compiler = lambda *_args, **_options: compiler
        kind: Any = type(self.queryset)  # a copy of a queryset would first ask for its rows
        asked = kind(self.queryset.model, query, DEFAULT_DB_ALIAS)
        asked._iterable_class, asked._fields = self.queryset._iterable_class, self.queryset._fields
        return list(asked)


# -- marks: values that stand for others while the SQL is put together ----------------------------


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    for name, value in values.items():
        if isinstance(value, list | tuple):
            for number, element in enumerate(value):
                yield (name, number), element
        else:
            yield (name, None), value


def _shape_of(values: Mapping[str, Any]) -> Shape:
    shape: list[tuple[str, object]] = []
    for name, value in values.items():
        if isinstance(value, list | tuple):
            shape.append((name, tuple(map(_kind, value))))
        else:
            shape.append((name, _kind(value)))
    return tuple(shape)


def _kind(value: object) -> object:
    """What the text of a statement may depend on: None, true and false stand in it themselves."""
    if value is None or isinstance(value, bool):
        return value
    return type(value)


def _marks_for(values: Mapping[str, Any], first: int, apart: int) -> dict[str, Any]:
    """Other values of the same shape, no two of them alike."""
    numbers = count(first, apart)
    marks: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            marks[name] = list(map(_mark, value, numbers))
        else:
            marks[name] = _mark(value, next(numbers))
    return marks


def _mark(value: object, number: int) -> Any:
    """Another value of its kind, for that number."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    if isinstance(value, date):
        return date(2000, 1, 1) + timedelta(days=number)
    if isinstance(value, UUID):
        return UUID(int=number)
    if isinstance(value, int):
        return number
    if isinstance(value, str):
        return f"mark {number}"
    raise NotPreparableError(f"no mark can stand for {type(value)}")


def _places_in(
    statement: _Statement, other: _Statement, first: Mapping[Place, Any], second: Mapping[Place, Any]
) -> Iterator[tuple[int, tuple[Place, Convert]]]:
    """Which parameters are values: where both statements have their marks. The others are the same in both."""
    missing = {place for place, mark in first.items() if mark is not None and not isinstance(mark, bool)}
    for position, (one, another) in enumerate(zip(statement.parameters, other.parameters, strict=True)):
        if one == another:
            if isinstance(one, date) or _DAY.match(str(one)):
                raise NotPreparableError(f"the statement has a day of its own, {one}: {statement.sql}")
            continue
        place, convert = _place_of(one, another, first, second)
        missing.discard(place)
        yield position, (place, convert)
    if missing:
        raise NotPreparableError(f"the statement has no place for {missing}: {statement.sql}")


def _place_of(one: Any, another: Any, first: Mapping[Place, Any], second: Mapping[Place, Any]) -> tuple[Place, Convert]:
    """Which value two parameters come of, and how."""
    for place, mark in first.items():
        later = _difference(mark, one)
        for convert in (_as_it_is, type(one), str, _as_stored_hour, _as_hex, _Later(later)):
            if _becomes(mark, one, convert) and _becomes(second[place], another, convert):
                return place, convert
    raise NotPreparableError(f"a value is changed on its way into the statement: {one!r}")


@dataclass(frozen=True, slots=True)
class _Later:
    """A day or an hour so much later, as it is stored."""

    by: timedelta

    def __call__(self, value: Any) -> Any:
        ops = connections[DEFAULT_DB_ALIAS].ops
        if isinstance(value, datetime):
            return ops.adapt_datetimefield_value(value + self.by)
        if isinstance(value, date):
            return ops.adapt_datefield_value(value + self.by)
        raise TypeError


def _difference(mark: Any, parameter: Any) -> timedelta:
    """How much later a day or an hour is in the statement; nothing where it is neither."""
    if not isinstance(mark, date):
        return timedelta()
    try:
        found = type(mark).fromisoformat(str(parameter))
    except ValueError:
        return timedelta()
    if isinstance(found, datetime) and found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found - mark


def _becomes(mark: Any, parameter: Any, convert: Convert) -> bool:
    try:
        found = convert(mark)
    except (AttributeError, TypeError, ValueError):
        return False
    return type(found) is type(parameter) and found == parameter


def _as_it_is(value: Any) -> Any:
    return value


def _as_stored_hour(value: Any) -> Any:
    """As an engine without types of its own has it."""
    if not isinstance(value, datetime):
        raise TypeError
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)


def _as_hex(value: Any) -> Any:
    """A key, where it is stored as text."""
    if not isinstance(value, UUID):
        raise TypeError
    return value.hex
