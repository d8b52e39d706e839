"""The start command: one clear line for what is wrong, and nothing left running."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import ROOT


def start(folder: Path | str, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "run", "--port", str(port)],
        cwd=ROOT, env=os.environ | {"DATA_DIR": str(folder), "DEMO_CLINIC": "yes"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def test_a_port_in_use_is_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        output, _none = start(tmp_path, port).communicate(timeout=60)
    assert output.strip() == f"CommandError: Port {port} is in use. Choose another: PORT={port + 1} make run"


def test_a_folder_that_cannot_be_written_is_one_clear_line():
    output, _none = start("/proc/clinic", free_port()).communicate(timeout=60)
    assert output.strip().startswith("CommandError: The data folder /proc/clinic cannot be written")
    assert len(output.strip().splitlines()) == 1


def test_without_the_demo_mode_it_says_how_to_start(tmp_path):
    refused = subprocess.run(
        [sys.executable, "manage.py", "run"], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"DEMO_CLINIC": "no", "DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert refused.returncode != 0
    assert "half configured" in refused.stderr


@pytest.fixture
def running(tmp_path, built):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    (tmp_path / "beat-schedule").write_bytes(b"cut off")
    clinic = start(tmp_path, free_port())
    lines = []
    for line in clinic.stdout:
        lines.append(line)
        if line.startswith("Stop with"):
            break
    yield clinic, lines
    if clinic.poll() is None:
        clinic.kill()


def wait_until_gone(parts: list[int]) -> None:
    deadline = time.monotonic() + 30
    while left := [pid for pid in parts if Path(f"/proc/{pid}/cmdline").exists() and command_of(pid)]:
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.1)


def test_when_one_part_dies_everything_stops_and_the_part_is_named(running, tmp_path):
    clinic, lines = running
    assert any(line.startswith("Ready: http://127.0.0.1:") for line in lines)
    assert any("two strength days" in line for line in lines)
    parts = children(clinic.pid)
    worker = next(pid for pid in parts if " worker " in command_of(pid))
    os.kill(worker, signal.SIGKILL)
    output, _none = clinic.communicate(timeout=30)
    assert "The worker process ended by itself" in output
    wait_until_gone(parts)

    again = start(tmp_path, free_port())  # a second start finds the clinic as it was; Ctrl-C stops all of it
    for line in again.stdout:
        assert "Demo clinic:" not in line
        if line.startswith("Stop with"):
            break
    parts = children(again.pid)
    again.send_signal(signal.SIGINT)
    assert again.wait(timeout=30) == 0
    assert [pid for pid in parts if Path(f"/proc/{pid}/cmdline").exists() and command_of(pid)] == []


@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGKILL], ids=["terminal closed", "killed"])
def test_nothing_outlives_the_terminal_or_the_supervisor(running, ending):
    clinic, _lines = running
    parts = children(clinic.pid)
    assert len(parts) == 3
    clinic.send_signal(ending)
    clinic.wait(timeout=30)
    wait_until_gone(parts)


MISSING = """
from athletes.models import Flag, FlagKind
print("missing:", sorted(set(FlagKind.values) - set(Flag.objects.open().values_list("kind", flat=True))))
"""


def test_the_demo_clinic_shows_every_flag(built):
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", MISSING], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"DATA_DIR": str(built), "DEMO_CLINIC": "yes"},
    )  # fmt: skip
    assert "missing: []" in said.stdout
