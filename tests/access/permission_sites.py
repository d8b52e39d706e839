"""Every place in the code that asks what somebody may do, found there: rights, roles, and who is signed in.

Each such expression is wrapped where it stands, in the functions as they were loaded. So it is known which request asks
where, and one place at a time can be made to answer always yes, or always no.
"""

from __future__ import annotations

import ast
import builtins
import gc
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from .guard_sites import PACKAGES, ROOT

#: What is called to ask for a right.
ASKS = re.compile(
    r"has_perm|has_(\w+_)?permission|may_edit_program|may_end_stop|is_responsible_for|needs_second_factor|may_read"
)
#: What is read of a person to the same end.
ROLES = frozenset(["sees_everyone", "is_staff", "is_athlete", "is_active", "is_authenticated"])
#: Where answers of the verbs and the rules stand, not those to a request.
ASIDE = ("clinic/management/", "athletes/management/", "clinic/operations/demo/", "clinic/operations/doctor.py")
WATCH = "_asked_by_a_test"


@dataclass(frozen=True, slots=True)
class Place:
    """One expression: where it begins, and the line as it is written, which stays the same when others come and go."""

    file: str
    line: int
    column: int
    words: str


class _Wrap(ast.NodeTransformer):
    """Puts each expression that asks into a call of the watch, by its number."""

    def __init__(self, file: Path, places: list[Place]) -> None:
        self.name = file.relative_to(ROOT).as_posix()
        self.lines = file.read_text().splitlines()
        self.places = places

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return self._watched(node) if _asks_by_call(node) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        is_read = node.attr in ROLES and isinstance(node.ctx, ast.Load)
        return self._watched(node) if is_read else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """What is answered to Django when it asks for a right is a place too, unless it passes on what it asks."""
        before = len(self.places)
        node.body = [self.visit(statement) for statement in node.body]
        if re.fullmatch(r"has_(\w+_)?permission", node.name) and len(self.places) == before:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    inner.value = self._watched(inner.value)
        return node

    def _watched(self, node: ast.expr) -> ast.expr:
        self.places.append(Place(self.name, node.lineno, node.col_offset, self.lines[node.lineno - 1].strip()))
        number = ast.Constant(len(self.places) - 1)
        watched = ast.Call(ast.Name(WATCH, ast.Load()), [number, node], [])
        return ast.fix_missing_locations(ast.copy_location(watched, node))


def _asks_by_call(node: ast.Call) -> bool:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name == "getattr" and len(node.args) > 1:
        return isinstance(node.args[1], ast.Constant) and node.args[1].value in ROLES
    return ASKS.fullmatch(name) is not None


class Watch:
    """What places said since it was last cleared; and the one that is made to say what it is told."""

    def __init__(self, monkeypatch: Any) -> None:
        self.places: list[Place] = []
        self.said: set[tuple[int, bool]] = set()
        self.told: tuple[int, bool] | None = None
        monkeypatch.setattr(builtins, WATCH, self._answer, raising=False)
        codes = dict(self._wrapped_codes())
        for place in self.places:
            import_module(place.file.removesuffix(".py").replace("/", "."))
        for function in _our_functions():
            code = codes.get(_key(function.__code__))
            if code is not None:
                monkeypatch.setattr(function, "__code__", code)

    def _answer(self, number: int, value: Any) -> Any:
        self.said.add((number, bool(value)))
        if self.told is not None and self.told[0] == number:
            return self.told[1]
        return value

    def _wrapped_codes(self) -> Iterator[tuple[tuple[str, str, int], CodeType]]:
        for package in PACKAGES:
            for file in sorted((ROOT / package).rglob("*.py")):
                if file.relative_to(ROOT).as_posix().startswith(ASIDE):
                    continue
                tree = _Wrap(file, self.places).visit(ast.parse(file.read_text()))
                for code in _codes_in(compile(tree, str(file), "exec", dont_inherit=True)):
                    yield _key(code), code


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    """Of each function in a module that asks, itself or in what is defined in it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_in(constant)
            if _asks(constant):
                yield constant


def _asks(code: CodeType) -> bool:
    return WATCH in code.co_names or any(_asks(each) for each in code.co_consts if isinstance(each, CodeType))


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _our_functions() -> list[FunctionType]:
    """Every function that was loaded from our files; the suite has put them where the collector does not look."""
    gc.unfreeze()
    found = [each for each in gc.get_objects() if type(each) is FunctionType]  # isinstance would wake what is lazy
    gc.freeze()
    return [each for each in found if each.__code__.co_filename.startswith(str(ROOT))]
