"""The image builds: what the Dockerfile runs of ours, run in a copy of what the image holds. No builder is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.rehearsal.dockerfile import copy_what_the_image_holds, stages_of

ROOT = Path(settings.BASE_DIR)
#: Where the image keeps the clinic; the test puts a folder of its own in its place.
IMAGE_HOME = "/srv"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """What stands for /srv of the image, with the clinic in it."""
    copy_what_the_image_holds(ROOT, tmp_path / "clinic")
    return tmp_path


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
