"""The shipped web server over a PostgreSQL and a Redis of its own, all of which may be killed, stopped or filled up.

Production's settings (no demo clinic, a second factor, secure cookies, the pool), ``deploy/gunicorn.conf.py``, and no
proxy: what the proxy would keep away comes in.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.faults.rig import ROOT, free_port

from .visitors import Visitor

PATIENCE = 60.0
TICKS = os.sysconf("SC_CLK_TCK")
SECRETS = {
    "SECRET_KEY": "the-key-of-a-clinic-under-load-and-of-no-other-one",
    "FIELD_KEYS": "b25seS1mb3ItY29sbGVjdHN0YXRpYy1pbi1uby1jbGk=",
}
CLINIC = {
    "CLINIC_NAME": "Load PT",
    "CLINIC_PHONE": "(617) 443-8821",
    "CLINIC_ADDRESS": "1 Harbor Street, Boston, MA",
    "CLINIC_EMERGENCY_NUMBER": "911",
    "SITE_URL": "https://127.0.0.1",
    "ALLOWED_HOSTS": "127.0.0.1",
    "MAIL_URL": "smtp://127.0.0.1:9",
    "MAIL_FROM": "Load PT <hello@load-pt.com>",
}


class Server:
    """A process with all its children."""

    def __init__(self, name: str, command: list[str], log: Path, **how: Any) -> None:
        self.name, self.command, self.log, self.how = name, command, log, how
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        output = self.log.open("ab")
        self.process = subprocess.Popen(
            self.command, start_new_session=True, stdout=output, stderr=subprocess.STDOUT, **self.how
        )

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """All of it at once, as when a machine goes; with another signal it ends its children itself."""
        if self.process is None:
            return
        family = self._family() if how == signal.SIGKILL else [self.process.pid]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, how)
        self.process.wait()

    def cpu_seconds(self) -> float:
        """What it and its children have used so far, with those that have ended."""
        return sum(_cpu_seconds(pid) for pid in self._family())

    def _family(self) -> list[int]:
        """Children lead sessions of their own, as PostgreSQL's do: only their parent tells whose they are."""
        assert self.process is not None
        parent = str(self.process.pid)
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", parent], capture_output=True, text=True, check=False)
        return [self.process.pid, *map(int, listed.stdout.split())]


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


class Postgres(Server):
    """A cluster in a folder of its own; root may not run one, and lends it to the user postgres."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.user = {"user": "postgres"} if os.geteuid() == 0 else {}
        options = ["-p", str(self.port), "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "max_wal_size=96MB"]
        super().__init__("postgres", [_binary("postgres"), "-D", str(folder), *options], log, cwd="/tmp", **self.user)

    def make(self) -> None:
        command = [
            _binary("initdb"),
            "-D",
            str(self.folder),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        self.folder.mkdir(mode=0o700)
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")
        subprocess.run(command, check=True, capture_output=True, cwd="/tmp", **self.user)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url, autocommit=True, connect_timeout=2)

    def is_up(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def one(self, query: str, *arguments: Any) -> Any:
        with self.connect() as database:
            row = database.execute(query, arguments).fetchone()
        return row[0] if row else None


def _binary(name: str) -> str:
    """Debian keeps a server's programs out of the way; the latest version there is."""
    found = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]
    return str(max(found, default=shutil.which(name) or name))


class Stack:
    """PostgreSQL, Redis and gunicorn, in one folder that goes away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.data = folder / "data"
        self.data.mkdir()
        self.postgres = Postgres(folder / "postgres", folder / "postgres.log")
        redis_port = free_port()
        self.redis_url = f"redis://127.0.0.1:{redis_port}/0"
        options = ["--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.redis = Server("redis", ["redis-server", *options, "--dir", str(folder)], folder / "redis.log")
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        self.web = Server("web", command, folder / "web.log", cwd=ROOT, env=self.environment(DATABASE_POOL="yes"))

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)  # PostgreSQL is somebody else
        self.postgres.make()
        self.postgres.start()
        self.redis.start()
        self.until(self.postgres.is_up, "PostgreSQL did not start")
        return self

    def __exit__(self, *_error: object) -> None:
        for server in (self.web, self.redis, self.postgres):
            server.kill()

    def environment(self, **more: str) -> dict[str, str]:
        own = {
            "DEMO_CLINIC": "no",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis_url,
            "DATA_DIR": str(self.data),
            "STATIC_ROOT": str(self.folder / "static"),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "clinic.settings",
            "LOG_LEVEL": "WARNING",
        }
        return os.environ | SECRETS | CLINIC | own | more

    def build(self, athletes: int, lives: int) -> dict[str, Any]:
        """The clinic of ``tests/load/crowd.py``, and what its visitors ask with."""
        self.run("manage.py", "collectstatic", "--no-input", "-v0")
        people: dict[str, Any] = json.loads(self.run("-m", "tests.load.crowd", str(athletes), str(lives)))
        return people

    def start_web(self) -> None:
        self.web.start()
        self.until(self._answers, "gunicorn did not answer")

    def _answers(self) -> bool:
        return Visitor(self.port).get("/healthz").status == 200

    def keep_postgres_up(self) -> None:
        """What a supervisor does: a server that ended for want of room is started again."""
        assert self.postgres.process is not None
        if self.postgres.process.poll() is not None:
            self.postgres.start()
        self.until(self.postgres.is_up, "PostgreSQL did not come back")

    def move_to(self, disk: Path) -> None:
        """The cluster and the folder of data, to another disk."""
        self.web.kill()
        self.postgres.kill(signal.SIGINT)
        moved = disk / "postgres"
        subprocess.run(["cp", "-a", str(self.postgres.folder), str(moved)], check=True)
        self.postgres.command[self.postgres.command.index(str(self.postgres.folder))] = str(moved)
        self.postgres.folder, self.data = moved, disk
        self.postgres.start()
        self.until(self.postgres.is_up, "PostgreSQL did not start on the other disk")
        self.web.how["env"]["DATA_DIR"] = str(disk)
        self.start_web()

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{command}:\n{done.stderr}")
        return done.stdout

    def until(self, found: Callable[[], Any], otherwise: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if result := found():
                return result
            time.sleep(0.1)
        raise SystemExit(f"{otherwise} within {PATIENCE:.0f} s\n{self.tail()}")

    def tail(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))
