"""The same cause is told once, with a count; the refused rows come back with their reasons."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from programs.imports.reading import read_table
from programs.imports.refusals import ImportRefusedError, RowError, grouped, reason_of, refused_rows
from programs.models import Exercise

ERRORS = [
    RowError(3, "Level", "not a whole number", "two"),
    RowError(4, "Level", "not a whole number", "many"),
    RowError(4, "Pattern", "empty"),
    RowError(9, "Level", "not a whole number", "two"),
    RowError(9, "Sets", "not a whole number", "two"),
]


def test_one_cause_in_one_column_is_one_line_the_most_frequent_first():
    causes = [cause.to_json() for cause in grouped(ERRORS)]
    assert causes[0] == {
        "column": "Level",
        "reason": "not a whole number",
        "count": 3,
        "rows": [3, 4, 9],
        "values": ["two", "many"],
    }
    assert [(cause["column"], cause["count"]) for cause in causes] == [("Level", 3), ("Pattern", 1), ("Sets", 1)]


def test_a_cause_shows_a_few_rows_and_counts_them_all():
    (cause,) = grouped(RowError(row, "Level", "empty") for row in range(2, 300))
    assert (cause.to_json()["count"], cause.to_json()["rows"]) == (298, [2, 3, 4, 5, 6])


def test_the_refused_rows_are_a_file_that_can_be_mended_and_imported():
    rows = [(1, ["Title"]), (2, ["Name", "Level"]), (3, ["Squat", "two", "note"]), (4, ["=Hinge"]), (5, ["Good", "2"])]
    back = read_table(refused_rows(rows, 1, ERRORS))
    assert back == [
        (1, ["Name", "Level", "", "Reason"]),
        (2, ["Squat", "two", "note", "Level: not a whole number: “two”"]),
        (3, ["=Hinge", "", "", "Level: not a whole number: “many”; Pattern: empty"]),
    ]


def test_an_error_reads_as_row_column_and_reason():
    assert str(ERRORS[0]) == "row 3, Level: not a whole number: “two”"
    assert str(ImportRefusedError(ERRORS[:1])) == str(ERRORS[0])


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "x" * 121, "longer than 120 characters"),
        ("name", "", "empty"),
        ("level", 6, "more than 5"),
        ("level", None, "empty"),
        ("name", "two\nlines", "Names have no line breaks or control characters"),
    ],
)
def test_a_field_says_the_same_of_every_value(field, value, reason):
    with pytest.raises(ValidationError) as refused:
        Exercise._meta.get_field(field).clean(value, None)
    assert reason_of(refused.value.error_list[0]) == reason
