"""Rows of text, bounded as they come, whatever file they stand in. No Django: they are read without it."""

from __future__ import annotations

from collections.abc import Iterable

from programs.uploads.errors import UnreadableError, gettext_noop

#: Rows with something in them, the header and what stands above it included.
MAX_ROWS = 10_050
MAX_COLUMNS = 100
#: Lines of a file, blank ones included.
MAX_LINES = 200_000
#: Of all cells together: a workbook may name one long text in every cell.
MAX_CHARACTERS = 10_000_000
#: Characters that make a spreadsheet take a text for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: What is led by an apostrophe on the way out, the apostrophe itself included: it comes off on the way in.
MARKED = (*FORMULA_STARTS, "'")

#: The number of a row as a spreadsheet counts, and its cells.
Row = tuple[int, list[str]]


def bounded_rows(numbered: Iterable[Row]) -> list[Row]:
    """Every row that has something in it. Cells are stripped; a row may be shorter than another.

    Raises UnreadableError for more than 10,000 rows, 100 columns or 10 million characters, and for an empty table.
    """
    rows: list[Row] = []
    characters = 0
    for number, cells in numbered:
        if number > MAX_LINES:
            raise UnreadableError(
                gettext_noop("The file has more than 200,000 lines, most of them blank. Delete the blank ones.")
            )
        texts = _texts(cells)
        if not texts:
            continue
        if len(texts) > MAX_COLUMNS:
            raise UnreadableError(gettext_noop("Row {number} has more than 100 columns."), number=number)
        characters += sum(map(len, texts))
        if characters > MAX_CHARACTERS:
            raise UnreadableError(gettext_noop("The file has more text than can be read. Import a part of it."))
        rows.append((number, texts))
        if len(rows) > MAX_ROWS:
            raise UnreadableError(
                gettext_noop("The file has more than 10,000 rows. Split it, and import the parts in turn.")
            )
    if not rows:
        raise UnreadableError(gettext_noop("The file is empty."))
    return rows


def _texts(cells: Iterable[str]) -> list[str]:
    texts = [unmarked(cell.strip()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def unmarked(text: str) -> str:
    """A cell without the apostrophe that an export has put before it."""
    is_marked = text.startswith("'") and text[1:].startswith(MARKED)
    return text[1:] if is_marked else text
