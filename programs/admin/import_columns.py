"""The page on which one says which column of a file is which of ours: what is chosen, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.imports.columns import HEADER_WITHIN, TableColumn
from programs.imports.rows import Row
from programs.models.imports import UploadedImport

#: Rows of the file, and values of a column, that stand as examples; rows in which those are looked for.
SHOWN_ROWS, SHOWN_VALUES, SEARCHED_ROWS = 5, 3, 50
#: Characters of a row that may name the columns.
SHOWN_HEADER = 80


@dataclass(frozen=True)
class ColumnChoice:
    """One of our columns on the page.

    headings -- the columns of the file by the value of their option
    chosen -- ``at-3`` for a column of the file, ``is-reps`` for one value in every row, empty for neither
    """

    column: TableColumn
    headings: list[tuple[str, str]]
    chosen: str
    examples: list[str]

    @property
    def field(self) -> str:
        return f"column-{self.column.name}"

    @property
    def constants(self) -> list[tuple[str, Any]]:
        return [(f"is-{value}", label) for value, label in self.column.constants]


class ColumnsPage:
    """A file whose columns are being chosen. mapping -- our column to the place of theirs, or to one value for all"""

    def __init__(self, job: UploadedImport, columns: Sequence[TableColumn], mapping: Mapping[str, int | str]) -> None:
        self.job, self.columns, self.mapping = job, columns, mapping
        self.rows: list[Row] = job.numbered_rows
        self.below = self.rows[job.header_place + 1 :]
        self.names = self._names()
        self.choices = list(map(self._choice, columns))

    @property
    def required(self) -> list[ColumnChoice]:
        return [choice for choice in self.choices if choice.column.is_required]

    @property
    def optional(self) -> list[ColumnChoice]:
        return [choice for choice in self.choices if not choice.column.is_required]

    @property
    def unused(self) -> list[str]:
        """Columns of the file that are not imported."""
        used = self.mapping.values()
        return [name for place, name in enumerate(self.names) if place not in used]

    @property
    def sample(self) -> list[list[str]]:
        """The first rows, each as wide as the table."""
        width = len(self.names)
        return [cells + [""] * (width - len(cells)) for _number, cells in self.below[:SHOWN_ROWS]]

    @property
    def header_rows(self) -> list[tuple[int, int, str]]:
        """Place, number and text of the rows that may name the columns."""
        found = []
        for place, (number, cells) in enumerate(self.rows[:HEADER_WITHIN]):
            found.append((place, number, ", ".join(cells)[:SHOWN_HEADER]))
        return found

    def _names(self) -> list[str]:
        """What the columns of the file are called; those without a name are counted."""
        header = self.rows[self.job.header_place][1]
        width = max([len(header), *(len(cells) for _number, cells in self.below[:SHOWN_ROWS])])
        names = []
        for place in range(width):
            heading = header[place] if place < len(header) else ""
            names.append(heading or _("Column {number}").format(number=place + 1))
        return names

    def _choice(self, column: TableColumn) -> ColumnChoice:
        headings = [(f"at-{place}", name) for place, name in enumerate(self.names)]
        source = self.mapping.get(column.name)
        if isinstance(source, int):
            return ColumnChoice(column, headings, f"at-{source}", self._examples(source))
        return ColumnChoice(column, headings, f"is-{source}" if source else "", [])

    def _examples(self, place: int) -> list[str]:
        found = []
        for _number, cells in self.below[:SEARCHED_ROWS]:
            text = cells[place] if place < len(cells) else ""
            if text and text not in found:
                found.append(text)
        return found[:SHOWN_VALUES]


def mapping_of(posted: Mapping[str, str], job: UploadedImport, columns: Sequence[TableColumn]) -> dict[str, int | str]:
    """What was chosen on the page; what the page does not offer counts as not chosen."""
    width = max(len(cells) for _number, cells in job.rows)
    mapping: dict[str, int | str] = {}
    for column in columns:
        source, _dash, value = posted.get(f"column-{column.name}", "").partition("-")
        if source == "at" and _is_place(value, width):
            mapping[column.name] = int(value)
        elif source == "is" and value in dict(column.constants):
            mapping[column.name] = value
    return mapping


def _is_place(text: str, width: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5 and int(text) < width
