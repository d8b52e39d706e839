"""gunicorn's threaded worker, guarded where no proxy is: threads are for requests that have come, queues have an end.

Three things a proxy does otherwise. A request is taken in by the main thread and gets a thread once it is there; one
that is too slow in coming is given up; and past as many that wait as are answered in a few seconds, the next is told to
come back. Behind the shipped proxy, which does all three, none of it is ever seen.

It counts the bytes of a request, and so speaks no TLS: that is the proxy's.
"""

from __future__ import annotations

import errno
import re
import socket
import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.errors import ConfigError
from gunicorn.workers.gthread import TConn, ThreadWorker

#: How long a request may take to come in, and how much longer one that is large: a second for so many bytes.
READING_SECONDS = 10
SLOWEST_BYTES_A_SECOND = 8 * 1024
#: What is taken in before there is a thread: every form and document. Of a file the rest is read by the thread.
MOST_READ = 256 * 1024
#: For each thread so many more may wait.
WAITING_FOR_EACH_THREAD = 3
TEXT = b"The clinic's page is busy. Please try again in a moment."
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nCache-Control: no-store\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (len(TEXT), TEXT)
)
#: How the PROXY protocol, version 2, begins; its last two bytes of sixteen say how much follows.
PROXY_SIGNATURE = b"\r\n\r\n\x00\r\nQUIT\n"
CONTENT_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def has_come_in(data: bytes) -> bool:
    """Whether a request is there with its body, or as much of it as is taken in."""
    head, end, body = _after_proxy_header(data).partition(b"\r\n\r\n")
    if len(data) >= MOST_READ:
        return True
    length = CONTENT_LENGTH.search(head)
    return bool(end) and (length is None or len(body) >= int(length[1]))


def _after_proxy_header(data: bytes) -> bytes:
    if not data.startswith(PROXY_SIGNATURE):
        return data
    return data[16 + int.from_bytes(data[14:16]) :]


class DeadlinedSocket(socket.socket):
    """A socket that is read until a moment, and not longer.

    taken_in -- what the main thread has read already; deadline -- on the monotonic clock
    """

    taken_in = b""
    deadline = float("inf")

    def take_in(self) -> bool:
        """Read what has arrived, without waiting; whether there is any hope of more."""
        try:
            came = super().recv(MOST_READ)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._note(came)
        self.taken_in += came
        return bool(came)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        if self.taken_in:
            came, self.taken_in = self.taken_in[:size], self.taken_in[size:]
            return came
        self.settimeout(max(0.001, self.deadline - time.monotonic()))
        try:
            came = super().recv(size, flags)
        except TimeoutError as error:  # as if they had gone: no error of ours, and nobody lingers over the end
            self.shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError(errno.ECONNRESET, "the request did not come in") from error
        finally:
            self.settimeout(None)
        self._note(came)
        return came

    def _note(self, came: bytes) -> None:
        self.deadline += len(came) / SLOWEST_BYTES_A_SECOND


class GuardedWorker(ThreadWorker):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.cfg.is_ssl:
            raise ConfigError("TLS is the proxy's. Without one, start with --worker-class gthread.")
        self.most_in_hand = self.cfg.threads * (1 + WAITING_FOR_EACH_THREAD)
        #: Counted by the main thread alone.
        self.in_hand = 0

    # -- what comes in -----------------------------------------------------------------------

    def accept(self, listener: socket.socket) -> None:
        try:
            accepted, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        guarded = DeadlinedSocket(fileno=accepted.detach())
        self._wait_for(TConn(self.cfg, guarded, address, listener.getsockname()), self.on_pending_socket_readable)

    def on_client_socket_readable(self, conn: TConn, client: DeadlinedSocket) -> None:
        """The next request of a connection that was kept comes in like the first."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait_for(conn, self.on_pending_socket_readable)

    def on_pending_socket_readable(self, conn: TConn, client: DeadlinedSocket) -> None:
        if not client.take_in():
            self._forget(conn)
        elif has_come_in(client.taken_in):
            super().on_pending_socket_readable(conn, client)

    def murder_pending(self) -> None:
        """A large request has longer: its deadline moves as it comes in."""
        for conn in self.pending_conns:
            conn.timeout = conn.sock.deadline
        super().murder_pending()

    # -- what is worked on -------------------------------------------------------------------

    def enqueue_req(self, conn: TConn) -> None:
        if self.in_hand >= self.most_in_hand:
            self._refuse(conn)
            return
        self.in_hand += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, future: Any) -> None:
        self.in_hand -= 1
        super().finish_request(conn, future)

    # -- what is refused ---------------------------------------------------------------------

    def _refuse(self, conn: TConn) -> None:
        """Say that the server is busy, without waiting for anything.

        What they still send is read until they have gone: closed over unread bytes, a connection takes its answer back.
        """
        conn.sock.setblocking(False)
        try:
            conn.sock.send(BUSY)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # they have gone already, which is read next
            pass
        self._wait_for(conn, self._on_refused_socket_readable)

    def _on_refused_socket_readable(self, conn: TConn, client: DeadlinedSocket) -> None:
        client.taken_in = b""
        if not client.take_in():
            self._forget(conn)

    def _wait_for(self, conn: TConn, on_readable: Callable[[TConn, DeadlinedSocket], None]) -> None:
        """In the loop of the main thread, until the deadline."""
        conn.sock.deadline = time.monotonic() + READING_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(on_readable, conn))

    def _forget(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        conn.close()
