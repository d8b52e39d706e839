"""Files as other programs write them: by the standard library and openpyxl, never by our own writer."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook

Lines = list[list[object]]


def csv_file(lines: Lines, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)


def xlsx_file(*sheets: Lines) -> bytes:
    """A workbook with one sheet for each list of lines."""
    book = Workbook()
    book.remove(book.active)
    for lines in sheets:
        sheet = book.create_sheet()
        for line in lines:
            sheet.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
