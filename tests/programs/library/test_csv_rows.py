"""Rows of a CSV file: numbered as a spreadsheet does, refused where the file is not what it should be."""

from __future__ import annotations

import pytest

from programs.library.csv_rows import check_duplicates, read_rows
from programs.library.exercises import import_library
from programs.library.importing import ImportResult

from .files import CAUTION_COLUMNS, NEW_CAUTION, as_csv, cautions, library, places, refusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", CAUTION_COLUMNS)
def test_a_file_of_cautions_is_refused_without_its_column(column):
    left = [name for name in CAUTION_COLUMNS if name != column]
    bad = as_csv(left, {name: NEW_CAUTION[name] for name in left})
    assert places(refusal(exercises=library(), cautions=bad)) == {(1, column)}


def test_an_empty_file_lacks_every_column():
    assert places(refusal(exercises=library(), cautions="")) == {(1, column) for column in CAUTION_COLUMNS}


@pytest.mark.parametrize(
    "values",
    [[*NEW_CAUTION.values(), "one more"], list(NEW_CAUTION.values())[:-1]],
    ids=["many columns", "few columns"],
)
def test_a_caution_is_refused_with_too(values):
    errors = refusal(exercises=library(), cautions=cautions(values))
    assert places(errors) == {(2, "row")}
    assert errors[0].message == "this row has too many or too few columns"


def test_a_file_from_a_spreadsheet_with_a_byte_order_mark_is_read():
    result = import_library(exercises="\ufeff" + library(), cautions="\ufeff" + cautions(NEW_CAUTION))
    assert result == ImportResult(added=2)


def test_blank_lines_count_and_are_passed_over():
    errors = []
    rows = list(read_rows("a,b\n 1 , 2 \n\n , \n3,4\n", ["a", "b"], errors))
    assert rows == [(2, {"a": "1", "b": "2"}), (5, {"a": "3", "b": "4"})]
    assert errors == []


def test_columns_may_come_in_any_order_and_more_than_are_asked_for():
    assert list(read_rows("c,b,a\n3,2,1\n", ["a", "b"], [])) == [(2, {"c": "3", "b": "2", "a": "1"})]


def test_what_is_no_csv_file_is_said_in_words():
    errors = []
    assert list(read_rows('a,b\n"1' + "x" * 200_000, ["a", "b"], errors)) == []
    assert errors[0].message.startswith("this is not a CSV file")


def test_a_key_in_two_rows_names_the_first():
    errors = []
    rows = [(2, {}), (3, {}), (5, {})]
    check_duplicates(rows, ["a", "b", "a"], errors)
    assert [str(error) for error in errors] == ["row 5, slug: “a” stands in row 2 already"]
