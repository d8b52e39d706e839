"""A text as rows: CSV in any usual delimiter and encoding. Read in a process of its own, without Django."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import BinaryIO

from programs.uploads.errors import UnreadableError, gettext_noop

from .rows import Row, bounded_rows

DELIMITERS = (",", ";", "\t", "|")
#: Lines that are asked which delimiter parts them.
SAMPLE_LINES = 50
#: What stands before text that says how it is encoded; the longer ones first.
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NO_TABLE = gettext_noop("This is no table. Choose a CSV file or an Excel workbook (.xlsx).")


def read(stream: BinaryIO) -> Iterator[list[Row]]:
    """All rows, at once. Raises UnreadableError for what is no table."""
    yield rows_of_text(stream.read())


def rows_of_text(content: bytes) -> list[Row]:
    """Raises UnreadableError for what is no table."""
    return bounded_rows(_text_rows(_decoded(content)))


def _decoded(content: bytes) -> str:
    """The text, by its mark; else UTF-16 if every other byte is none, else UTF-8, else as Windows writes it."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableError(NO_TABLE) from error
    if "\x00" in text:
        raise UnreadableError(NO_TABLE)
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
        words = gettext_noop("Line {number} cannot be read: a quotation mark may be missing there.")
        raise UnreadableError(words, number=reader.line_num) from error


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
