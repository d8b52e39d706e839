"""The image builds: what the Dockerfile runs of ours, run in a copy of what the image holds. No builder is needed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.rehearsal.dockerfile import copy_what_the_image_holds, stages_of

pytestmark = pytest.mark.walk

ROOT = Path(settings.BASE_DIR)
#: Where the image keeps the clinic; the test puts a folder of its own in its place.
IMAGE_HOME = "/srv"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """What stands for /srv of the image, with the clinic in it."""
    copy_what_the_image_holds(ROOT, tmp_path / "clinic")
    return tmp_path


@pytest.mark.parametrize("page", ["docs/deploy.md", "docs/mail.md"])
def test_what_a_page_says_to_install_instead_is_let_into_the_image(home, page):
    """The builder sees nothing that .dockerignore does not let in: such a file was named, and was not there."""
    named = set(re.findall(r"\brequirements[\w-]*\.txt", (ROOT / page).read_text()))
    assert len(named) > 1
    assert [name for name in sorted(named) if not (home / "clinic" / name).exists()] == []


def test_the_image_builds_from_its_own_variables_alone(home):
    build = stages_of((ROOT / "deploy" / "Dockerfile").read_text())[0]
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
