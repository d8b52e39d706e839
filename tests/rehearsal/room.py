"""A room of its own for the rehearsal: a network in which nothing leaves, its processes, its mounts.

Ports are those of the files (80, 443, 5432, ...) whatever else runs on this machine, names are those of the services,
and everything that was started ends with the room.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

#: Whatever it is called, it is this machine. A name below localhost gets Caddy's own certificate.
HOST = "clinic.localhost"
NAMES = ("localhost", HOST, "postgres", "redis", "web", "relay")
NAMESPACES = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
_SIOCSIFFLAGS, _IFF_UP, _IFF_RUNNING = 0x8914, 0x1, 0x40


def what_is_missing() -> str:
    """Why a room cannot be made here; empty where it can."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return "a rehearsal needs Linux with util-linux (unshare, nsenter, setpriv)"
    if os.geteuid():
        return "a rehearsal mounts and makes networks: it must be run as root (sudo make rehearsal)"
    done = subprocess.run([*NAMESPACES, "true"], capture_output=True, text=True, check=False)
    return f"this machine lets nobody make namespaces: {done.stderr.strip()}" if done.returncode else ""


def enter(module: str, *arguments: str) -> int:
    """Run a module inside; its exit status."""
    return subprocess.run([*NAMESPACES, sys.executable, "-m", module, *arguments], check=False).returncode


def clear(folder: Path) -> None:
    """Delete what a room left, once it is closed: its mounts ended with it, and nothing of this machine is below.

    Raises OSError where something is mounted there all the same: what it shows would be deleted, too.
    """
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    places = [Path(line.split()[1]) for line in mounts]
    if here := [place for place in places if place.is_relative_to(folder)]:
        raise OSError(f"{folder} is left alone: {here} is mounted there")
    shutil.rmtree(folder)


def settle(folder: Path) -> None:
    """What every machine has: a loopback that is up, and names for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        fcntl.ioctl(door, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP | _IFF_RUNNING))
    hosts = folder / "hosts"
    hosts.write_text(f"127.0.0.1 {' '.join(NAMES)}\n")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
