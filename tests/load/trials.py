"""What is done to the clinic, and the promise that each trial shows kept or broken.

Judged by what was answered and stored, never by how long it took: the machine may be busy with other things.
"""

from __future__ import annotations

import gzip
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .stack import Stack
from .visitors import Answer, Clinic, Tally, Visitor, dribble

#: How often one may ask while something is away.
ASKED_EVERY = 0.5
SLOW_CLIENTS = 60
ROUNDS_OF_KILLING = 3
BALLAST = "ballast"


@dataclass(frozen=True)
class Form:
    """How much of it: the long form, and the short one of `.ci/run --whole`. away -- seconds without a database"""

    athletes: int
    lives: int
    rate: float
    seconds: float
    away: float


@dataclass(frozen=True)
class Promise:
    text: str
    is_kept: bool
    found: str


@dataclass
class Trials:
    stack: Stack
    clinic: Clinic
    form: Form
    #: What the mix was served at, a second, when nothing was wrong.
    capacity: float = 1.0

    def all(self) -> Iterator[Promise]:
        for trial in (
            self.empty_view,
            self.mix,
            self.overload,
            self.slow_clients,
            self.cut_connections,
            self.database_away,
            self.redis_away,
            self.web_killed,
            self.database_killed,
            self.disk_full,
        ):
            yield from trial()

    # -- how much ----------------------------------------------------------------------------

    def empty_view(self) -> Iterator[Promise]:
        """The floor that every figure stands beside: a page for nobody, and one of nothing for who is signed in."""
        for name, ask in (
            ("empty view", lambda: self.clinic.nobody.get("/healthz")),
            ("signed in, not found", lambda: self.clinic.phones[0].get("/api/v1/nothing/")),
            ("Today", lambda: self.clinic.phones[0].get("/")),
            ("Session", lambda: self.clinic.phones[0].get(f"/session/{self.clinic.phones[0].session}/")),
            ("PUT of 20 sets", self.clinic.phones[0].put),
            ("caseload", lambda: self.clinic.desk.get("/admin/")),
        ):
            expected = 404 if "not found" in name else 200
            yield self._one_after_the_other(name, ask, expected)

    def _one_after_the_other(self, name: str, ask: Callable[[], Answer], expected: int) -> Promise:
        """CPU of the web and of the database for one request, from the kernel's own count."""
        servers = (self.stack.web, self.stack.postgres)
        answers = [ask() for _warm in range(10)]
        count = max(10, int(self.form.seconds * 2))
        before = [server.cpu_seconds() for server in servers]
        answers += [ask() for _each in range(count)]
        web, database = (server.cpu_seconds() - was for server, was in zip(servers, before, strict=True))
        statuses = {answer.status for answer in answers}
        size = len(answers[-1].body) / 1000
        found = f"web {web / count * 1000:.1f} ms CPU, database {database / count * 1000:.1f}, {size:.1f} kB"
        return Promise(f"{name}: answers {expected}", statuses == {expected}, found)

    def mix(self) -> Iterator[Promise]:
        tally = self._come(self.form.rate)
        self.capacity = tally.rate()
        yield Promise(
            f"{self.form.rate:.0f} requests a second of the mix: every answer 200 or an honest refusal",
            not tally.dishonest(),
            tally.line(),
        )

    def overload(self) -> Iterator[Promise]:
        """Ten times what it can do: some are served, the others told at once to come back."""
        tally = self._come(10 * self.capacity)
        yield Promise(
            "ten times as many: nothing but 200, 429 and 503 with Retry-After", not tally.dishonest(), tally.line()
        )
        kept = tally.rate() / self.capacity
        yield Promise("ten times as many: somebody is served all along", tally.served() > 0, f"{kept:.0%} of before")
        yield self._is_well("overload")

    def _come(self, rate: float) -> Tally:
        before = self.stack.web.cpu_seconds(), self.stack.postgres.cpu_seconds()
        tally = self.clinic.come(rate, self.form.seconds)
        return tally.spent(self.stack.web.cpu_seconds() - before[0], self.stack.postgres.cpu_seconds() - before[1])

    def slow_clients(self) -> Iterator[Promise]:
        """More of them than the server has threads: who says nothing, stops in the headers, or sends a byte a while."""
        heads = (b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", self._slow_put())
        ended = threading.Event()
        slow = [
            threading.Thread(target=dribble, args=(self.stack.port, ended, heads[number % len(heads)]))
            for number in range(SLOW_CLIENTS)
        ]
        for each in slow:
            each.start()
        tally = self.clinic.come(self.capacity / 4, self.form.seconds)
        ended.set()
        for each in slow:
            each.join()
        yield Promise(f"{SLOW_CLIENTS} slow clients: the others are answered", not tally.dishonest(), tally.line())
        yield Promise(
            f"{SLOW_CLIENTS} slow clients: most of the others are served",
            tally.served() > len(list(tally.all())) / 2,
            f"{tally.served()} of {len(list(tally.all()))}",
        )

    def _slow_put(self) -> bytes:
        phone = self.clinic.phones[0]
        lines = [f"PUT /api/v1/sessions/{phone.session}/ HTTP/1.1", "Content-Length: 5000"]
        lines += [f"{name}: {value}" for name, value in phone.headers("application/json").items()]
        return "\r\n".join([*lines, "", ""]).encode()

    # -- what is away ------------------------------------------------------------------------

    def cut_connections(self) -> Iterator[Promise]:
        """A database that restarted has ended every connection of the pools."""
        self.stack.postgres.one(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        tally = self.clinic.come(self.capacity / 2, self.form.seconds / 2)
        yield Promise("every connection cut: nobody reads an error", set(tally.statuses()) == {200}, tally.line())

    def database_away(self) -> Iterator[Promise]:
        """A phone goes on logging: what it could not send it sends again."""
        phone = self.clinic.phones[1]
        self.stack.postgres.kill(signal.SIGQUIT)
        answers = self._ask_while(self.form.away, phone, [phone.put, lambda: phone.get("/")])
        refused = [answer for answer in answers if answer.is_honest_refusal]
        yield Promise(
            f"no database for {self.form.away:.0f} s: 503 with Retry-After, to phones and to people",
            len(refused) == len(answers),
            f"{len(refused)} of {len(answers)}, the slowest after {max(each.seconds for each in answers):.1f} s",
        )
        self.stack.postgres.start()
        self.stack.until(lambda: phone.put().status == 200, "no PUT was taken after the database was back")
        yield self._stored_once(phone, "no database, and back")

    def redis_away(self) -> Iterator[Promise]:
        phone = self.clinic.phones[2]
        self.stack.redis.kill()
        pages = [phone.put(), phone.get("/"), phone.get(f"/session/{phone.session}/"), self.clinic.desk.get("/admin/")]
        statuses = [answer.status for answer in pages]
        yield Promise("no Redis: pages and sets as ever", statuses == [200] * 4, str(statuses))
        sign_in = [
            self._sign_in("/sign-in/", b"email=a%40load.example"),
            self._sign_in("/staff/sign-in/", b"login=a&password=b"),
        ]
        yield Promise(
            "no Redis: nobody signs in past the limits, and is told so in words",
            all(answer.is_honest_refusal and b"<h1" in _plain(answer) for answer in sign_in),
            str([answer.status for answer in sign_in]),
        )
        self.stack.redis.start()
        back = lambda: self._sign_in("/sign-in/", b"email=a%40load.example").status in (200, 302)  # noqa: E731
        self.stack.until(back, "no sign-in after Redis was back")

    def _sign_in(self, path: str, fields: bytes) -> Answer:
        token = b"&csrfmiddlewaretoken=" + b"b" * 32
        return self.clinic.nobody.ask("POST", path, fields + token, "application/x-www-form-urlencoded")

    def disk_full(self) -> Iterator[Promise]:
        """The last one: the cluster and the folder of data are moved to a small disk of memory, which is filled."""
        disk = self.stack.folder / "small-disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g,mode=755", "tmpfs", disk], check=False)
        if mounted.returncode:
            yield Promise("disk full: not tried, for only root may mount one", True, "skipped")
            return
        try:
            yield from self._on_small_disk(disk)
        finally:
            self.stack.web.kill()
            self.stack.postgres.kill()
            subprocess.run(["umount", "--lazy", disk], check=False)

    def _on_small_disk(self, disk: Path) -> Iterator[Promise]:
        phone = self.clinic.phones[3]
        self.stack.move_to(disk)
        self.stack.until(lambda: phone.put().status == 200, "no PUT on the small disk")
        _fill(disk / BALLAST)
        answers = self._ask_while(self.form.seconds / 2, phone, [phone.put])
        wrong = [answer.status for answer in answers if answer.status != 200 and not answer.is_honest_refusal]
        yield Promise("disk full: no PUT is answered 500", not wrong, f"{len(answers)} asked; wrong: {wrong}")
        ready = self.clinic.nobody.get("/readyz").status
        yield Promise("disk full: /readyz says so", ready == 503, str(ready))
        (disk / BALLAST).unlink()
        self.stack.keep_postgres_up()
        self.stack.until(lambda: phone.put().status == 200, "no PUT after there was room again")
        yield self._stored_once(phone, "disk full, and room again")

    # -- what is killed ----------------------------------------------------------------------

    def web_killed(self) -> Iterator[Promise]:
        for phone in self.clinic.phones[4 : 4 + ROUNDS_OF_KILLING]:
            self.stack.until(lambda phone=phone: phone.put().status == 200, "no PUT was taken")
            self.stack.web.kill()
            yield self._stored_once(phone, "kill -9 of the web server after a PUT")
            self.stack.start_web()

    def database_killed(self) -> Iterator[Promise]:
        for phone in self.clinic.phones[4 : 4 + ROUNDS_OF_KILLING]:
            self.stack.until(lambda phone=phone: phone.put().status == 200, "no PUT was taken")
            self.stack.postgres.kill()
            self.stack.postgres.start()
            self.stack.until(self.stack.postgres.is_up, "PostgreSQL did not come back")
            yield self._stored_once(phone, "kill -9 of PostgreSQL after a PUT")
        yield self._is_well("kill -9 of PostgreSQL")

    # -- what is asked afterwards ------------------------------------------------------------

    def _ask_while(self, seconds: float, phone: Visitor, asks: list[Callable[[], Answer]]) -> list[Answer]:
        answers, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            for ask in asks:
                answers.append(ask())
            time.sleep(ASKED_EVERY)
        return answers

    def _stored_once(self, phone: Visitor, when: str) -> Promise:
        """Each acknowledged set is there, once, in a revision at least as late as the one that was acknowledged."""
        ids = [each["id"] for each in phone.document["sets"]]
        query = "SELECT count(*) FROM athletes_setlog WHERE id = ANY(%s::uuid[]) AND rev >= %s"
        found = self.stack.postgres.one(query, ids, phone.stored)
        return Promise(f"{when}: each acknowledged set is stored once", found == len(ids), f"{found} of {len(ids)}")

    def _is_well(self, after: str) -> Promise:
        self.stack.until(lambda: self.clinic.phones[0].get("/").status == 200, f"no Today after {after}")
        return Promise(f"{after}: pages are back by themselves", True, "200")


def _plain(answer: Answer) -> bytes:
    return gzip.decompress(answer.body) if answer.body.startswith(b"\x1f\x8b") else answer.body


def _fill(file: Path) -> None:
    """To the last byte, where the web server and the database may write no more either."""
    free = shutil.disk_usage(file.parent).free
    with file.open("wb", buffering=0) as ballast:
        try:
            while free > 0:
                free -= ballast.write(b"\0" * min(free, 1024 * 1024))
        except OSError:
            return
