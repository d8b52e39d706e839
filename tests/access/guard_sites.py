"""Every place in the code that asks who may see a row, found there: each call of ``visible_to``.

One at a time is switched off where it stands: the same queryset asked elsewhere still guards.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("clinic", "athletes", "programs")
#: A file of ours and a line in it.
Site = tuple[str, int]


def sites() -> list[Site]:
    """Where ``visible_to`` is asked, by file and line."""
    found: list[Site] = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "visible_to":
                    found.append((file.relative_to(ROOT).as_posix(), node.func.end_lineno or node.lineno))
    return found


class Guards:
    """Every ``visible_to`` of every queryset, noted where it is asked and switched off at one place."""

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: set[Site] = set()
        self.off: Site | None = None
        for kind in kinds_with_guard():
            monkeypatch.setattr(kind, "visible_to", self._watched(vars(kind)["visible_to"]))

    def _watched(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def visible_to(queryset: Any, user: Any) -> Any:
            asked_at = here()
            self.asked.update(asked_at)
            return queryset.all() if self.off in asked_at else real(queryset, user)

        return visible_to


def here() -> set[Site]:
    """The lines of the statement of ours that asks, nearest first; models ask each other, and do not count."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        name = Path(file).relative_to(ROOT).as_posix() if file.startswith(str(ROOT)) and ".venv" not in file else ""
        if name.startswith(PACKAGES):
            return {(name, line) for line in lines_of_statement(frame)}
        frame = frame.f_back  # type: ignore[assignment]
    return set()


def lines_of_statement(frame: Any) -> range:
    """A call may be written over several lines; Python says where it is in them."""
    start, end = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))[:2]
    return range(start or frame.f_lineno, (end or frame.f_lineno) + 1)


def kinds_with_guard() -> Iterator[type]:
    """Querysets and their managers that have a ``visible_to`` of their own."""
    seen: set[type] = set()
    for label in PACKAGES:
        for model in apps.get_app_config(label).get_models():
            queryset = type(model._default_manager.get_queryset())
            for kind in queryset.__mro__:
                if "visible_to" in vars(kind) and issubclass(kind, models.QuerySet) and kind not in seen:
                    seen.add(kind)
                    yield kind


def words_at(site: Site) -> str:
    """The line, as it is written: it stays the same when lines above it come and go."""
    file, line = site
    return (ROOT / file).read_text().splitlines()[line - 1].strip()
