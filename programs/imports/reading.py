"""An uploaded table as rows of text. What a file is, is asked of its content, never of its name.

It is read in a process of its own: a text by ``texts.py``, a workbook by ``workbooks.py``.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.uploads.bounded import read_bounded
from programs.uploads.errors import UnreadableError

from .rows import Row

MAX_BYTES = 5 * 1024 * 1024
OLD_EXCEL, ARCHIVE, PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"


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
    kind = "workbooks" if content.startswith(ARCHIVE) else "texts"
    (rows,) = read_bounded(f"programs.imports.{kind}", [content], too_much=_too_much()).all()
    return [(number, cells) for number, cells in rows]


def _too_much() -> str:
    return _(
        "This table holds more than we can read, or has a cell far below or far to the right of it. Copy its rows into "
        "a new sheet and import that."
    )
