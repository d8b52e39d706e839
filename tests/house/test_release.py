"""A release is cut in one step: CHANGELOG, commit and tag agree, and the image's name comes from the tag."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.rehearsal.releases import current, former

from .release import ROOT, ReleaseError, check_name, cut, release

DAY = date(2026, 11, 29)
LOG = "# Changelog\n\nIntro.\n\n## Unreleased\n\n### Added\n- One.\n\n## v1.3.0 - 2026-10-01\n\n- Old.\n"


def git(root: Path, *command: str) -> str:
    own = ["git", "-c", "user.name=N", "-c", "user.email=n@x.example", *command]
    return subprocess.run(own, cwd=root, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    for part in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{part}_NAME", "Nora Quist")
        monkeypatch.setenv(f"GIT_{part}_EMAIL", "nora@stridewell.example")
    git(tmp_path, "init", "--quiet")
    (tmp_path / "CHANGELOG.md").write_text(LOG)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    return tmp_path


def test_what_was_unreleased_gets_the_name_and_nothing_else_changes():
    assert cut(LOG, "v1.4.0", DAY) == LOG.replace(
        "## Unreleased\n\n### Added", "## Unreleased\n\n## v1.4.0 - 2026-11-29\n\n### Added"
    )


def test_our_own_changelog_can_be_cut_and_not_twice():
    text = (ROOT / "CHANGELOG.md").read_text()
    released = cut(text, "v9.9.9", DAY)
    assert len(released) == len(text) + len("## v9.9.9 - 2026-11-29\n\n")
    with pytest.raises(ReleaseError, match="nothing under"):
        cut(released, "v9.9.10", DAY)


@pytest.mark.parametrize("name", ["", "1.4.0", "v1.4", "v1.4.0-rc1", "v1.3.0", "v1.2.9", "v0.9.0"])
def test_a_name_that_is_none_or_not_the_next_is_refused(name):
    with pytest.raises(ReleaseError):
        check_name(name, ["v1.3.0", "v1.2.0", "before"])


def test_the_tag_is_the_version_that_the_image_is_built_with(repository):
    release(repository, "v1.4.0", DAY)
    assert current(repository) == "v1.4.0"
    assert git(repository, "log", "-1", "--format=%s") == "release: v1.4.0"
    assert git(repository, "status", "--porcelain") == ""
    (repository / "CHANGELOG.md").write_text(f"{(repository / 'CHANGELOG.md').read_text()}\n- more\n")
    with pytest.raises(ReleaseError, match="not committed"):
        release(repository, "v1.4.1", DAY)
    git(repository, "commit", "--all", "--quiet", "--message", "more")
    assert current(repository).startswith("v1.4.0-1-g")
    assert former(repository).name == "v1.4.0"


def test_a_refusal_changes_nothing(repository):
    with pytest.raises(ReleaseError):
        release(repository, "v1.3.0 ", DAY)
    assert (repository / "CHANGELOG.md").read_text() == LOG
    assert git(repository, "tag") == ""
