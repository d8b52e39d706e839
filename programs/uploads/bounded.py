"""One door for every uploaded file: it is read in a process of its own that the system bounds (``child.py``).

A process costs some hundredths of a second: less than a page. It is started anew for each upload, so that nothing of
one can stand in the memory of the next. At most two at once in each web process: the others wait for their turn.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import UnreadableError

ROOT = Path(__file__).resolve().parents[2]
#: Of reading alone, by the clock: a machine that is busy, or a reader that waits for nothing.
WALL_SECONDS = 15
#: Of waiting for a turn.
TURN_SECONDS = 10
AT_ONCE = 2
#: Of what a reader tells: a table of 10,000 rows is some megabytes.
MAX_ANSWER = 48 * 1024 * 1024

BUSY = gettext_lazy("Other files are being read at this moment. Try again in a minute.")
TOO_MUCH = gettext_lazy("This file holds more than we can read. Send a smaller one, or part of it.")
BROKEN = gettext_lazy("This file is damaged, and cannot be read.")

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class ReaderAnswer:
    """values -- what the reader told before it ended; refusal -- why it ended too early, in the person's words"""

    values: list[Any] = field(default_factory=list)
    refusal: UnreadableError | None = None

    def all(self) -> list[Any]:
        """Raises UnreadableError where the reader did not come to its end."""
        if self.refusal is not None:
            raise self.refusal
        return self.values


def read_bounded(
    reader: str, pieces: Iterable[bytes], *, arguments: dict[str, Any] | None = None, too_much: str = ""
) -> ReaderAnswer:
    """What the reader, a module by its name, makes of an upload, in at most 2 s of CPU and 150 MB.

    pieces -- the upload; arguments -- of the reader's ``read``, as JSON; too_much -- the words for a limit that it met
    """
    if not _turns.acquire(timeout=TURN_SECONDS):
        return ReaderAnswer(refusal=UnreadableError(str(BUSY)))
    try:
        with _in_memory(pieces) as upload:
            return _read(reader, upload, json.dumps(arguments or {}), too_much or str(TOO_MUCH))
    finally:
        _turns.release()


@contextmanager
def _in_memory(pieces: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """The upload as a file without a name: where somebody ran never stands on a disk."""
    with _new_file() as upload:
        for piece in pieces:
            upload.write(piece)
        upload.seek(0)
        yield upload


def _new_file() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("upload"), "w+b")
    return tempfile.TemporaryFile()  # a developer's macOS


def _read(reader: str, upload: IO[bytes], arguments: str, too_much: str) -> ReaderAnswer:
    command = [sys.executable, "-s", "-m", "programs.uploads.child", reader, arguments]
    environment = {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, and names that our code gives
        command, cwd=ROOT, env=environment, stdin=upload, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        clock = threading.Timer(WALL_SECONDS, process.kill)
        clock.start()
        try:
            told = process.stdout.read(MAX_ANSWER) if process.stdout else b""
        finally:
            clock.cancel()
            process.kill()  # it has ended, or tells more than anybody asked for
    return _answer(told, process.returncode, too_much)


def _answer(told: bytes, code: int, too_much: str) -> ReaderAnswer:
    """Its lines; without the last one it was ended: by a limit, or by something that its library did not expect."""
    values: list[Any] = []
    for line in told.splitlines():
        match _parsed(line):
            case {"read": value}:
                values.append(value)
            case {"refused": [str(words), dict(named)]}:
                return ReaderAnswer(values, UnreadableError(_(words), **named))
            case {"done": True}:
                return ReaderAnswer(values)
            case _:
                return ReaderAnswer(values, UnreadableError(too_much))
    is_ours = code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV) or len(told) == MAX_ANSWER
    return ReaderAnswer(values, UnreadableError(too_much if is_ours else str(BROKEN)))


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
