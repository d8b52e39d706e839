"""The relay of the rig: its flushed log is the truth about which mails were accepted.

An address says what happens to its mail: ``ana+drop-after@…`` is accepted, and the link is cut in
place of the answer. Faults marked *once* happen to the first try only.
"""

from __future__ import annotations

import asyncio
import email
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

#: Shorter than the quarantine: a stopped sender finds its connection closed before its row is decided about.
IDLE_SECONDS = 6
#: What each word in an address does, and whether only to the first try.
FAULTS = {
    "rcpt-450": True,
    "rcpt-550": False,
    "rcpt-drop": True,
    "data-451": True,
    "data-554": False,
    "drop-before": True,
    "drop-after": True,
}


class Relay:
    def __init__(self, folder: Path) -> None:
        self.truth = (folder / "accepted.jsonl").open("a", encoding="utf-8")
        self.met: set[str] = set()
        self.slowly = float(os.environ.get("FAULTS_RELAY_SECONDS", "0.02"))
        self.pipelines = os.environ.get("FAULTS_RELAY_PIPELINES", "yes") == "yes"
        #: What is measured is not this disk.
        self.is_a_sink = os.environ.get("FAULTS_RELAY_SINK") == "yes"

    def fault(self, address: str, *of: str) -> str:
        """The fault of this address that is due now, if it is one of those."""
        word = address.partition("@")[0].partition("+")[2]
        if word not in of or (FAULTS[word] and address in self.met):
            return ""
        self.met.add(address)
        return word

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return ["250-PIPELINING", *responses] if self.pipelines else responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        fault = self.fault(address, "rcpt-450", "rcpt-550", "rcpt-drop")
        if fault == "rcpt-drop":
            server.transport.abort()
        if fault:
            return {"rcpt-450": "450 4.7.1 not now", "rcpt-550": "550 5.1.1 nobody here"}.get(fault, "421 gone")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        if self.slowly:
            await asyncio.sleep(self.slowly)
        fault = self.fault(address, "data-451", "data-554", "drop-before", "drop-after")
        if fault.startswith("data"):
            return f"{fault[-3:]} not this mail"
        if fault == "drop-before":
            server.transport.abort()
            return "421 gone"
        self.accept(address, envelope.content)
        if fault == "drop-after":
            server.transport.abort()
        return "250 accepted"

    def accept(self, address: str, content: bytes) -> None:
        message = email.message_from_bytes(content)
        line = {"to": address, "id": message["Message-ID"], "at": time.time()}
        self.truth.write(json.dumps(line) + "\n")
        self.truth.flush()
        if not self.is_a_sink:
            os.fsync(self.truth.fileno())


async def serve(port: int, folder: Path) -> None:
    relay = Relay(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(relay, timeout=IDLE_SECONDS, hostname="relay.example", loop=loop), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
