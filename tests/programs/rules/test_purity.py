"""Rules take days as arguments and ask no clock; the import contracts forbid the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RULES = Path(__file__).resolve().parents[3] / "programs" / "rules"


@pytest.mark.parametrize("module", sorted(RULES.glob("*.py")), ids=lambda path: path.stem)
def test_no_rule_asks_what_time_it_is(module: Path):
    assert not re.search(r"\b(?:now|today|utcnow|fromtimestamp)\(", module.read_text("utf-8"))
