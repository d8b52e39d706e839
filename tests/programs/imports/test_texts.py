"""What a spreadsheet writes as text is read, whatever it parts its columns with and however it writes an umlaut."""

from __future__ import annotations

import pytest

from programs.imports.texts import rows_of_text
from programs.uploads.errors import UnreadableError
from tests.tables import csv_file

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
    assert rows_of_text(csv_file(LINES, delimiter=delimiter, encoding=encoding)) == READ


def test_a_line_that_names_its_own_delimiter_is_believed():
    """Excel writes it; only by it is one comma in every line no delimiter."""
    assert rows_of_text(b"sep=;\r\na,b;c\r\n1,2;3\r\n") == [(2, ["a,b", "c"]), (3, ["1,2", "3"])]


def test_delimiters_inside_cells_do_not_win():
    """Each row has one semicolon in its last column, and commas between five."""
    lines = [["name", "pattern", "sets", "reps", "qualities"], *[["Squat", "squat", "3", "8", "force;stability"]] * 5]
    assert rows_of_text(csv_file(lines))[1] == (2, ["Squat", "squat", "3", "8", "force;stability"])


def test_line_breaks_inside_a_cell_stay_there():
    assert rows_of_text(b'name,cue\r\nSquat,"one\ntwo"\r\nHinge,x\r\n')[1:] == [
        (2, ["Squat", "one\ntwo"]),
        (3, ["Hinge", "x"]),
    ]


UNREADABLE = {
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "no table"),
    "a program": (b"\x7fELF\x02\x01\x01\x00\x00\x00" * 20 + b"\x81", "no table"),
    "a quotation without an end": (b'a,b\n1,"' + b"x" * 200_000, "Line 2 cannot be read"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_text_of_a_table_is_refused_in_words(content, why):
    with pytest.raises(UnreadableError, match=why):
        rows_of_text(content)
