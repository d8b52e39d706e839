"""Tables in and out as CSV or XLSX, by tablib; the rules of what may stand in them are the importer's."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Literal

import tablib
from django.utils.translation import gettext as _

Format = Literal["csv", "xlsx"]
TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
#: A small file can hold a huge sheet: unpacked it may be this large.
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
#: Characters that make a spreadsheet take a text for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: What is led by an apostrophe on the way out, the apostrophe itself included: it comes off on the way in.
MARKED = (*FORMULA_STARTS, "'")


class UnreadableError(Exception):
    """The file is no table that can be read; the message says why."""


def read_table(name: str, content: bytes) -> str:
    """An uploaded CSV or XLSX file as CSV text, with the marks taken off that an export put on.

    Raises UnreadableError for anything else, and for more than 5 MB or 10,000 rows.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableError(_("The file is larger than 5 MB."))
    try:
        data = _load(name, content)
    except UnreadableError:
        raise
    except Exception as error:  # a damaged file fails anywhere inside its library
        raise UnreadableError(_("This file cannot be read. Save it as CSV or XLSX, and try again.")) from error
    if data.height > MAX_ROWS:
        raise UnreadableError(_("The file has more than 10,000 rows."))
    table = tablib.Dataset(headers=[_text(header) for header in data.headers or []])
    for row in data:
        table.append([_unmarked(_text(cell)) for cell in row])
    return str(table.export("csv"))


def _load(name: str, content: bytes) -> tablib.Dataset:
    if name.lower().endswith(".xlsx"):
        return _xlsx(content)
    return _csv(content)


def _csv(content: bytes) -> tablib.Dataset:
    return tablib.Dataset().load(content.decode("utf-8-sig"), format="csv")


def _xlsx(content: bytes) -> tablib.Dataset:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        unpacked_bytes = 0
        for part in packed.infolist():
            unpacked_bytes += part.file_size
        if unpacked_bytes > MAX_UNPACKED_BYTES:
            raise UnreadableError(_("The file is too large once it is unpacked."))
    return tablib.Dataset().load(BytesIO(content), format="xlsx")


def _text(cell: object) -> str:
    """A cell as it would stand in a CSV file: an empty cell is None, a whole number may come as 3.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _unmarked(text: str) -> str:
    is_marked = text.startswith("'") and text[1:].startswith(MARKED)
    return text[1:] if is_marked else text


def write_table(rows: Iterable[Mapping[str, str]], columns: list[str], kind: Format) -> bytes:
    """Rows as a CSV or XLSX file in which no cell is a formula: such texts are led by an apostrophe."""
    table = tablib.Dataset(headers=columns)
    for row in rows:
        table.append([_marked(row[column]) for column in columns])
    content = table.export(kind)
    if isinstance(content, bytes):
        return content
    return str(content).encode()


def _marked(text: str) -> str:
    return f"'{text}" if text.startswith(MARKED) else text
