"""What a reader raises is said in words, with what stands in their braces."""

from __future__ import annotations

from programs.uploads.errors import UnreadableError, gettext_noop


def test_words_are_filled_and_kept_apart_for_translation():
    error = UnreadableError(gettext_noop("Row {number} has more than 100 columns."), number=7)
    assert str(error) == "Row 7 has more than 100 columns."
    assert (error.words, error.values) == ("Row {number} has more than 100 columns.", {"number": 7})


def test_a_name_with_braces_is_no_pattern():
    assert str(UnreadableError("{x} cannot be read.")) == "{x} cannot be read."
