"""Every place in the code that checks a token, a signature or a shared secret, found there, by file and function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .guard_sites import PACKAGES, ROOT

#: What is called to check one: a signature, a comparison in constant time, the secret of a provider, a passkey.
CHECKS = frozenset(
    ["unsign", "unsign_object", "constant_time_compare", "compare_digest", "run_validators", "complete_authentication"]
)
CHECKS_OF = frozenset([("signing", "loads"), ("utils", "get_user"), ("sesame", "get_user")])


def token_sites() -> set[str]:
    """As ``athletes/mail/links.py calendar_owner``."""
    found: set[str] = set()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            found.update(
                f"{file.relative_to(ROOT).as_posix()} {name}" for name in _functions_that_check(file.read_text())
            )
    return found


def _functions_that_check(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and any(map(_checks, ast.walk(node))):
            yield node.name


def _checks(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Name):
        return function.id in CHECKS
    if not isinstance(function, ast.Attribute):
        return False
    return function.attr in CHECKS or (_owner(function.value), function.attr) in CHECKS_OF


def _owner(value: ast.expr) -> str:
    return getattr(value, "attr", "") or getattr(value, "id", "")
