"""What a file would do, worked out without storing anything; and what each kind of import brings along."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from programs.models.imports import UploadedImport

from .columns import TableColumn, Words
from .refusals import RowError
from .rows import Row

#: Rows in one statement, and between two words about the progress.
BATCH = 500
#: Differences that a person is shown, value by value.
SHOWN_DIFFERENCES = 50
#: Told after each batch how many rows are done.
Progress = Callable[[int], None]


class ChangedMeanwhileError(Exception):
    """What would be changed has changed since it was read; nothing was stored."""


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row by our columns; what is not in the file has no entry, an empty cell is an empty text."""

    number: int
    values: Mapping[str, str]


def mapped_rows(rows: Sequence[Row], header: int, mapping: Mapping[str, int | str]) -> list[MappedRow]:
    """The rows below the header. mapping -- our column to the place of theirs, or to one value for every row"""
    mapped = []
    for number, cells in rows[header + 1 :]:
        values = {}
        for name, source in mapping.items():
            if isinstance(source, str):
                values[name] = source
            else:
                values[name] = cells[source] if source < len(cells) else ""
        mapped.append(MappedRow(number, values))
    return mapped


def stray_cells(rows: Sequence[Row], header: int) -> list[RowError]:
    """Rows with more cells than the header: what stands behind a delimiter inside a text has moved to the right.

    Where most rows have them, they are a column without a name.
    """
    width, below = len(rows[header][1]), rows[header + 1 :]
    wider = [(number, cells) for number, cells in below if len(cells) > width]
    if len(wider) * 2 > len(below):
        return []
    reason = _("more cells than the header has; a delimiter inside a text needs quotation marks around the text")
    return [RowError(number, _("Row"), reason, cells[width][:80]) for number, cells in wider]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import would do to one thing. changes -- (column, now, then); of a new one what it would be."""

    name: str
    is_new: bool
    changes: list[tuple[str, str, str]]

    def to_json(self) -> dict[str, object]:
        return {"name": self.name, "is_new": self.is_new, "changes": self.changes}


@dataclass
class Plan:
    """What a file would do, and why it may not.

    differences -- the first of them; added and changed count them all
    defaults -- value by column, of what new things get because the file does not say, with how often
    remarks -- further sentences for the person; extra -- what else the report keeps
    """

    errors: list[RowError] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    defaults: dict[str, Counter[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def note_difference(self, difference: Difference) -> None:
        if difference.is_new:
            self.added += 1
        else:
            self.changed += 1
        if len(self.differences) < SHOWN_DIFFERENCES:
            self.differences.append(difference)

    def note_default(self, column: str, value: str) -> None:
        self.defaults.setdefault(column, Counter())[value] += 1


P = TypeVar("P", bound=Plan)


class ImportKind(ABC, Generic[P]):
    """One kind of thing that comes out of tables. uploads -- the table of its uploads; title -- of its pages"""

    uploads: type[UploadedImport]
    title: Words

    @abstractmethod
    def columns(self, user: Any) -> Sequence[TableColumn]:
        """What this person may bring in, in the order of the page."""

    @abstractmethod
    def plan(self, rows: Sequence[MappedRow], user: Any, progress: Progress) -> P:
        """What the rows would do, for this person. Stores nothing."""

    @abstractmethod
    def store(self, plan: P, *, by: Any, at: datetime) -> dict[str, Any]:
        """Store a plan without errors, inside a transaction; what the report keeps of it.

        Raises ChangedMeanwhileError when something that it changes is no longer as it was read.
        """
