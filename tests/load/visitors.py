"""Phones and a desk that ask over HTTP, as fast as they are told to, and what they were answered."""

from __future__ import annotations

import json
import random
import socket
import statistics
import struct
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

#: The PROXY protocol, version 2: where the shipped proxy says a connection comes from.
PROXY_V2 = b"\r\n\r\n\x00\r\nQUIT\n\x21\x11" + struct.pack("!H4s4sHH", 12, b"\x7f\0\0\1", b"\x7f\0\0\1", 40_000, 443)
PATIENCE = 30
#: Of a hundred requests: Today and Session in turn, twenty sets, the caseload.
READS, WRITES = 60, 35


@dataclass(frozen=True)
class Answer:
    """status -- 0 where the connection ended without one"""

    status: int
    seconds: float
    body: bytes = b""
    retry_after: str = ""

    @property
    def is_honest_refusal(self) -> bool:
        """Says that it passes, and when to come back."""
        return self.status in (429, 503) and self.retry_after.isdigit()


class ProxiedConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.sendall(PROXY_V2)


@dataclass
class Visitor:
    """Somebody who is signed in. stored -- the revision of their sets that was last acknowledged"""

    port: int
    cookie: str = ""
    mark: str = ""
    session: str = ""
    document: dict[str, Any] = field(default_factory=dict)
    rev: int = 0
    stored: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def put(self) -> Answer:
        """The twenty sets, each in its next revision; one after the other, as a phone's outbox sends them."""
        with self.lock:
            self.rev += 1
            document = json.dumps(self.document | {"sets": list(self._sets())})
            answer = self.ask("PUT", f"/api/v1/sessions/{self.session}/", document.encode(), "application/json")
            if answer.status == 200:
                self.stored = self.rev
            return answer

    def _sets(self) -> Iterator[dict[str, Any]]:
        for each in self.document["sets"]:
            yield each | {"rev": self.rev, "edit_id": str(uuid.uuid4())}

    def ask(self, method: str, path: str, body: bytes | None = None, content_type: str = "") -> Answer:
        """Over a connection of its own, as the proxy asks."""
        begun = time.perf_counter()
        connection = ProxiedConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self.headers(content_type))
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, HTTPException):
            return Answer(0, time.perf_counter() - begun)
        finally:
            connection.close()
        return Answer(answer.status, time.perf_counter() - begun, text, answer.headers.get("Retry-After", ""))

    def headers(self, content_type: str = "") -> dict[str, str]:
        token = "b" * 32
        headers = {
            "Host": "127.0.0.1",
            "X-Forwarded-Proto": "https",
            "Referer": "https://127.0.0.1/",
            "Accept-Encoding": "gzip",
            "Cookie": f"__Host-session={self.cookie}; __Host-csrf={token}",
            "X-CSRFToken": token,
        }
        if self.mark:
            headers["X-Athlete"] = self.mark
        if content_type:
            headers["Content-Type"] = content_type
        return headers


@dataclass
class Tally:
    """What was answered, by what was asked."""

    seconds: float = 0.0
    cpu: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, answer: Answer) -> None:
        with self.lock:
            self.answers.setdefault(name, []).append(answer)

    def all(self) -> Iterator[Answer]:
        for answers in self.answers.values():
            yield from answers

    def statuses(self) -> Counter[int]:
        return Counter(answer.status for answer in self.all())

    def served(self) -> int:
        return self.statuses()[200]

    def rate(self) -> float:
        return self.served() / self.seconds

    def dishonest(self) -> Counter[int]:
        """Neither served nor refused with a time to come back."""
        wrong = (answer for answer in self.all() if answer.status != 200 and not answer.is_honest_refusal)
        return Counter(answer.status for answer in wrong)

    def spent(self, web: float, database: float) -> Tally:
        """How much CPU each answer took of the web server and of the database."""
        count = len(list(self.all()))
        self.cpu = f"; CPU of an answer: web {web / count * 1000:.1f} ms, database {database / count * 1000:.1f} ms"
        return self

    def line(self) -> str:
        statuses = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses().items()))
        return f"{statuses}; {self.rate():.1f}/s served, p50 {self._ms(50):.0f} ms, p95 {self._ms(95):.0f} ms{self.cpu}"

    def _ms(self, percent: int) -> float:
        times = [answer.seconds * 1000 for answer in self.all() if answer.status == 200]
        return statistics.quantiles(times, n=100)[percent - 1] if len(times) > 1 else 0.0


class Clinic:
    """Everybody who comes."""

    def __init__(self, people: dict[str, Any], port: int) -> None:
        self.phones = [Visitor(port, **phone) for phone in people["phones"]]
        self.desk = Visitor(port, **people["desk"])
        self.nobody = Visitor(port)
        self.dice = random.Random(19)

    def one_of_the_mix(self) -> tuple[str, Callable[[], Answer]]:
        throw = self.dice.randrange(100)
        phone = self.dice.choice(self.phones)
        if throw < READS // 2:
            return "Today", lambda: phone.get("/")
        if throw < READS:
            return "Session", lambda: phone.get(f"/session/{phone.session}/")
        if throw < READS + WRITES:
            return "PUT of 20 sets", phone.put
        return "caseload", lambda: self.desk.get("/admin/")

    def come(self, rate: float, seconds: float, at_once: int = 128) -> Tally:
        """The mix at so many requests a second, whether or not the last one was answered."""
        tally = Tally()
        begun = time.monotonic()
        with ThreadPoolExecutor(at_once) as pool:
            for number in range(int(rate * seconds)):
                time.sleep(max(0.0, begun + number / rate - time.monotonic()))
                name, ask = self.one_of_the_mix()
                pool.submit(_note, tally, name, ask)
        tally.seconds = time.monotonic() - begun
        return tally


def _note(tally: Tally, name: str, ask: Callable[[], Answer]) -> None:
    tally.add(name, ask())


def dribble(port: int, until: threading.Event, head: bytes) -> None:
    """A client that sends a byte now and then, and never ends."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
            client.sendall(PROXY_V2 + head)
            while not until.wait(0.5):
                client.sendall(b"x")
    except OSError:  # the server has had enough of it
        return
