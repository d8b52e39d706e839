"""The commands of README and docs, as they stand there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCED = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: README shows its first commands as indented lines.
INDENTED = re.compile(r"^    (make .*)$", re.MULTILINE)
INLINE = re.compile(r"`((?:[\w=./-]+ )*?(?:docker compose|make|(?:\S*python )?manage\.py) [^`]+)`")
SEPARATORS = frozenset(["&&", "||", "|", ";"])


@dataclass(frozen=True)
class Command:
    """One command, without what its output goes to. page -- where it stands"""

    page: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {' '.join(self.words)}"

    @property
    def managed(self) -> tuple[str, ...]:
        """What stands behind ``manage.py``; empty for any other command."""
        if "manage.py" not in self.words:
            return ()
        return self.words[self.words.index("manage.py") + 1 :]


def documented() -> list[Command]:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = []
    for page in pages:
        if page.parent.name != "decisions":
            found += _commands_of(page)
    return found


def _commands_of(page: Path) -> Iterator[Command]:
    text, name = page.read_text(), str(page.relative_to(ROOT))
    blocks = [*FENCED.findall(text), *INDENTED.findall(text)]
    for inline in INLINE.findall(text):
        blocks.append(re.sub(r"\s+", " ", inline))
    for block in blocks:
        for words in _split(block):
            yield Command(name, words)


def _split(block: str) -> Iterator[tuple[str, ...]]:
    """Command by command: a line, or several where quotes are open; pipes and ``&&`` part them, ``>`` ends them."""
    waiting = ""
    for line in block.splitlines():
        waiting += f"{line}\n"
        try:
            reader = shlex.shlex(waiting, posix=True, punctuation_chars="|&;<>")
            reader.whitespace_split = True
            words = list(reader)
        except ValueError:
            continue  # a quote is open
        waiting = ""
        yield from _parted(words)


def _parted(words: list[str]) -> Iterator[tuple[str, ...]]:
    command: list[str] = []
    is_target = False
    for word in [*words, ";"]:
        if word in SEPARATORS:
            if command:
                yield tuple(command)
            command, is_target = [], False
        elif word in {"<", ">"}:
            is_target = True
        elif not is_target:
            command.append(word)
