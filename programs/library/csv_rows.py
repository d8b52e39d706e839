"""Rows of a CSV file with their numbers, and what every file of the library is checked for."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from io import StringIO

from programs.imports.refusals import RowError

CsvRow = dict[str, str]
NumberedRow = tuple[int, CsvRow]


def read_rows(text: str, columns: list[str], errors: list[RowError]) -> Iterator[NumberedRow]:
    """The rows with their numbers as a spreadsheet counts them; blank lines count and are passed over.

    What cannot be read is added to errors.
    """
    try:
        lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error as error:
        errors.append(RowError(1, "row", f"this is not a CSV file: {error}"))
        return
    header = lines[0] if lines else []
    lacking = [column for column in columns if column not in header]
    for column in lacking:
        errors.append(RowError(1, column, "this column is missing"))
    if lacking:
        return
    for number, cells in enumerate(lines[1:], start=2):
        texts = list(map(str.strip, cells))
        if not any(texts):
            continue
        if len(texts) == len(header):
            yield number, dict(zip(header, texts, strict=True))
        else:
            errors.append(RowError(number, "row", "this row has too many or too few columns"))


def check_duplicates(rows: Iterable[NumberedRow], keys: Iterable[str], errors: list[RowError]) -> None:
    """No key stands in two rows. keys -- one for each row, in their order"""
    seen: dict[str, int] = {}
    for (number, _row), key in zip(rows, keys, strict=True):
        if key in seen:
            errors.append(RowError(number, "slug", f"“{key}” stands in row {seen[key]} already"))
        seen.setdefault(key, number)


def check_slugs(
    rows: Iterable[NumberedRow], slugs: Collection[str], columns: tuple[str, ...], errors: list[RowError]
) -> None:
    """Every slug in these columns names an exercise, and another one than the row's own."""
    for number, row in rows:
        for column in columns:
            if row[column] and row[column] not in slugs:
                errors.append(RowError(number, column, f"there is no exercise “{row[column]}”"))
            elif row[column] == row["slug"] and column != "slug":
                errors.append(RowError(number, column, "an exercise cannot stand in for itself"))
