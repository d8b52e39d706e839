"""The table of codes and its page say the same."""

from __future__ import annotations

from pathlib import Path

from athletes.api.fhir.codes import CODES, UNITS

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "fhir.md").read_text()


def test_every_code_stands_on_the_page():
    for code in CODES:
        assert f"`{code.code}` | {code.display} |" in PAGE
    for code, _written in UNITS.values():
        assert f"`{code}`" in PAGE
