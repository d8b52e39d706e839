"""deploy/Dockerfile as a builder reads it, and what .dockerignore lets into the image."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Stage:
    """One ``FROM``: its variables, its commands in the order in which they run, and what runs in the end.

    variables -- of ``ENV`` and ``ARG`` alike: both are there while the commands run
    """

    base: str
    variables: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    folder: str = "/"
    user: str = ""
    command: list[str] = field(default_factory=list)


def stages_of(text: str, arguments: dict[str, str] | None = None) -> list[Stage]:
    """Every stage of a Dockerfile. arguments -- as ``--build-arg`` gives them"""
    given = arguments or {}
    before: dict[str, str] = {}
    stages: list[Stage] = []
    for word, rest in _instructions(text):
        if word == "FROM":
            stages.append(Stage(_filled(rest.partition(" AS ")[0], before)))
        elif word == "ARG":
            name, _equals, default = rest.partition("=")
            (stages[-1].variables if stages else before)[name] = given.get(name, default)
        elif stages:
            _take(stages[-1], word, rest)
    return stages


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest) for word, _space, rest in (line.partition(" ") for line in joined.splitlines())]


def _take(stage: Stage, word: str, rest: str) -> None:
    if word == "ENV":
        pairs = dict(pair.split("=", 1) for pair in shlex.split(rest))
        stage.variables |= {name: _filled(value, stage.variables) for name, value in pairs.items()}
    elif word == "RUN":
        stage.commands.append(rest)
    elif word == "WORKDIR":
        stage.folder = rest
    elif word == "USER":
        stage.user = rest
    elif word == "CMD":
        stage.command = [part.strip().strip('"') for part in rest.strip("[]").split(",")]


def _filled(text: str, variables: dict[str, str]) -> str:
    """``${NAME}`` of a variable that the file knows; what comes from the base (``$PATH``) stays as it is."""
    return re.sub(r"\$\{(\w+)\}", lambda match: variables.get(match[1], match[0]), text)


def copy_what_the_image_holds(root: Path, folder: Path) -> None:
    """As .dockerignore says: nothing (``*``), but what is let in (``!path``), and of that never ``**/name``."""
    lines = (root / ".dockerignore").read_text().splitlines()
    first, *rules = [line for line in lines if line and not line.startswith("#")]
    let_in = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    never = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    assert first == "*"
    assert len(let_in) + len(never) == len(rules), "a rule of a kind which cannot be right read here yet"
    for name in let_in:
        source, target = root / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(*never))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
