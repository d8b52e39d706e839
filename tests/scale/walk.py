"""Every page of the site as an athlete, her therapist and a clinic admin, with the plans of its statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.access.policy import TABLE

from .plans import BIG, Statement, Watch

WHO = ("ana", "thea", "carla")
#: Signing out ends the walk.
LEFT_OUT = ("logout", "sign-out")


@dataclass(frozen=True)
class PageRead:
    """One page with what it asked."""

    who: str
    path: str
    ms: float
    statements: list[Statement]

    @property
    def slowest(self) -> Statement | None:
        return max(self.statements, key=lambda statement: statement.ms, default=None)

    @property
    def faults(self) -> list[str]:
        found = []
        for statement in self.statements:
            found += [f"{self.path} as {self.who}: {fault}\n    {statement.sql[:1500]}" for fault in statement.faults]
        return found


def walk(clients: dict[str, Client], things: dict[str, Any]) -> Iterator[PageRead]:
    """All GET rows of the access policy, and each filter, search and day of the lists of big tables."""
    paths = []
    for row in TABLE.rows:
        if row.method == "GET" and not any(word in row.route for word in LEFT_OUT):
            paths.append(row.path.format(**things))
    watch = Watch()
    for path in dict.fromkeys([*paths, *addresses_of_lists()]):
        for who in WHO:
            yield read_page(watch, clients[who], who, path)


def read_page(watch: Watch, client: Client, who: str, path: str) -> PageRead:
    with watch:
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return PageRead(who, path, sum(statement.ms for statement in watch.statements), watch.statements)


def addresses_of_lists() -> Iterator[str]:
    """What the lists of big tables offer: each filter with its choices, a search, days, and the last page."""
    for model in BIG:
        page = admin.site._registry.get(model)
        if page is None:
            continue
        base = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield f"{base}?p=2"
        yield from (f"{base}?o={column}" for column in range(1, len(page.list_display) + 1))
        if page.search_fields:
            yield f"{base}?q=Ana"
        if page.date_hierarchy:
            on = page.date_hierarchy
            yield from (
                f"{base}?{on}__year=2026{rest}" for rest in ("", f"&{on}__month=10", f"&{on}__month=10&{on}__day=5")
            )
        for offered in page.list_filter:
            if isinstance(offered, str):
                field = model._meta.get_field(offered)
                values = [value for value, _label in field.flatchoices] if field.flatchoices else ["1"]
                yield from (f"{base}?{offered}__exact={value}" for value in values)
            else:
                yield from (f"{base}?{offered.parameter_name}={value}" for value in ("yes", "open", "resolved"))
