"""A mailbox over IMAP on this machine: as much of RFC 3501 as a reader of it asks for, and every line that it asks."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "bounces@clinic.example", "a pass/word"


@dataclass
class Mailbox:
    """messages -- by number; seen -- their numbers; asked -- the lines; answers -- instead of the usual, by word"""

    messages: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> int:
        number = len(self.messages) + 1
        self.messages[number] = text.encode()
        return number

    def answer(self, line: str) -> tuple[bytes, str]:
        """What goes before the last line of the answer, and that line without its tag."""
        self.asked.append(line)
        for word, answer in self.answers.items():
            if word in line:
                return b"", answer
        usual = {
            "CAPABILITY": (b"* CAPABILITY IMAP4rev1\r\n", "OK"),
            "SELECT": (f"* {len(self.messages)} EXISTS\r\n".encode(), "OK [READ-WRITE]"),
            f'LOGIN {USER} "{PASSWORD}"': (b"", "OK"),
            "LOGOUT": (b"* BYE\r\n", "OK"),
        }
        for start, answer_to_it in usual.items():
            if line.startswith(start):
                return answer_to_it
        return self._answer_by_number(line)

    def _answer_by_number(self, line: str) -> tuple[bytes, str]:
        if line.startswith("UID SEARCH UNSEEN"):
            unseen = " ".join(map(str, sorted(set(self.messages) - self.seen)))
            return f"* SEARCH {unseen}".rstrip().encode() + b"\r\n", "OK"
        if found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", line):
            number, most = map(int, found.groups())
            content = self.messages[number][:most]
            return b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n" % (number, number, len(content), content), "OK"
        if found := re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", line):
            self.seen.add(int(found[1]))
            return b"", "OK"
        return b"", "NO such login or command"


@contextmanager
def mailbox_running() -> Iterator[tuple[Mailbox, str]]:
    """The mailbox, and its address for ``BOUNCE_MAILBOX_URL``."""
    kept = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK here\r\n")
            for line in self.rfile:
                tag, _space, words = line.decode().strip().partition(" ")
                before, last = kept.answer(words)
                self.wfile.write(before + f"{tag} {last} done\r\n".encode())
                if words.startswith("LOGOUT"):
                    return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kept, f"imap://bounces%40clinic.example:a%20pass%2Fword@127.0.0.1:{server.server_address[1]}/INBOX"
    finally:
        server.shutdown()
        server.server_close()
