"""Names of columns are read by what they say; a title above them is passed over; what was chosen is remembered."""

from __future__ import annotations

import pytest

from programs.imports.columns import TableColumn, find_header, key_of, mapping_errors, suggested

COLUMNS = (
    TableColumn(name="name", label="Name", synonyms=("exercise",), is_required=True),
    TableColumn(name="pattern", label="Pattern", synonyms=("category",), is_required=True),
    TableColumn(name="default_rest_s", label="Rest (seconds)", synonyms=("rest",)),
    TableColumn(name="short_cue", label="Short cue", synonyms=("cue",)),
)


@pytest.mark.parametrize("text", ["Short Cue", "short_cue", "SHORT-CUE:", " short  cue ", "ShortCue"])
def test_blanks_case_and_signs_say_nothing(text):
    assert key_of(text) == "shortcue"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Name", "Pattern"], {"name": 0, "pattern": 1}),
        (["CATEGORY", "", "Exercise"], {"name": 2, "pattern": 0}),
        (["name", "Rest (sec)", "cue"], {"name": 0, "default_rest_s": 1, "short_cue": 2}),
        (["DEFAULT_REST_S", "Rest"], {"default_rest_s": 0}),
        (["Photo", "Owner"], {}),
    ],
)
def test_a_header_names_our_columns_by_meaning(header, expected):
    assert suggested(header, COLUMNS) == expected


def test_what_was_chosen_the_last_time_goes_before_what_a_name_seems_to_say():
    remembered = {"name": "Übung", "short_cue": "exercise", "pattern": "not in this file"}
    header = ["Exercise", "Category", "ÜBUNG"]
    assert suggested(header, COLUMNS, remembered) == {"name": 2, "short_cue": 0, "pattern": 1}


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Name", "Pattern"], ["Squat", "squat"]], 0),
        ([["Exercises of the clinic"], ["as of", "2026"], ["Exercise", "Category"], ["Squat", "squat"]], 2),
        ([["Exercise list"], ["Übung", "Muster"], ["Squat", "squat"]], 1),
        ([["alone"]], 0),
    ],
    ids=["first", "below a title", "in words nobody knows", "one cell"],
)
def test_the_header_is_the_row_that_names_the_most(rows, place):
    numbered = list(enumerate(rows, start=1))
    assert find_header(numbered, COLUMNS) == place


def test_a_required_column_is_asked_for_by_its_label_and_no_column_stands_for_two():
    assert mapping_errors({"name": 0, "pattern": "mobility"}, COLUMNS) == []
    (missing,) = mapping_errors({"name": 0}, COLUMNS)
    assert "“Pattern”" in missing
    (twice,) = mapping_errors({"name": 0, "pattern": 0}, COLUMNS)
    assert "both “Name” and “Pattern.”" in twice
