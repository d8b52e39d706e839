"""Rows and the keys that name them, asked for in every room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model

from .fields import is_key

Row = TypeVar("Row", bound=Model)


def keys_of(rows: Iterable[Model]) -> list[Any]:
    """The key of each row, in their order: a number, or the UUID of what a phone may send first."""
    return [row.pk for row in rows]


def by_key(rows: Iterable[Row]) -> dict[Any, Row]:
    """Each row under its key, in their order."""
    return {row.pk: row for row in rows}


def keys_in(texts: Iterable[str]) -> list[int]:
    """The keys among what a browser sent; what can be none is left out."""
    return [int(text) for text in texts if is_key(text)]
