"""Rules take days as arguments and ask no clock; the import contracts forbid the rest. Their tests need no Django."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
RULES = TESTS.parents[2] / "programs" / "rules"


@pytest.mark.parametrize("module", sorted(RULES.rglob("*.py")), ids=lambda path: path.stem)
def test_no_rule_asks_what_time_it_is(module: Path):
    assert not re.search(r"\b(?:now|today|utcnow|fromtimestamp)\(", module.read_text("utf-8"))


def imported_by(module: Path) -> set[str]:
    """Every module that this one names in an import; relative ones stay among the tests of the rules."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("module", sorted(TESTS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_test_of_the_rules_imports_nothing_that_needs_django(module: Path):
    for name in imported_by(module):
        is_rule = name == "programs.rules" or name.startswith("programs.rules.")
        is_tool = name.partition(".")[0] in {"pytest", "hypothesis", *sys.stdlib_module_names}
        assert is_rule or is_tool, name
