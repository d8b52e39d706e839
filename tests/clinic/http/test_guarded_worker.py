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

from clinic.http.guarded_worker import WAITING_FOR_EACH_THREAD, DeadlinedSocket

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


def test_who_says_nothing_takes_no_thread(port):
    silent = [socket.create_connection(("127.0.0.1", port)) for _each in range(20)]
    assert ask(port) == (200, "")
    for each in silent:
        each.close()


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
