"""What a file is, is asked of its content; a table comes back as rows from the process that reads it."""

from __future__ import annotations

import pytest

from programs.imports.reading import read_table
from programs.uploads.errors import UnreadableError
from tests.tables import csv_file, xlsx_file

LINES = [["Exercises 2026"], [], ["Name", "Pattern"], ["", ""], ["Übung", "squat", ""]]
READ = [(1, ["Exercises 2026"]), (3, ["Name", "Pattern"]), (5, ["Übung", "squat"])]


@pytest.mark.parametrize("content", [csv_file(LINES), xlsx_file(LINES)], ids=["text", "workbook"])
def test_rows_keep_the_number_that_the_spreadsheet_shows_and_blank_ones_are_left_out(content):
    assert read_table(content) == READ


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old kind"),
        (b"%PDF-1.7\n", "PDF"),
        (b"a," * 101 + b"a", "Row 1 has more than 100 columns"),
        (b"", "is empty"),
    ],
    ids=["too large", "an old workbook", "a PDF", "too many columns", "nothing"],
)
def test_what_is_no_table_is_refused_in_words(content, why):
    with pytest.raises(UnreadableError, match=why):
        read_table(content)
