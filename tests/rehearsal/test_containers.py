"""What stands around the command of a service is what the compose file says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from .compose import HealthCheck, Service, Volume
from .containers import Container, Image, RehearsalError, inside

SERVICE = Service(
    name="web", image="x", is_built=True, command=[], environment={"A": "1"}, volumes=[], tmpfs={}, after={},
    health_check=None, user="", is_read_only=True, capabilities=[], limits={},
)  # fmt: skip


@pytest.fixture
def container(tmp_path: Path) -> Container:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "shelf").mkdir()
    image = Image(root, {"PATH": "/opt/venv/bin"}, "/srv", "10001:10001", ["serve"])
    return Container(SERVICE, image, tmp_path / "shelf", tmp_path)


def script(container: Container) -> list[str]:
    """The lines that are run in the new namespaces."""
    return container._in_a_new_container(["serve", "now"], {"B": "2"})[-1].splitlines()


def test_a_link_of_the_image_leads_to_a_place_of_the_image(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "run").symlink_to("/run")
    (tmp_path / "lib").symlink_to("usr/lib")
    assert inside(tmp_path, "/var/run/postgresql") == tmp_path / "run" / "postgresql"
    assert inside(tmp_path, "/lib/x") == tmp_path / "usr" / "lib" / "x"


def test_the_command_has_its_variables_and_no_others_its_user_and_no_rights(container):
    command = script(container)[-1]
    assert "--reuid=10001 --regid=10001 --clear-groups --no-new-privs" in command
    assert "--bounding-set=-all " in command
    assert "env -i PATH=/opt/venv/bin HOSTNAME=web HOME=/ A=1 B=2 " in command
    assert command.endswith("/srv serve now")


def test_a_right_that_is_given_back_is_the_only_one(container):
    container.service = replace(SERVICE, capabilities=["NET_BIND_SERVICE"])
    assert "--bounding-set=-all,+net_bind_service " in script(container)[-1]


def test_the_root_becomes_read_only_after_what_is_mounted_in_it(container):
    container.service = replace(SERVICE, tmpfs={"/tmp": "mode=1777"}, volumes=[Volume("media", "/data", False)])
    lines = script(container)
    tmp, volume = (lines.index(line) for line in lines if "tmpfs" in line or "volumes/media" in line)
    assert tmp < volume < lines.index(f"mount -o remount,bind,ro {container.image.root}")


def test_a_root_that_may_be_written_is_not_closed(container):
    container.service = replace(SERVICE, is_read_only=False)
    assert not any("remount" in line for line in script(container))


def test_a_service_that_never_started_is_not_healthy(container):
    container.service = replace(SERVICE, health_check=HealthCheck(["true"], 1, 1, 1, 0))
    assert not container.is_healthy()
    with pytest.raises(RehearsalError, match="web is not healthy after 0 s"):
        container.wait_until_healthy(0)
