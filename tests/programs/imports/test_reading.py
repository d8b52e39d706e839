"""What a spreadsheet writes is read, whatever it parts its columns with and however it writes an umlaut."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO

import pytest

from programs.imports import reading
from programs.imports.reading import UnreadableError, read_table
from tests.tables import csv_file, xlsx_file

#: A comma, a semicolon and a quotation mark inside cells, and letters that no two encodings write alike.
LINES = [
    ["Name", "Pattern", "Short cue"],
    ["Bulgarian split squat", "Single leg", 'Knee over toe, "tall"; slow'],
    ["Übung für Läufer – café", "hip_hinge", "naïve"],
]
READ = [(1, LINES[0]), (2, LINES[1]), (3, LINES[2])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_delimiter_in_any_common_encoding_is_read(delimiter, encoding):
    assert read_table(csv_file(LINES, delimiter=delimiter, encoding=encoding)) == READ


def test_a_workbook_is_read_from_its_first_sheet_that_has_anything():
    assert read_table(xlsx_file([], LINES, [["other", "sheet"]])) == READ


def test_cells_of_a_workbook_read_as_a_person_sees_them():
    ((_number, cells),) = read_table(xlsx_file([[3, 2.5, 3.0, True, datetime(2026, 11, 2), " x ", "'=1"]]))  # noqa: DTZ001
    assert cells == ["3", "2.5", "3", "True", "2026-11-02", "x", "=1"]


def test_rows_keep_the_number_that_the_spreadsheet_shows_and_blank_ones_are_left_out():
    lines = [["Exercises 2026"], [], ["Name", "Pattern"], ["", ""], ["Squat", "squat", ""]]
    expected = [(1, ["Exercises 2026"]), (3, ["Name", "Pattern"]), (5, ["Squat", "squat"])]
    assert read_table(csv_file(lines)) == expected
    assert read_table(xlsx_file(lines)) == expected


def test_a_line_that_names_its_own_delimiter_is_believed():
    """Excel writes it; only by it is one comma in every line no delimiter."""
    assert read_table(b"sep=;\r\na,b;c\r\n1,2;3\r\n") == [(2, ["a,b", "c"]), (3, ["1,2", "3"])]


def test_delimiters_inside_cells_do_not_win():
    """Each row has one semicolon in its last column, and commas between five."""
    lines = [["name", "pattern", "sets", "reps", "qualities"], *[["Squat", "squat", "3", "8", "force;stability"]] * 5]
    assert read_table(csv_file(lines))[1] == (2, ["Squat", "squat", "3", "8", "force;stability"])


def test_line_breaks_inside_a_cell_stay_there():
    assert read_table(b'name,cue\r\nSquat,"one\ntwo"\r\nHinge,x\r\n')[1:] == [
        (2, ["Squat", "one\ntwo"]),
        (3, ["Hinge", "x"]),
    ]


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


def far_apart() -> bytes:
    """A sheet of two cells whose second one stands in the millionth row of the last column."""
    content = xlsx_file([["a"]])
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                text = text.replace(b"</sheetData>", row)
            new.writestr(name, text)
    return out.getvalue()


UNREADABLE = {
    "too large": (b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    "too many rows": (b"name,pattern\n" + b"a,b\n" * 10_100, "more than 10,000 rows"),
    "too many columns": (b"a," * 101 + b"a", "more than 100 columns"),
    "too many blank lines": (b"a,b" + b"\n" * 200_001 + b"a,b", "more than 200,000 lines"),
    "cells far apart": (far_apart(), "more than 200,000 lines"),
    "nothing": (b"", "is empty"),
    "blanks": (b" , ,\n\n", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "no table"),
    "a program": (b"\x7fELF\x02\x01\x01\x00\x00\x00" * 20 + b"\x81", "no table"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old kind"),
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "no workbook": (archive_of("photos/1.jpg", b"x"), "no Excel workbook"),
    "half a workbook": (xlsx_file(LINES)[:900], "damaged"),
    "a bomb": (bomb(), "too large once it is unpacked"),
    "a quotation without an end": (b'a,b\n1,"' + b"x" * 200_000, "Line 2 cannot be read"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_table_is_refused_in_words(content, why):
    with pytest.raises(UnreadableError, match=why):
        read_table(content)


def test_a_sheet_of_too_many_cells_ends_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reading, "MAX_CELLS", 20)
    with pytest.raises(UnreadableError, match="too many cells"):
        read_table(xlsx_file([["a", "b", "c"]] * 8))
    assert len(read_table(xlsx_file([["a", "b", "c"]] * 6))) == 6


def test_entities_in_a_workbook_are_refused():
    """A billion laughs: openpyxl reads by defusedxml, which is installed with the clinic."""
    content = xlsx_file([["a", "b"]])
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("workbook.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + text
            new.writestr(name, text)
    with pytest.raises(UnreadableError, match="damaged"):
        read_table(out.getvalue())
