"""A workbook (XLSX) as rows: the first sheet that has any. Read in a process of its own, without Django.

Its library is written in Rust, and reads twenty times as many cells a second as one in Python. It holds a sheet from
its first cell to its last one: two cells that are far apart end the process, and nothing else.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from programs.uploads.errors import UnreadableError, gettext_noop

from .rows import Row, bounded_rows

#: Cells of a sheet, blank ones included.
MAX_CELLS = 2_000_000
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
DAMAGED = gettext_noop("This workbook is damaged. Open it, save it as XLSX, and try again.")


def read(stream: BinaryIO) -> Iterator[list[Row]]:
    """All rows, at once; formulas by what they came to. Raises UnreadableError for what is no workbook."""
    try:
        _check_unpacked(stream)
        yield bounded_rows(_sheet_rows(stream))
    except (zipfile.BadZipFile, CalamineError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableError(DAMAGED) from error


def _check_unpacked(stream: BinaryIO) -> None:
    """What an archive says of its parts is the most that is ever unpacked of them."""
    with zipfile.ZipFile(stream) as packed:
        names = packed.namelist()
        unpacked_bytes = sum(part.file_size for part in packed.infolist())
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableError(
            gettext_noop("This archive is no Excel workbook. Unpack it, and choose the table inside.")
        )
    if unpacked_bytes > MAX_UNPACKED_BYTES:
        raise UnreadableError(gettext_noop("The file is too large once it is unpacked."))
    stream.seek(0)


def _sheet_rows(stream: BinaryIO) -> Iterator[Row]:
    book = CalamineWorkbook.from_filelike(stream)
    for name in book.sheet_names:
        is_empty = True
        for number, cells in _cells_of(book.get_sheet_by_name(name)):
            is_empty = is_empty and not any(cells)
            yield number, cells
        if not is_empty:
            return


def _cells_of(sheet: Any) -> Iterator[Row]:
    count = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        count += len(cells)
        if count > MAX_CELLS:
            raise UnreadableError(
                gettext_noop("The sheet has too many cells. Delete blank columns to the right, and try again.")
            )
        yield number, list(map(_text, cells))


def _text(cell: object) -> str:
    """A cell as a person sees it: a whole number may come as 3.0, a day as midnight."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return str(cell)
