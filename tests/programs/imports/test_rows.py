"""Rows are bounded as they come: in number, in width, in blank lines and in text."""

from __future__ import annotations

import pytest

from programs.imports.rows import MAX_CHARACTERS, bounded_rows, unmarked
from programs.uploads.errors import UnreadableError


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(number, ["a"]) for number in range(1, 10_052)], "more than 10,000 rows"),
        ([(1, ["a"] * 101)], "Row 1 has more than 100 columns"),
        ([(200_001, ["a"])], "more than 200,000 lines"),
        ([(number, ["x" * 100_000]) for number in range(MAX_CHARACTERS // 100_000 + 1)], "more text than can be read"),
        ([], "is empty"),
        ([(1, [" ", ""]), (2, [])], "is empty"),
    ],
    ids=["rows", "columns", "blank lines", "text", "nothing", "blanks"],
)
def test_what_is_too_much_or_nothing_is_refused(rows, why):
    with pytest.raises(UnreadableError, match=why):
        bounded_rows(rows)


def test_cells_are_stripped_and_blank_ones_at_the_end_are_left_out():
    assert bounded_rows([(1, [" a ", "", "b", " "]), (2, [""]), (5, ["c"])]) == [(1, ["a", "", "b"]), (5, ["c"])]


def test_the_apostrophe_of_an_export_comes_off():
    assert list(map(unmarked, ["'=1", "''a", "'a", "a"])) == ["=1", "'a", "'a", "a"]
