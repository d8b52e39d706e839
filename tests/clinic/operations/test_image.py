"""The image builds: what the Dockerfile runs of ours, run in a copy of what the image holds. No builder is needed."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: Where the image keeps the clinic; the test puts a folder of its own in its place.
IMAGE_HOME = "/srv"


@dataclass
class Stage:
    """One ``FROM`` of the Dockerfile: its variables, and its commands in the order in which they run."""

    variables: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)


def stages_of_the_dockerfile() -> list[Stage]:
    lines = (ROOT / "deploy" / "Dockerfile").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    stages: list[Stage] = []
    for instruction in text.replace("\\\n", " ").splitlines():
        word, _space, rest = instruction.partition(" ")
        if word == "FROM":
            stages.append(Stage())
        elif word == "ENV":
            stages[-1].variables |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "RUN":
            stages[-1].commands.append(rest)
    return stages


def copy_what_the_image_holds(folder: Path) -> None:
    """As .dockerignore says: nothing (``*``), but what is let in (``!path``), and of that never ``**/name``."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    first, *rules = [line for line in lines if line and not line.startswith("#")]
    let_in = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    never = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    assert first == "*"
    assert len(let_in) + len(never) == len(rules), "a rule of a kind that this test cannot read yet"
    for name in let_in:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(*never))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """What stands for /srv of the image, with the clinic in it."""
    copy_what_the_image_holds(tmp_path / "clinic")
    return tmp_path


def test_the_image_builds_from_its_own_variables_alone(home):
    build = stages_of_the_dockerfile()[0]
    ours = [command for command in build.commands if "manage.py" in command or "compileall" in command]
    assert ours, "the Dockerfile runs nothing of the project: this test has nothing to look at"
    variables = build.variables | {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    for command in ours:
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace(IMAGE_HOME, str(home))],
            cwd=home / "clinic", env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert list((home / "static" / "css").glob("base.*.css"))
    assert list((home / "clinic" / "clinic" / "__pycache__").glob("settings.*.pyc"))
