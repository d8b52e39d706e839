"""A Dockerfile is read as a builder reads it."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from .dockerfile import stages_of

ROOT = Path(settings.BASE_DIR)
TEXT = """\
# A comment
ARG BASE=debian:1

FROM ${BASE} AS build
ENV PATH=/opt/venv/bin:$PATH \\
    HOME=/srv
RUN make \\
    && make install
FROM ${BASE}
ARG RELEASE=unnamed
ENV VERSION=${RELEASE}
WORKDIR /srv
USER 10:10
CMD ["serve", "--config", "a.py"]
"""


def test_stages_have_their_variables_commands_and_end():
    build, final = stages_of(TEXT)
    assert (build.base, build.commands) == ("debian:1", ["make      && make install"])
    assert build.variables == {"PATH": "/opt/venv/bin:$PATH", "HOME": "/srv"}
    assert (final.folder, final.user, final.command) == ("/srv", "10:10", ["serve", "--config", "a.py"])


def test_a_build_argument_takes_the_place_of_the_default():
    build, final = stages_of(TEXT, {"RELEASE": "v1.0.0"})
    assert final.variables["VERSION"] == "v1.0.0"
    assert "VERSION" not in build.variables


def test_the_image_stands_on_an_exact_version_and_runs_as_nobody_s_root():
    build, final = stages_of((ROOT / "deploy" / "Dockerfile").read_text())
    assert build.base == final.base
    assert re.fullmatch(r"python:3\.11\.\d+-slim-trixie", final.base)
    assert final.user == "10001:10001"
    assert final.variables["CLINIC_VERSION"] == "unnamed"


def test_what_has_no_wheel_is_named_where_wheels_are_asked_for():
    """http-ece is published as source alone: with ``--only-binary :all:`` no image was ever built."""
    (install,) = [each for each in stages_of((ROOT / "deploy" / "Dockerfile").read_text())[0].commands if "pip" in each]
    assert "--only-binary :all: --no-binary http-ece --require-hashes" in install
