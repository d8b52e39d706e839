"""Numbers, days and identities as a person or a phone writes them; what only Python reads is none."""

from __future__ import annotations

import uuid

import pytest

from programs.typed import is_day, is_identity, is_number, is_whole_number, says_its_zone


@pytest.mark.parametrize("text", ["7", "-7", " 7 ", "0", "007", "7.5", "7,25"])
def test_a_number_is_typed_with_a_keyboard(text):
    assert is_number(text)
    assert is_whole_number(text) == (text.strip("- ").isdecimal())


@pytest.mark.parametrize(
    "text", ["", "٥", "1_0", "1e3", "nan", "Infinity", "0x10", "+7", "7.", ".5", "1.5.2", "9" * 41, "²", "7 8"]
)
def test_what_only_python_reads_is_no_number(text):
    assert not is_number(text)
    assert not is_whole_number(text)


@pytest.mark.parametrize(
    ("text", "is_one"), [("2026-11-02", True), ("2026-1-2", False), ("٢٠٢٦-١١-٠٢", False), ("2026-11-02T07:00", False)]
)
def test_a_day_is_written_as_browsers_write_it(text, is_one):
    assert is_day(text) == is_one


def test_zeros_and_ones_are_nobody_s_identity():
    assert is_identity(uuid.uuid4())
    assert not is_identity(uuid.UUID(int=0))
    assert not is_identity(uuid.UUID(int=2**128 - 1))


def test_a_time_says_where_it_is_meant():
    assert says_its_zone("2026-11-02T07:00:00+00:00")
    assert not says_its_zone("2026-11-02T07:00:00")
    with pytest.raises(ValueError, match="isoformat"):
        says_its_zone("seven")
