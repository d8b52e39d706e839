"""python -m tests.house.figures: how the code reads, in figures that can be compared from year to year."""

from __future__ import annotations

import ast
import re
import statistics
from collections import Counter

from .reading import COMPREHENSIONS, ROOT, complexity, lines_of, modules, templates

SHORT_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)(?=[^{}]*\{)")


def python_figures() -> dict[str, object]:
    ours = modules()
    lines = sum(module.text.count("\n") for module in ours)
    comprehensions = conditionals = ignores = 0
    functions, ways, folders = [], [], Counter[str]()
    for module in ours:
        comprehensions += len(list(module.nodes(*COMPREHENSIONS)))
        conditionals += len(list(module.nodes(ast.IfExp)))
        ignores += module.text.count("# type: ignore")
        folders[module.path.parent.relative_to(ROOT).as_posix()] += 1
        for function in module.functions():
            functions.append(lines_of(function))
            ways.append(complexity(function))
    tests = sum(module.text.count("\n") for module in modules("tests"))
    fullest, count = folders.most_common(1)[0]
    return {
        "lines of Python": lines,
        "comprehensions per 1,000 lines": f"{comprehensions / lines * 1000:.1f} ({comprehensions})",
        "conditional expressions per 1,000 lines": f"{conditionals / lines * 1000:.1f} ({conditionals})",
        "lines of a function, median": statistics.median(functions),
        "functions over complexity 12": sum(way > 12 for way in ways),
        "type: ignore": ignores,
        "modules in the fullest folder": f"{count} ({fullest})",
        "lines of tests per line of code": f"{tests / lines:.2f}",
    }


def template_figures() -> dict[str, object]:
    widths = []
    for path in templates():
        widths.extend(len(line) for line in path.read_text().splitlines())
    return {
        "lines of templates": len(widths),
        "template lines over 140 columns": sum(width > 140 for width in widths),
        "template lines over 200 columns": sum(width > 200 for width in widths),
        "widest template line": max(widths),
    }


def style_figures() -> dict[str, object]:
    sheets = sorted((ROOT / "static").rglob("*.css"))
    text = "\n".join(path.read_text() for path in sheets)
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    names = set(SHORT_CLASS.findall(bare))
    short = sorted(name for name in names if len(name) <= 3)
    longest = max(sheets, key=lambda path: path.read_text().count("\n"))
    return {
        "stylesheets": len(sheets),
        "longest stylesheet": f"{longest.read_text().count(chr(10))} lines ({longest.name})",
        "comments in stylesheets": text.count("/*"),
        "class names of three letters or fewer": f"{len(short)} of {len(names)}: {' '.join(short)}",
    }


if __name__ == "__main__":
    for name, value in (python_figures() | template_figures() | style_figures()).items():
        print(f"{name:45} {value}")  # noqa: T201 - this is the command's answer
