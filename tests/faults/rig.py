"""The rig: a clinic of real processes over real servers, whose senders are killed at chosen points.

Two beats, two Celery workers, a relay with a flushed log; PostgreSQL and Redis are those of
``DATABASE_URL`` and ``REDIS_URL``, where the rig makes databases of its own and drops them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
#: Of which every Message-ID is made.
KEY = "the-key-of-the-rig"
#: Who is told; such a mail goes out at least once, and may come twice.
ADMIN = "carla@faults.example"
#: So many mails can be under way at once.
SENDERS = 2
#: What a process that goes on is given to do what it had begun.
RESUMED_SECONDS = 2
#: Every place at which a process may die, in the order in which a mail comes by; tests/faults/armed.py has them.
POINTS = (
    "plan-begins", "plan-rows-inserted", "plan-due-times-moved", "plan-committed", "claim-begins", "claim-committed",
    "relay-connected", "mail-on-its-way", "relay-accepted", "sent-committed", "reap-begins", "reap-done",
)  # fmt: skip
MISSING = (
    "the fault rig is skipped: it needs PostgreSQL and Redis. Get them with apt-get install postgresql "
    "redis-server, then run make test-postgres or make faults"
)


def database_url() -> str:
    """Where the servers are; empty where this run has none."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") and os.environ.get("REDIS_URL") else ""


