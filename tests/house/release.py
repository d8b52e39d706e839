"""A release is cut: ``make release VERSION=v1.4.0`` gives what is unreleased that name, and tags the commit.

Nothing leaves this machine; the last line says what to push.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"v(\d+)\.(\d+)\.(\d+)", re.ASCII)
UNRELEASED = "## Unreleased\n"


class ReleaseError(Exception):
    """Why this cannot be released, in a sentence."""


def cut(text: str, name: str, on: date) -> str:
    """CHANGELOG, with what was unreleased under the release's name and day, and nothing unreleased above it.

    Raises ReleaseError where there is nothing to release, or the name stands there already.
    """
    if f"## {name} " in text:
        raise ReleaseError(f"CHANGELOG.md has {name} already.")
    before, heading, after = text.partition(UNRELEASED)
    changes, following, rest = after.partition("\n## ")
    if not heading or not changes.strip():
        raise ReleaseError("CHANGELOG.md has nothing under “Unreleased”.")
    released = f"## {name} - {on.isoformat()}\n\n{changes.strip()}\n"
    return f"{before}{UNRELEASED}\n{released}{following}{rest}"


def check_name(name: str, tags: list[str]) -> None:
    """Raises ReleaseError where it is no name of a release, or not newer than each there was."""
    asked = NAME.fullmatch(name)
    if asked is None:
        raise ReleaseError("A release is called like v1.4.0: make release VERSION=v1.4.0")
    for tag in tags:
        former = NAME.fullmatch(tag)
        if former is not None and _numbers(former) >= _numbers(asked):
            raise ReleaseError(f"{tag} is there already: the next one has a higher number.")


def _numbers(name: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, name.groups()))


def release(root: Path, name: str, on: date) -> None:
    """Cut CHANGELOG, commit it, tag the commit. Raises ReleaseError, and then nothing has changed."""
    if _git(root, "status", "--porcelain"):
        raise ReleaseError("Something is not committed: git status")
    check_name(name, _git(root, "tag", "--list").split())
    changelog = root / "CHANGELOG.md"
    changelog.write_text(cut(changelog.read_text(), name, on))
    _git(root, "commit", "--all", "--message", f"release: {name}")
    _git(root, "tag", "--annotate", name, "--message", f"{name}, {on.isoformat()}")


def _git(root: Path, *command: str) -> str:
    done = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ReleaseError(done.stderr.strip())
    return done.stdout


if __name__ == "__main__":
    try:
        release(ROOT, sys.argv[1] if len(sys.argv) > 1 else "", date.today())  # noqa: DTZ011 - the day at this desk
    except ReleaseError as error:
        sys.exit(str(error))
    sys.stdout.write(f"Look at it with git show {sys.argv[1]}, then: git push --follow-tags\n")
