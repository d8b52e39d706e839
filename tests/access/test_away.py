"""The database is away, or takes nothing more: every route says so, and when to come back; none answers 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from .matrix import ask, filled
from .policy import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
WRITES = ("INSERT", "UPDATE", "DELETE")


def everything(sql: str) -> bool:
    return True


def writes(sql: str) -> bool:
    return sql.startswith(WRITES)


class Broken:
    """What it names fails as SQLite and PostgreSQL say it, before anything is done."""

    def __init__(self, names: Any) -> None:
        self._names = names
        self.failed = False

    def __call__(self, execute: Any, sql: str, *arguments: Any) -> Any:
        if self._names(sql):
            self.failed = True
            raise OperationalError("database or disk is full")
        return execute(sql, *arguments)


def wrong_answers(client: Client, things: dict[str, Any], names: Any) -> Iterator[str]:
    """A line for each answer to a request that met the fault and does not say so."""
    client.raise_request_exception = False
    for row in TABLE.rows:
        if "logout" in row.route or "sign-out" in row.route:
            continue
        broken = Broken(names)
        with connection.execute_wrapper(broken):
            answer = ask(client, filled(row, things), row.path.format(**things))
        connection.needs_rollback = False  # nothing was sent: there is nothing to roll back
        if answer.status_code == 500 or (answer.status_code == 503) != ("Retry-After" in answer.headers):
            yield f"{row.name}: {answer.status_code}"
        elif answer.status_code == 503 and row.route.startswith(("api/", "fhir/")) and not is_json(answer):
            yield f"{row.name}: {answer.headers['Content-Type']}"


def is_json(answer: Any) -> bool:
    return str(answer.headers["Content-Type"]) in ("application/problem+json", "application/fhir+json")


@pytest.mark.parametrize("who", ["ana", "thea", "carla"])
@pytest.mark.parametrize("names", [everything, writes])
def test_no_route_answers_500_while_the_database_is_away(clients, things, who, names):
    found = list(wrong_answers(clients[who], things, names))
    assert not found, "\n".join(found)
