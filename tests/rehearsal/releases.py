"""Which release this is, and which came before it, as the tags of the history say."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from .containers import RehearsalError

#: What makes the tables; a commit that changed none of them has today's.
TABLES = [f"{app}/migrations" for app in ("athletes", "clinic", "programs")]


@dataclass(frozen=True)
class Release:
    """commit -- where it stands in the history; is_tagged -- whether somebody gave it its name"""

    name: str
    commit: str
    is_tagged: bool


def current(root: Path) -> str:
    """As docs/deploy.md writes it into .env; without a history nobody knows."""
    return _git(root, "describe", "--tags", "--always") or "unnamed"


def former(root: Path) -> Release | None:
    """The newest tag before this commit. As long as there is none: the first commit that had the tables of today."""
    if tag := _git(root, "describe", "--tags", "--abbrev=0", "HEAD~1"):
        return Release(tag, _git(root, "rev-parse", f"{tag}^{{commit}}"), is_tagged=True)
    commit = _git(root, "log", "-1", "--format=%H", "--", *TABLES)
    return Release(commit[:8], commit, is_tagged=False) if commit else None


def check_out(root: Path, release: Release, folder: Path) -> Path:
    """The files of a release, in a folder of their own."""
    done = subprocess.run(["git", "archive", release.commit], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise RehearsalError(f"{release.name} cannot be checked out: {done.stderr.decode()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def _git(root: Path, *command: str) -> str:
    """Empty where git, the history or what is asked for is not there."""
    own = ["git", "-c", f"safe.directory={root}", *command]
    try:
        done = subprocess.run(own, cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
