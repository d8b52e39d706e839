"""The relay of the rehearsal: it takes every mail, and keeps it to be read."""

from __future__ import annotations

import email
import email.policy
import re
import time
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from .containers import RehearsalError

PATIENCE = 90.0


class Relay:
    """mails -- in the order in which they came"""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._server = Controller(self, hostname="127.0.0.1", port=25)

    def start(self) -> None:
        self._server.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 accepted"

    def to(self, address: str, about: str = "") -> list[EmailMessage]:
        """Mails to that address whose subject or text says this."""
        mine = [mail for mail in self.mails if address in str(mail["To"])]
        return [mail for mail in mine if about in f"{mail['Subject']}\n{text_of(mail)}"]

    def wait(self, address: str, about: str = "", *, more_than: int = 0) -> EmailMessage:
        """The newest mail of this kind, once there are more of them than there were."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self.to(address, about)) <= more_than:
            if time.monotonic() > deadline:
                subjects = [f"{mail['To']}: {mail['Subject']}" for mail in self.mails]
                raise RehearsalError(f"no mail to {address} about “{about}” in {PATIENCE:.0f} s; there are {subjects}")
            time.sleep(0.2)
        return found[-1]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""


def link_in(mail: EmailMessage, path: str) -> str:
    """The first address of that page in a mail."""
    found = re.search(rf"https://[^\s\"<>]+{re.escape(path)}[^\s\"<>]*", text_of(mail))
    if found is None:
        raise RehearsalError(f"“{mail['Subject']}” has no link to {path}:\n{text_of(mail)}")
    return found[0]
