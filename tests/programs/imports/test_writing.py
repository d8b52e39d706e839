"""No cell of a file that leaves the clinic is a formula, and each comes back as it was."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from programs.imports.reading import read_table
from programs.imports.rows import unmarked
from programs.imports.writing import write_lines, write_table

TEXTS = ["=HYPERLINK(1)", "+1", "-2 is low", "@home", "'=1 is a text", "'plain", "plain"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_all_come_back(kind):
    content = write_table([{"a": text, "b": "x"} for text in TEXTS], ["a", "b"], kind)
    if kind == "csv":
        cells = [line[0] for line in csv.reader(StringIO(content.decode()))]
    else:
        cells = [row[0] for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [cells[0] for _number, cells in read_table(content)] == ["a", *TEXTS]


def test_lines_for_a_person_open_in_excel_with_their_umlauts_and_without_formulas():
    content = write_lines([["Übung", "=1"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "Übung,'=1\r\n"


def test_an_apostrophe_of_ones_own_stays():
    assert [unmarked(text) for text in ("'=1", "'plain", "plain", "''=1")] == ["=1", "'plain", "plain", "'=1"]
