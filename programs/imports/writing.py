"""Rows of text as a CSV or XLSX file in which no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO
from typing import Literal

from openpyxl import Workbook

from .rows import MARKED

Format = Literal["csv", "xlsx"]
TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_table(rows: Iterable[Mapping[str, str]], columns: list[str], kind: Format) -> bytes:
    """Rows as a file; texts that a spreadsheet would take for a formula are led by an apostrophe."""
    lines = [columns]
    for row in rows:
        lines.append(_marked(row[column] for column in columns))
    if kind == "xlsx":
        return _workbook(lines)
    return _csv(lines).encode()


def write_lines(lines: Iterable[list[str]]) -> bytes:
    """A CSV file that Excel opens by a double click: led by the mark that tells it the encoding."""
    return _csv(map(_marked, lines)).encode("utf-8-sig")


def _csv(lines: Iterable[list[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def _workbook(lines: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _marked(cells: Iterable[str]) -> list[str]:
    return [f"'{text}" if text.startswith(MARKED) else text for text in cells]