class Database:
    """Databases of the rig's own, copied from one that was migrated once."""

    def __init__(self) -> None:
        self.parts = urlsplit(database_url())
        self.name = f"{self.parts.path.strip('/')}_faults_{os.getpid()}"
        self.made: list[str] = []
        self._make(self.name, "template0")
        run(self.url(self.name), Path(tempfile.gettempdir()), "manage.py", "migrate", "-v0")

    def url(self, name: str) -> str:
        return urlunsplit(self.parts._replace(path=f"/{name}"))

    def copy(self, of: str = "") -> str:
        """The address of a fresh copy; of -- the address of one that is in use, as a backup takes it."""
        name = f"{self.name}_{len(self.made)}"
        if not of:
            self._make(name, self.name)
            return self.url(name)
        self._make(name, "template0")
        with subprocess.Popen(["pg_dump", "--format=custom", of], stdout=subprocess.PIPE) as dump:
            subprocess.run(["pg_restore", "--no-owner", "--dbname", self.url(name)], stdin=dump.stdout, check=True)
        return self.url(name)

    def _make(self, name: str, template: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.append(name)

    def drop(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            for name in self.made:
                admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def environment(url: str, folder: Path, **more: str) -> dict[str, str]:
    own = {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder / "data"),
        "DEMO_CLINIC": "yes",
        "SECRET_KEY": KEY,
        "FIELD_KEYS": "b25seS1mb3ItY29sbGVjdHN0YXRpYy1pbi1uby1jbGk=",
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "FAULTS_FOLDER": str(folder),
        "LOG_LEVEL": "ERROR",
        "REMINDER_TICK_SECONDS": "1",
    }
    return os.environ | own | more


def run(url: str, folder: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=environment(url, folder), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Rig:
    """One clinic under faults. excused counts what may leave a mail unknown."""

    def __init__(self, url: str, *, celery: bool = True, mutant: str = "", on_unknown: str = "hold") -> None:
        self.url, self.celery = url, celery
        self.temporary = tempfile.TemporaryDirectory(prefix="clinic-faults-", ignore_cleanup_errors=True)
        self.folder = Path(self.temporary.name)
        self.port = free_port()
        self.more = {
            "FAULTS_RELAY_PORT": str(self.port), "FAULTS_MUTANT": mutant, "REMINDER_ON_UNKNOWN": on_unknown
        }  # fmt: skip
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.excused = self.kills = 0
        self.counts: Counter[str] = Counter()

    # -- its processes --

    def __enter__(self) -> Self:
        (self.folder / "data").mkdir()
        self.database = psycopg.connect(self.url, autocommit=True)
        self.database.execute("CREATE TABLE stopped (athlete_id bigint, at timestamptz)")
        self.start("relay")
        for name in self.names:
            self.start(name)
        return self

    @property
    def names(self) -> list[str]:
        return ["worker-1", "worker-2", "beat-1", "beat-2"] if self.celery else ["loop-1", "loop-2"]

    def command(self, name: str) -> list[str]:
        kind = name.partition("-")[0]
        celery = ["-m", "celery", "-A", "tests.faults.armed", "--quiet", kind, "--loglevel", "ERROR"]
        return {
            "relay": ["-m", "tests.faults.relay", str(self.port), str(self.folder)],
            "loop": ["-m", "tests.faults.armed"],
            "worker": [*celery, "--concurrency", "1", "--hostname", f"{name}@faults", "--without-mingle"],
            "beat": [*celery, "--schedule", str(self.folder / name), "--pidfile", ""],
        }[kind]

    def start(self, name: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *self.command(name)],
            env=environment(self.url, self.folder, **self.more),
            cwd=ROOT,
            start_new_session=True,
            stdout=(self.folder / f"{name}.out").open("ab"),
            stderr=subprocess.STDOUT,
        )

    def kill(self, name: str) -> None:
        """kill -9 to a process and its children, as when a machine goes."""
        self.kills += 1
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart(self, *, url: str) -> None:
        """Everything that sends goes, and begins again on another copy of the database: a restored backup."""
        for name in self.names:
            self.kill(name)
        self.database.close()
        self.url = url
        self.database = psycopg.connect(url, autocommit=True)

    def replace_dead(self) -> None:
        """What a supervisor does."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(name)

    def __exit__(self, *_error: object) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.database.close()
        self.temporary.cleanup()

    # -- its people --

    def add(self, count: int, *words: str) -> list[int]:
        keys: list[int] = json.loads(run(self.url, self.folder, "-m", "tests.faults.scene", "add", str(count), *words))
        cut = {"rcpt-drop", "drop-before", "drop-after"} & set(words)
        self.excused += count * len(cut)
        return keys

    def add_admin(self) -> None:
        run(self.url, self.folder, "-m", "tests.faults.scene", "admin")

    def stop_athletes(self, keys: list[int]) -> None:
        """They stop their mail: from the moment this is committed no claim may take a row of theirs."""
        with self.database.transaction():
            self.database.execute("UPDATE athletes_athlete SET wants_reminders = false WHERE user_id = ANY(%s)", [keys])
            self.database.execute("INSERT INTO stopped SELECT unnest(%s::bigint[]), clock_timestamp()", [keys])

    # -- its faults --

    def arm(self, point: str, action: str = "kill") -> None:
        waiting = self.folder / f".{point}"
        waiting.write_text(action)
        waiting.rename(self.folder / point)

    def wait_for(self, point: str) -> int:
        """The process that fell through, once one has."""
        found = self.until(lambda: list(self.folder.glob(f"{point}.*.fired")), f"nobody came by {point}")
        pid = int(found[0].name.split(".")[1])
        if found[0].read_text() == "kill":
            found[0].unlink()
            self.kills += 1
        self.excused += 1
        self.counts[point] += 1
        return pid

    def resume(self, pid: int, point: str) -> None:
        (self.folder / f"{point}.{pid}.fired").unlink()
        os.kill(pid, signal.SIGCONT)
        time.sleep(RESUMED_SECONDS)

    def cut_database(self) -> None:
        """Every connection of every process but this one."""
        self.database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        self.excused += SENDERS
        self.counts["database cut"] += 1

    def freeze_clock(self, seconds: float) -> None:
        """A machine that was put to sleep: its clock stands still, and then jumps."""
        frozen = self.folder / ".clock"
        frozen.write_text(datetime.now(UTC).isoformat())
        frozen.rename(self.folder / "clock")
        time.sleep(seconds)
        (self.folder / "clock").unlink()
        self.excused += SENDERS
        self.counts["clock frozen"] += 1

    def lose_redis(self) -> None:
        redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
        self.counts["redis emptied"] += 1

    # -- its end --

    def until(self, found: Callable[[], Any], otherwise: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.replace_dead()
            if result := found():
                return result
            time.sleep(0.1)
        raise AssertionError(f"{otherwise} within {PATIENCE:.0f} s\n{self.output()}")

    def open_rows(self) -> int:
        query = """SELECT (SELECT count(*) FROM athletes_mail WHERE state IN ('planned', 'sending'))
                        + (SELECT count(*) FROM athletes_athlete WHERE reminder_due_at <= now())"""
        return int(self.database.execute(query).fetchone()[0])

    def quiet(self, patience: float = PATIENCE) -> None:
        """Wait until nothing is due and no row is open, or until that has taken too long; the invariants tell."""
        deadline = time.monotonic() + patience
        while self.open_rows() and time.monotonic() < deadline:
            self.replace_dead()
            time.sleep(0.2)

    def accepted(self) -> list[dict[str, Any]]:
        """The mails to athletes that the relay took, in their order."""
        return [line for line in self._taken() if line["to"] != ADMIN]

    def told(self) -> int:
        """How many mails to the clinic admin the relay took."""
        return sum(1 for line in self._taken() if line["to"] == ADMIN)

    def _taken(self) -> list[dict[str, Any]]:
        truth = self.folder / "accepted.jsonl"
        return [json.loads(line) for line in truth.read_text().splitlines()] if truth.exists() else []

    def output(self) -> str:
        return "\n".join(f"{file.name}: {file.read_text()[-1500:]}" for file in sorted(self.folder.glob("*.out")))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
