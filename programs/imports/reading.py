"""An uploaded file as rows of text: CSV in any usual delimiter and encoding, or XLSX.

What a file is, is asked of its content, never of its name. Everything is bounded while it is read: bytes before they
are decoded, an archive before it is unpacked, rows and cells as they come.
"""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .writing import unmarked

MAX_BYTES = 5 * 1024 * 1024
#: Rows with something in them, the header and what stands above it included.
MAX_ROWS = 10_050
MAX_COLUMNS = 100
#: Lines of a file, blank ones included, and cells of a sheet: a small archive can hold a huge one.
MAX_LINES = 200_000
MAX_CELLS = 2_000_000
MAX_UNPACKED_BYTES = 60 * 1024 * 1024

DELIMITERS = (",", ";", "\t", "|")
#: Lines that are asked which delimiter parts them.
SAMPLE_LINES = 50
#: What stands before text that says how it is encoded; the longer ones first.
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OLD_EXCEL, ARCHIVE, PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"

#: The number of a row as a spreadsheet counts, and its cells.
Row = tuple[int, list[str]]


class UnreadableError(Exception):
    """The file is no table that can be read; the message says why, and what to do."""


def read_table(content: bytes) -> list[Row]:
    """Every row that has something in it. Cells are stripped; a row may be shorter than another.

    Raises UnreadableError for what is no table, and for more than 5 MB, 10,000 rows or 100 columns.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableError(_("The file is larger than 5 MB. Split it, and import the parts one after the other."))
    if content.startswith(OLD_EXCEL):
        raise UnreadableError(_("This is an Excel file of the old kind (.xls). Save it as “Excel Workbook (.xlsx)”."))
    if content.startswith(PDF):
        raise UnreadableError(_("This is a PDF. Export the table as CSV or XLSX where it was made."))
    rows = _bounded(_sheet_rows(content) if content.startswith(ARCHIVE) else _text_rows(_decoded(content)))
    if not rows:
        raise UnreadableError(_("The file is empty."))
    return rows


def _bounded(numbered: Iterable[Row]) -> list[Row]:
    rows: list[Row] = []
    for number, cells in numbered:
        if number > MAX_LINES:
            raise UnreadableError(_("The file has more than 200,000 lines, most of them blank. Delete the blank ones."))
        texts = [unmarked(cell.strip()) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if len(texts) > MAX_COLUMNS:
            raise UnreadableError(_("Row {number} has more than 100 columns.").format(number=number))
        rows.append((number, texts))
        if len(rows) > MAX_ROWS:
            raise UnreadableError(_("The file has more than 10,000 rows. Split it, and import the parts in turn."))
    return rows


# -- text --------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    """The text, by its mark; else UTF-16 if every other byte is none, else UTF-8, else as Windows writes it."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableError(_not_a_table()) from error
    if "\x00" in text:
        raise UnreadableError(_not_a_table())
    return text


def _encoding(content: bytes) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    sample = content[:2000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and sample[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return "utf-8"


def _text_rows(text: str) -> Iterator[Row]:
    text, delimiter = _delimiter(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:  # a cell without an end, most often
        words = _("Line {number} cannot be read: a quotation mark may be missing there.")
        raise UnreadableError(words.format(number=reader.line_num)) from error


def _delimiter(text: str) -> tuple[str, str]:
    """What parts the columns: it cuts most lines into the same number of pieces, and the more pieces the likelier.

    Excel may say so itself in a first line of its own, such as ``sep=;``, which becomes a blank one.
    """
    first_line = text[:20].splitlines()[:1]
    for delimiter in DELIMITERS:
        if [f"sep={delimiter}"] == list(map(str.lower, first_line)):
            return text[len(first_line[0]) :], delimiter
    best, most = DELIMITERS[0], 0
    for delimiter in DELIMITERS:
        likelihood = _likelihood(text, delimiter)
        if likelihood > most:
            best, most = delimiter, likelihood
    return text, best


def _likelihood(text: str, delimiter: str) -> int:
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(line) for line in islice(lines, SAMPLE_LINES) if any(line))
    except csv.Error:
        return 0
    return max((lines_of_it * (width - 1) for width, lines_of_it in widths.items()), default=0)


# -- spreadsheets ------------------------------------------------------------------------------


def _sheet_rows(content: bytes) -> Iterator[Row]:
    """The rows of the first sheet that has any; formulas by what they came to."""
    try:
        _check_unpacked(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its own size may be wrong, or meant to hurt
            is_empty = True
            for number, cells in _cells_of(sheet):
                is_empty = is_empty and not any(cells)
                yield number, cells
            if not is_empty:
                return
    except UnreadableError:
        raise
    except Exception as error:  # a damaged file fails anywhere inside its library
        raise UnreadableError(_("This workbook is damaged. Open it, save it as XLSX, and try again.")) from error


def _check_unpacked(content: bytes) -> None:
    """What an archive says of its parts is the most that is ever unpacked of them."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        names = packed.namelist()
        unpacked_bytes = sum(part.file_size for part in packed.infolist())
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableError(_("This archive is no Excel workbook. Unpack it, and choose the table inside."))
    if unpacked_bytes > MAX_UNPACKED_BYTES:
        raise UnreadableError(_("The file is too large once it is unpacked."))


def _cells_of(sheet: Any) -> Iterator[Row]:
    count = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        count += len(cells)
        if count > MAX_CELLS:
            raise UnreadableError(_("The sheet has too many cells. Delete blank columns to the right, and try again."))
        yield number, list(map(_text, cells))


def _text(cell: object) -> str:
    """A cell as a person sees it: an empty one is None, a whole number may come as 3.0, a day as midnight."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return str(cell)


def _not_a_table() -> str:
    return _("This is no table. Choose a CSV file or an Excel workbook (.xlsx).")
