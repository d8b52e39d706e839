"""Walks the policy: asks every row as every principal and says where an answer is not as it stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import URLPattern

from .policy import ALL_METHODS, PRINCIPALS, TABLE, Row

CANARY = "Zq7canary"
#: Pages that say nothing of Ana to anybody may be asked without looking for her name.
NEUTRAL = ("in/<str:token>/",)
WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "athletes_', re.IGNORECASE)


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """Every route of the site, as the resolver spells it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def state() -> list[list[tuple[Any, ...]]]:
    """Everything that belongs to athletes, column by column. Asked a thousand times: as the database has it."""
    models = [model for model in apps.get_app_config("athletes").get_models() if model.__name__ != "User"]
    tables = []
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}")
            tables.append(cursor.fetchall())
    return tables


class Kept:
    """What belongs to athletes, read again only after somebody wrote: most refusals write nothing at all."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[Any, ...]]] | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            self._rows = None
        return execute(sql, params, many, context)

    def state(self) -> list[list[tuple[Any, ...]]]:
        if self._rows is None:
            self._rows = state()
        return self._rows


def filled(row: Row, things: dict[str, Any]) -> Row:
    """The row with keys of Ana's things in what is posted."""
    if row.body is None:
        return row
    return replace(row, body={name: str(value).format(**things) for name, value in row.body.items()})


def ask(client: Client, row: Row, path: str) -> Any:
    extra: dict[str, Any] = {}
    if row.json is not None:
        extra = {"data": json.dumps(row.json), "content_type": "application/json"}
    elif row.body is not None:
        extra = {"data": row.body}
    return getattr(client, row.method.lower())(path, **extra)


def may_see(row: Row, principal: str) -> bool:
    return principal in ("ana", "thea", "cora", "carla") or row.route in NEUTRAL


def failures(
    clients: dict[str, Client],
    things: dict[str, Any],
    rows: list[Row] | None = None,
    principals: Sequence[str] = PRINCIPALS,
) -> Iterator[str]:
    """A line for every answer that is not as the policy says. The victim asks first, so that caches are warm."""
    kept = Kept()
    with connection.execute_wrapper(kept):
        yield from _failures(clients, things, rows or TABLE.rows, principals, kept)


def _failures(
    clients: dict[str, Client], things: dict[str, Any], rows: list[Row], principals: Sequence[str], kept: Kept
) -> Iterator[str]:
    for written in rows:
        row = filled(written, things)
        path = row.path.format(**things)
        for principal in principals:
            client, expected = clients[principal], row.expected[principal]
            may_write = expected < 300 or principal in row.writes
            before = kept.state() if row.method != "GET" and not may_write else None
            answer = ask(client, row, path)
            if answer.status_code != expected:
                yield f"{row.name} as {principal}: {answer.status_code}, not {expected}"
            if not may_see(row, principal) and says(answer):
                yield f"{row.name} as {principal}: the answer names Ana"
            if before is not None and before != kept.state():
                yield f"{row.name} as {principal}: refused, and changed something"
            if row.unknown_path and not may_see(row, principal):
                yield from unlike(client, row, principal, answer)


class Asked:
    """One request, taken back; whether it wrote anything of athletes."""

    def __init__(self) -> None:
        self.has_written = False

    def note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.has_written = self.has_written or bool(WRITES.match(sql))
        return execute(sql, params, many, context)


def is_as_written(client: Any, row: Row, path: str, principal: str) -> bool:
    """Whether somebody gets what the policy says; a stranger changes nothing by it, and reads nothing of Ana."""
    asked = Asked()
    with transaction.atomic(), connection.execute_wrapper(asked.note):
        answer = ask(client, row, path)
        told = says(answer)
        transaction.set_rollback(True)
    if answer.status_code != row.expected[principal]:
        return False
    if may_see(row, principal):
        return True
    may_write = row.method == "GET" or row.expected[principal] < 300 or principal in row.writes
    return not told and (may_write or not asked.has_written)


def says(answer: Any) -> bool:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CANARY.encode() in content or CANARY in str(answer.headers)


def unlike(client: Client, row: Row, principal: str, answer: Any) -> Iterator[str]:
    """A stranger's id and an unknown one must look the same."""
    other = ask(client, row, row.unknown_path)
    if row.route not in NEUTRAL and "unsubscribe" not in row.route and other.status_code != answer.status_code:
        yield f"{row.name} as {principal}: {answer.status_code} for Ana's, {other.status_code} for an unknown one"


def other_methods(clients: dict[str, Client], things: dict[str, Any]) -> Iterator[str]:
    """Methods that the policy does not list never succeed for anybody."""
    listed: dict[str, set[str]] = {}
    paths: dict[str, str] = {}
    for row in TABLE.rows:
        listed.setdefault(row.route, set()).add(row.method)
        paths[row.route] = row.path.format(**things)
    for route, methods in listed.items():
        if route.startswith(("admin/", "staff/", "sign-", "in/", "unsubscribe/")):
            continue  # forms that post to themselves: their POSTs are attacked one by one in test_attacks
        for method in set(ALL_METHODS) - methods:
            for principal in ("ben", "tom", "anonymous"):
                answer = getattr(clients[principal], method.lower())(paths[route])
                if answer.status_code < 300:
                    yield f"{method} {route} as {principal}: {answer.status_code}"
