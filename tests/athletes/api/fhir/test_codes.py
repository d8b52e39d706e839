"""The table of codes and its page say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from athletes.api.fhir.codes import CODES, SNOMED, UNITS

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "fhir.md").read_text()


def test_every_code_stands_on_the_page():
    for code in CODES:
        assert f"`{code.code}` | {code.display} |" in PAGE
    for code, _written in UNITS.values():
        assert f"`{code}`" in PAGE


#: The tables of Verhoeff, whose digit ends each number of SNOMED CT: one that was typed wrongly does not fit.
TURNS = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043",
    "8765932104", "9876543210",
)  # fmt: skip
PLACES = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


@pytest.mark.parametrize("code", [code.code for code in CODES if code.system == SNOMED])
def test_a_number_of_snomed_ends_in_its_check_digit(code):
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(TURNS[check][int(PLACES[place % 8][int(digit)])])
    assert check == 0
