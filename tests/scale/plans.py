"""What PostgreSQL would do for each statement of a page, and whether it would read a big table from end to end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from athletes.models import (
    CheckIn,
    Flag,
    Mail,
    MailEvent,
    Message,
    PainReport,
    Run,
    Session,
    SetEdit,
    SetLog,
    Suggestion,
    Swap,
)
from clinic.models import AccessLog

#: Tables with rows for each week of each athlete, or for each look at them; no statement of a page reads one whole.
BIG: tuple[type[models.Model], ...] = (
    AccessLog, CheckIn, Flag, Mail, MailEvent, Message, PainReport, Run, Session, SetEdit, SetLog, Suggestion, Swap,
)  # fmt: skip
#: Fewer rows are read as fast from end to end.
SMALL = 20_000
#: Below these nothing is read before it is asked for: a LIMIT above them ends the reading early.
STREAMS = {
    "Limit",
    "Nested Loop",
    "Subquery Scan",
    "LockRows",
    "Result",
    "Append",
    "Merge Append",
    "Memoize",
    "Incremental Sort",
}
READS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"}


@dataclass
class Statement:
    """One statement of a page. faults -- what it would read from end to end"""

    sql: str
    ms: float
    cost: float
    faults: list[str]


@dataclass(frozen=True)
class Size:
    """big -- tables of ``BIG`` that have many rows; partial -- indexes that hold only some, and may be read whole"""

    big: frozenset[str]
    partial: frozenset[str]

    @classmethod
    def now(cls) -> Size:
        """As PostgreSQL itself has them."""
        tables = [model._meta.db_table for model in BIG]
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples > %s", [tables, SMALL])
            big = frozenset(name for (name,) in cursor.fetchall())
            cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
            return cls(big, frozenset(name for (name,) in cursor.fetchall()))


@dataclass
class Watch:
    """Runs every statement, and asks for the plan of each that is new; as an ``execute_wrapper``."""

    statements: list[Statement] = field(default_factory=list)
    _known: dict[str, tuple[float, list[str]]] = field(default_factory=dict)
    _size: Size | None = None

    def __enter__(self) -> Watch:
        self._size = self._size or Size.now()
        self.statements = []
        self._wrapped = connection.execute_wrapper(self)
        self._wrapped.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapped.__exit__(*error)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        answer = execute(sql, params, many, context)
        ms = (time.perf_counter() - begun) * 1000
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and not many:
            if sql not in self._known:
                self._known[sql] = self._judge(plan_of(sql, params))
            cost, faults = self._known[sql]
            self.statements.append(Statement(sql, ms, cost, faults))
        return answer

    def _judge(self, plan: dict[str, Any]) -> tuple[float, list[str]]:
        assert self._size is not None
        return plan["Total Cost"], list(whole_reads(plan, self._size))


def plan_of(sql: str, params: Any) -> dict[str, Any]:
    """By the bare cursor: what watches is not watched."""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
        return plan


def whole_reads(plan: dict[str, Any], size: Size, ends_early: bool = False) -> Iterator[str]:
    """Nodes that read a big table with nothing that narrows it, and nothing above that ends the reading."""
    kind = plan["Node Type"]
    if kind in READS and plan["Relation Name"] in size.big and not _is_narrow(plan, size, ends_early):
        yield f"{kind} of {plan['Relation Name']}"
    streams = kind in STREAMS and (ends_early or kind == "Limit")
    for inner in plan.get("Plans", ()):
        yield from whole_reads(inner, size, streams)


def _is_narrow(plan: dict[str, Any], size: Size, ends_early: bool) -> bool:
    if plan["Node Type"] == "Seq Scan":
        return ends_early and "Filter" not in plan
    if plan["Node Type"] == "Bitmap Heap Scan":
        return all(_is_narrow_bitmap(inner, size) for inner in _bitmaps(plan))
    return ends_early or "Index Cond" in plan or plan["Index Name"] in size.partial


def _is_narrow_bitmap(plan: dict[str, Any], size: Size) -> bool:
    if plan["Node Type"] == "Bitmap Index Scan":
        return "Index Cond" in plan or plan["Index Name"] in size.partial
    return all(_is_narrow_bitmap(inner, size) for inner in _bitmaps(plan))


def _bitmaps(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """What a bitmap is made of, and not what else is asked on the way."""
    kinds = {"Bitmap Index Scan", "BitmapAnd", "BitmapOr"}
    return [inner for inner in plan.get("Plans", ()) if inner["Node Type"] in kinds]
