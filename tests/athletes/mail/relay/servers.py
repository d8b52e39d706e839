"""Two kinds of liars on this machine: a relay over SMTP, and a provider's API over HTTP in its real shape."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from tests.faults.rig import free_port


@dataclass
class Relay:
    """What a relay says to a recipient and to the mail itself, and what it has taken. A word of the address chooses.

    “cut” breaks the link. pipelines -- it offers PIPELINING
    """

    to_recipient: dict[str, str] = field(default_factory=dict)
    to_mail: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    leaves_after_each: bool = False
    to_sender: str = ""
    pipelines: bool = False
    steps: list[str] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if self.pipelines:
            return ["250-PIPELINING", *responses]
        return responses

    async def handle_NOOP(self, server: Any, session: Any, envelope: Any, words: str) -> str:
        self.steps.append("NOOP")
        return "250 OK"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.to_sender:
            return self.to_sender
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append(address)
        self.connections.add(session.peer)
        answer = self._answer(self.to_recipient, address)
        if answer == "cut":
            server.transport.abort()
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        answer = self._answer(self.to_mail, address)
        if answer == "cut":
            server.transport.abort()
            self.taken.append(address)
            return "250 nobody reads this"
        if answer:
            return answer
        self.taken.append(address)
        self.contents.append(envelope.content)
        if self.leaves_after_each:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return "250 2.0.0 Ok: queued as 4XyZ1b2c3d"

    @staticmethod
    def _answer(answers: dict[str, str], address: str) -> str:
        for word, answer in answers.items():
            if word in address:
                return answer
        return ""


@contextmanager
def relay_running() -> Iterator[tuple[Relay, int]]:
    relay = Relay()
    port = free_port()
    controller = Controller(relay, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield relay, port
    finally:
        controller.stop()


@dataclass
class Provider:
    """The API of a provider: what it answers, and what was posted. cut -- no answer at all"""

    status: int = 200
    answer: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    posts: list[str] = field(default_factory=list)


@contextmanager
def provider_running() -> Iterator[tuple[Provider, str]]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            provider.posts.append(self.path)
            if provider.cut:
                self.connection.close()
                return
            body = json.dumps(provider.answer).encode()
            self.send_response(provider.status)
            self.send_header("Content-Type", "application/json")
            for name, value in provider.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
