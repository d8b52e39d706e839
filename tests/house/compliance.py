"""What the pages of ``docs/compliance`` name: requirements, files, tests, modules and commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/compliance").glob("*.md"))
_QUOTED = re.compile(r"`([^`]+)`")
_PATH = re.compile(
    r"(?:athletes|clinic|programs|tests|docs|deploy|static|templates)/[\w./-]+|[\w-]+\.yml|requirements\.txt"
)
_COMMAND = re.compile(r"manage\.py ([a-z_]+)")
_MODULE = re.compile(r"python -m ([a-z_.]+)")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")

#: How many requirements of levels 1 and 2 each section of the ASVS 5.0.0 has; those of level 3 come after them.
#: Chapters 10 (OAuth and OIDC) and 17 (WebRTC) speak of nothing that is here: a line each.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
WHOLE_CHAPTERS = {"10", "17"}


def requirements() -> set[str]:
    numbered = {f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)}
    return numbered | WHOLE_CHAPTERS


def lines_of_requirements(text: str) -> Iterator[tuple[list[str], str]]:
    """The numbers at the start of each line of a table, and the standing."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and re.match(r"\d", cells[1]):
            yield cells[1].split(", "), cells[3]


def missing(page: Path) -> list[str]:
    """What this page names and nobody has."""
    text = page.read_text()
    gone = [quoted for quoted in _QUOTED.findall(text) if not _is_there(quoted)]
    gone += [module for module in _MODULE.findall(text) if not _is_module(module)]
    return gone + [link for link in _LINK.findall(text) if not (page.parent / link).exists()]


def _is_there(quoted: str) -> bool:
    """Whether what stands in backquotes is a file or a test that exists, or is no name of one."""
    if _PATH.fullmatch(quoted):
        return (ROOT / quoted).exists()
    if re.fullmatch(r"test_\w+\.py", quoted):
        return any((ROOT / "tests").rglob(quoted))
    if re.fullmatch(r"(…|test)_\w+", quoted):
        part = quoted.removesuffix("_…").removeprefix("…")
        return any(part in name for name in _names_of_tests())
    return True


def _is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").exists()


@cache
def _names_of_tests() -> list[str]:
    names: list[str] = []
    for file in (ROOT / "tests").rglob("test_*.py"):
        names += re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    return names


def commands(page: Path) -> set[str]:
    return set(_COMMAND.findall(page.read_text()))
