"""Without a proxy: who says nothing takes no thread, who is too slow is given up, and a queue that is full says so."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection

import pytest

from clinic.http.guarded_worker import (
    MOST_READ,
    PROXY_SIGNATURE,
    SLOWEST_BYTES_A_SECOND,
    WAITING_FOR_EACH_THREAD,
    DeadlinedSocket,
    has_come_in,
)

#: A connection of the proxy: IPv4, four addresses and ports in twelve bytes.
PROXIED = PROXY_SIGNATURE + b"\x21\x11\x00\x0c" + bytes(12)

#: A page that takes a while, in place of the clinic.
APP = """
import time
def application(environ, start_response):
    time.sleep(0.3)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """One process with one thread: one request at a time."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "slow_app.py").write_text(APP)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    worker = ["--worker-class", "clinic.http.guarded_worker.GuardedWorker", "--workers", "1", "--threads", "1"]
    where = ["--bind", f"127.0.0.1:{port}", "--pythonpath", str(folder), "--log-level", "error"]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *worker, *where, "slow_app"])
    while not is_open(port):
        assert server.poll() is None
        time.sleep(0.05)
    yield port
    server.terminate()
    server.wait(timeout=60)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("PUT", "/", b"a body" * 1000)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Retry-After", "")


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"PUT / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf"]
)
def test_who_sends_nothing_or_half_a_request_takes_no_thread(port, begun):
    slow = [socket.create_connection(("127.0.0.1", port)) for _each in range(20)]
    for each in slow:
        each.sendall(begun)
    assert ask(port) == (200, "")
    for each in slow:
        each.close()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (b"PUT / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab", False),
        (b"PUT / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc", True),
        (b"PUT / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * MOST_READ, True),
        (PROXIED, False),
        (PROXIED + b"GET / HTTP/1.1\r\n", False),
        (PROXIED + b"GET / HTTP/1.1\r\n\r\n", True),
    ],
)
def test_a_request_is_there_with_its_body(data, expected):
    assert has_come_in(data) is expected


def test_past_what_may_wait_each_is_told_to_come_back_and_the_others_are_served(port):
    answers: list[tuple[int, str]] = []
    people = [threading.Thread(target=lambda: answers.append(ask(port))) for _each in range(30)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    found = Counter(answers)
    assert set(found) == {(200, ""), (503, "5")}
    assert found[(200, "")] >= 1 + WAITING_FOR_EACH_THREAD
    assert ask(port) == (200, "")


def test_a_request_that_does_not_come_in_is_as_if_they_had_gone():
    ours, theirs = socket.socketpair()
    reading = DeadlinedSocket(fileno=ours.detach())
    reading.deadline = time.monotonic() + 0.05
    theirs.send(b"GET")
    assert reading.recv(10) == b"GET"
    with pytest.raises(ConnectionResetError):
        reading.recv(10)
    assert theirs.recv(10) == b""  # and is closed, so that nobody waits for its end
    reading.close()
    theirs.close()


def test_what_was_taken_in_is_read_first_and_gives_more_time():
    ours, theirs = socket.socketpair()
    reading = DeadlinedSocket(fileno=ours.detach())
    reading.deadline = 0
    theirs.send(b"a" * SLOWEST_BYTES_A_SECOND)
    assert reading.take_in()
    assert reading.deadline == 1
    assert reading.recv(4) == b"aaaa"
    assert len(reading.recv(MOST_READ)) == SLOWEST_BYTES_A_SECOND - 4
    theirs.close()
    assert not reading.take_in()
    reading.close()
