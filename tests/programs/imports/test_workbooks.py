"""A workbook is read as a person sees it, and one that is too much or damaged is refused in words."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO

import pytest

from programs.imports import workbooks
from programs.uploads.errors import UnreadableError
from tests import hostile_files
from tests.tables import xlsx_file

LINES = [["Name", "Pattern"], ["Übung", 'Knee over toe, "tall"; slow']]


def rows_of(content: bytes):
    (rows,) = workbooks.read(BytesIO(content))
    return rows


def test_a_workbook_is_read_from_its_first_sheet_that_has_anything():
    assert rows_of(xlsx_file([], LINES, [["other", "sheet"]])) == [(1, LINES[0]), (2, LINES[1])]


def test_cells_of_a_workbook_read_as_a_person_sees_them():
    ((_number, cells),) = rows_of(xlsx_file([[3, 2.5, 3.0, True, datetime(2026, 11, 2), " x ", "'=1", None, "z"]]))  # noqa: DTZ001
    assert cells == ["3", "2.5", "3", "True", "2026-11-02", "x", "=1", "", "z"]


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    lines = [[], ["Exercises 2026"], [], ["Name", "Pattern"]]
    assert rows_of(xlsx_file(lines)) == [(2, ["Exercises 2026"]), (4, ["Name", "Pattern"])]


def bomb() -> bytes:
    """A small archive that says it is 80 MB unpacked."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return packed.getvalue()


def archive_of(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


UNREADABLE = {
    "no workbook": (archive_of("photos/1.jpg", b"x"), "no Excel workbook"),
    "half a workbook": (xlsx_file(LINES)[:900], "damaged"),
    "another archive": (archive_of("xl/worksheets/sheet1.xml", b"<worksheet"), "damaged"),
    "a bomb": (bomb(), "too large once it is unpacked"),
    "one row of a million": (hostile_files.workbook_of_one_row(cells=1_000_000), "is empty"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_workbook_is_refused_in_words(content, why):
    with pytest.raises(UnreadableError, match=why):
        rows_of(content)


def test_a_sheet_of_too_many_cells_ends_before_it_is_read(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_CELLS", 20)
    with pytest.raises(UnreadableError, match="too many cells"):
        rows_of(xlsx_file([["a", "b", "c"]] * 8))
    assert len(rows_of(xlsx_file([["a", "b", "c"]] * 6))) == 6


def test_entities_in_a_workbook_are_never_expanded():
    """A billion laughs are as many letters as they are written with."""
    cell = '<row><c t="inlineStr"><is><t>x&b;</t></is></c></row>'
    document_type = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    content = hostile_files.workbook_of(cell, before=document_type)
    try:
        rows = rows_of(content)
    except UnreadableError:
        rows = []
    assert "aaaa" not in str(rows)
