"""gunicorn's threaded worker, guarded where no proxy is: threads are for requests that have come, queues have an end.

Three things a proxy does otherwise. A connection takes a thread once something was sent; a request that has not come in
after ten seconds is given up; and past as many that wait as are answered within a few seconds, the next is told to come
back. Behind the shipped proxy, which does all three, none of it is ever seen.
"""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: How long a whole request may take to come in, and how long a connection may say nothing.
READING_SECONDS = 10
#: For each thread so many more may wait.
WAITING_FOR_EACH_THREAD = 4
MOST_READ = 256 * 1024
TEXT = b"The clinic's page is busy. Please try again in a moment."
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nCache-Control: no-store\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (len(TEXT), TEXT)
)


class DeadlinedSocket(socket.socket):
    """A socket that is read until a moment, and not a byte later. deadline -- on the monotonic clock"""

    deadline = float("inf")

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        if self.gettimeout() == 0:  # whoever polls it never waits
            return super().recv(size, flags)
        self.settimeout(max(0.001, min(READING_SECONDS, self.deadline - time.monotonic())))
        try:
            return super().recv(size, flags)
        except TimeoutError as error:  # as if they had gone: no error of ours, and nobody lingers over the end
            self.shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError(errno.ECONNRESET, "the request did not come in") from error
        finally:
            self.settimeout(None)


class GuardedWorker(ThreadWorker):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_in_hand = self.cfg.threads * (1 + WAITING_FOR_EACH_THREAD)
        #: Counted by the main thread alone.
        self.in_hand = 0

    def accept(self, listener: socket.socket) -> None:
        """A new connection waits among those that have sent nothing yet."""
        try:
            accepted, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        guarded = DeadlinedSocket(fileno=accepted.detach())
        self.nr_conns += 1
        conn = TConn(self.cfg, guarded, address, listener.getsockname())
        self._wait_for(conn, self.on_pending_socket_readable)

    def enqueue_req(self, conn: TConn) -> None:
        if self.in_hand >= self.most_in_hand:
            self.refuse(conn)
            return
        self.in_hand += 1
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        conn.sock.deadline = time.monotonic() + READING_SECONDS
        return super().handle(conn)

    def finish_request(self, conn: TConn, future: Any) -> None:
        self.in_hand -= 1
        super().finish_request(conn, future)

    def refuse(self, conn: TConn) -> None:
        """Say that the server is busy, without waiting for anything.

        What they still send is read until they have gone: closed over unread bytes, a connection takes its answer back.
        """
        conn.sock.setblocking(False)
        try:
            conn.sock.send(BUSY)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # they have gone already, which is read next
            pass
        self._wait_for(conn, self.on_refused_socket_readable)

    def on_refused_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        try:
            has_gone = client.recv(MOST_READ) == b""
        except BlockingIOError:
            return
        except OSError:
            has_gone = True
        if has_gone:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self.nr_conns -= 1
            conn.close()

    def _wait_for(self, conn: TConn, on_readable: Callable[[TConn, socket.socket], None]) -> None:
        """In the main thread's loop, and no longer than ten seconds."""
        conn.timeout = time.monotonic() + READING_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(on_readable, conn))
