"""The house read as text and as syntax trees: which files there are, and what each function holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("clinic", "athletes", "programs")

Function = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case, ast.comprehension, ast.Assert)


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        for node in ast.walk(self.tree):
            if isinstance(node, kinds):
                yield node

    def functions(self) -> Iterator[Function]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def where(self, node: ast.AST) -> str:
        return f"{self.name}:{node.lineno}"  # type: ignore[attr-defined]


def modules(*packages: str) -> list[Module]:
    """Every module of these packages, migrations left out: nobody writes or reads them by hand."""
    found = []
    for package in packages or PACKAGES:
        paths = sorted((ROOT / package).rglob("*.py"))
        found.extend(Module(path) for path in paths if "migrations" not in path.parts)
    return found


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """What stands in a function itself: a function inside it is asked on its own."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def complexity(function: Function) -> int:
    """The ways through a function, with those that hide in expressions: McCabe's count, each clause of a
    comprehension, each conditional expression, each ``and`` and ``or``."""
    ways = 1
    for node in own_nodes(function):
        if isinstance(node, BRANCHES):
            ways += 1
        if isinstance(node, ast.comprehension):
            ways += len(node.ifs)
        if isinstance(node, ast.BoolOp):
            ways += len(node.values) - 1
    return ways


def lines_of(function: Function) -> int:
    """Lines of a function's body, its docstring left out."""
    body = function.body
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1
