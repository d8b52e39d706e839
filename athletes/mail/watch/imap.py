"""The mailbox of the Return-Path at whoever keeps the clinic's mail: read over IMAP, a bounded part at a time."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

SECONDS = 20
#: So many messages are read at once; the next time goes on from there.
MOST_AT_ONCE = 200
#: So much of each: what came back as a whole, with its attachments, tells no more than its beginning.
MOST_BYTES = 256 * 1024
OVER_TLS, TLS_PORT, PORT = "imaps", 993, 143
HERE = frozenset(["127.0.0.1", "::1", "localhost"])


class MailboxError(Exception):
    """The mailbox cannot be opened or read; in words without the password."""


class Inbox:
    """One folder that is open."""

    def __init__(self, link: imaplib.IMAP4) -> None:
        self._link = link

    def unseen(self) -> list[str]:
        """The numbers of what nobody has read yet, the oldest first."""
        numbers: list[str] = []
        for line in self._ask("SEARCH", "UNSEEN"):
            if isinstance(line, bytes):
                numbers += line.decode().split()
        return numbers

    def beginning_of(self, number: str) -> bytes:
        """The message, but for what is beyond ``MOST_BYTES``; it stays unseen. Empty where it has gone meanwhile."""
        for part in self._ask("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"):
            if isinstance(part, tuple):
                return bytes(part[1])
        return b""

    def mark_seen(self, number: str) -> None:
        self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, *words: str) -> list[Any]:
        """Lines, and pairs of a line and what follows it."""
        answer, found = self._link.uid(*words)
        if answer != "OK":
            raise MailboxError(f"{words[0]} was answered with {answer}")
        return list(found)


@contextmanager
def opened(url: str) -> Iterator[Inbox]:
    """The folder that ``imaps://user:password@host:993/INBOX`` names.

    ``imap://`` begins in the clear and asks for TLS before the password; only on this machine it does without.
    Raises MailboxError.
    """
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    try:
        link = _link_to(parts.scheme, parts.hostname or "", parts.port)
        try:
            link.login(unquote(parts.username or ""), unquote(parts.password or ""))
            answer, said = link.select(f'"{folder}"')
            if answer != "OK":
                raise MailboxError(f"there is no folder {folder}: {said!r}")
            yield Inbox(link)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                link.logout()
    except imaplib.IMAP4.error as error:
        raise MailboxError(f"{parts.hostname} said: {error}") from error
    except OSError as error:
        raise MailboxError(f"{parts.hostname} is away ({type(error).__name__})") from error


def _link_to(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == OVER_TLS:
        return imaplib.IMAP4_SSL(host, port or TLS_PORT, timeout=SECONDS)
    link = imaplib.IMAP4(host, port or PORT, timeout=SECONDS)
    if host not in HERE:
        link.starttls()
    return link
