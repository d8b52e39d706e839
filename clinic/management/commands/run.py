"""run: the demo clinic in one command. Web, worker and beat start together and stop together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.operations.demo.build import build_demo
from clinic.operations.parts import left_running, note_running

STOP_SECONDS = 10
#: prctl(2): the signal that a process gets when its parent dies.
PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One process of the clinic."""

    name: str
    process: subprocess.Popen[bytes]


class Command(BaseCommand):
    help = "Start the demo clinic: web, worker and beat, on SQLite and files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.DEMO_CLINIC:
            raise CommandError("This command runs the demo clinic only. Start it with DEMO_CLINIC=yes, or `make run`.")
        # A shell may have told its children to ignore them; a terminal that is closed says SIGHUP.
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, signal.default_int_handler)
        _check_folder(settings.DATA_DIR)
        _check_nothing_left(settings.DATA_DIR)
        _check_port(port)
        self._prepare()
        parts = self._start(port)
        try:
            self._wait_until_served(port, parts)
            self._greet(port)
            self._watch(parts)
        except KeyboardInterrupt:
            pass
        finally:
            _stop(parts)

    def _prepare(self) -> None:
        for name in ("broker", "broker-control", "mail", "media"):
            (settings.DATA_DIR / name).mkdir(parents=True, exist_ok=True)
        for left in settings.DATA_DIR.glob("beat-schedule*"):  # cut off by a power loss it would stop the beat for good
            left.unlink()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _collect_static()
        build_demo(progress=self.stdout.write)

    def _start(self, port: int) -> list[Part]:
        celery = [sys.executable, "-m", "celery", "-A", "clinic", "--quiet"]
        commands = {
            "web": [
                sys.executable, "-m", "gunicorn", "clinic.wsgi", "--bind", f"127.0.0.1:{port}",
                "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--log-level", "warning",
            ],
            "worker": [
                *celery, "worker", "--pool", "solo", "--loglevel", "WARNING", "--without-mingle", "--without-gossip",
                "--queues", "celery,urgent",
            ],
            "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
        }  # fmt: skip
        environment = os.environ | {"PORT": str(port)}
        parts = []
        for name, command in commands.items():
            process = subprocess.Popen(  # noqa: S603
                command,
                env=environment,
                cwd=settings.BASE_DIR,
                start_new_session=True,
                preexec_fn=_end_with_the_supervisor,
            )
            parts.append(Part(name, process))
        note_running(settings.DATA_DIR, {part.name: part.process.pid for part in parts})
        return parts

    def _wait_until_served(self, port: int, parts: list[Part]) -> None:
        for _attempt in range(600):
            _check_alive(parts)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise CommandError("The web server did not answer within 30 seconds.")

    def _greet(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}/"
        self.stdout.write(f"Ready: {address}")
        self.stdout.write(f"  therapists    thea@stridewell.example, tom@stridewell.example   {address}admin/")
        self.stdout.write("  clinic admin  carla@stridewell.example")
        self.stdout.write(f"  password      {settings.DEMO_PASSWORD} (every demo account of staff)")
        self.stdout.write(f"  athletes      ana@stridewell.example and others sign in by mail: {address}dev/mail/")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()

    def _watch(self, parts: list[Part]) -> None:
        """Return never: a part that dies ends the clinic, and is named."""
        while True:
            _check_alive(parts)
            time.sleep(0.3)


def _end_with_the_supervisor() -> None:
    """Asked of each part before it begins: Linux ends it when its supervisor dies, however that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _collect_static() -> None:
    """Collect static files, unless nothing has changed since the last start: it is half of the start's time."""
    sources = [settings.BASE_DIR / "requirements.txt", *sorted((settings.BASE_DIR / "static").rglob("*"))]
    state = "\n".join(f"{file} {file.stat().st_mtime_ns}" for file in sources)
    marker = settings.STATIC_ROOT / ".collected"
    if not marker.exists() or marker.read_text() != state:
        call_command("collectstatic", verbosity=0, interactive=False)
        marker.write_text(state)


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(f"The data folder {folder} cannot be written: {error.strerror}. Set DATA_DIR.") from error


def _check_nothing_left(folder: Path) -> None:
    """Two workers and beats on one folder would both take from its queue."""
    left = left_running(folder)
    if left:
        numbers = " ".join(map(str, left.values()))
        raise CommandError(f"Still running on {folder}: {', '.join(left)}. End them with: kill {numbers}")


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is in use. Choose another: PORT={port + 1} make run") from error


def _check_alive(parts: list[Part]) -> None:
    for part in parts:
        code = part.process.poll()
        if code is not None:
            raise CommandError(f"The {part.name} process ended by itself (exit status {code}); everything is stopped.")


def _stop(parts: list[Part]) -> None:
    """Ask every part to end, then make sure: nothing is left behind, however often Ctrl-C is pressed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for part in parts:
        _signal(part, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        try:
            part.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(part, signal.SIGKILL)


def _signal(part: Part, number: signal.Signals) -> None:
    if part.process.poll() is None:
        os.killpg(part.process.pid, number)
