"""The file: a tar in an age envelope, written and read as a stream. Nothing of it lies on a disk in clear.

``age -d -i backup.key FILE | tar x`` opens it without this program: ``cat database/*`` is the database.
"""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

import pyrage
from pyrage import x25519

from .errors import BackupError

#: The database is written in pieces: a tar wants to know sizes before, and a dump ends when it ends.
PIECE_BYTES = 4 * 1024 * 1024
CUT = "The file is damaged or cut off: its contents are not what was locked. Take another backup."


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Writer:
    """Puts named entries into the file."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, size: int, content: Readable) -> None:
        """One entry of exactly that many bytes. Raises BackupError where the content ends before."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        try:
            self._tar.addfile(entry, content)
        except OSError as error:
            if error.args == ("unexpected end of data",):
                raise BackupError(f"{name} changed while it was read. Try again.") from error
            raise

    def add_pieces(self, folder: str, pieces: Iterator[bytes]) -> None:
        """A content of unknown length, as ``folder/000001`` and so on."""
        for number, piece in enumerate(pieces, start=1):
            self.add(f"{folder}/{number:06}", len(piece), io.BytesIO(piece))


@contextmanager
def written(path: Path, keys: list[x25519.Recipient]) -> Iterator[Writer]:
    """A new file at that path; there whole under its name, or not at all. Another file there is refused."""
    if path.exists():
        raise BackupError(f"{path} is there already.")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with _opened_for_writing(unfinished) as out:
            with _locked(out, keys) as plain, tarfile.open(fileobj=plain, mode="w|") as tar:
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _opened_for_writing(path: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError as error:
        raise BackupError(f"{path.parent} cannot be written: {error.strerror}.") from error


@contextmanager
def entries(path: Path, key: x25519.Identity) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The entries of a file in their order, each to be read before the next.

    Raises BackupError where the file is cut or damaged, or locked for another key.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    with source, _unlocked(source, key) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        yield _files_of(tar)


def _files_of(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry)
        if content is not None:
            yield entry.name, content


# -- the envelope, in a thread beside: it has the other end of a pipe ------------------------


class _Envelope(threading.Thread):
    """age at work until its end of the pipe is done; what went wrong there is kept."""

    def __init__(self, work: Callable[[], None], end: IO[bytes]) -> None:
        super().__init__(name="backup-envelope")
        self._work, self._end = work, end
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            with self._end:
                self._work()
        except Exception as error:  # noqa: BLE001 - raised where the stream ends
            self.error = error


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


@contextmanager
def _locked(out: IO[bytes], keys: list[x25519.Recipient]) -> Iterator[IO[bytes]]:
    """Where to write what is to be locked."""
    reading, writing = _pipe()
    envelope = _Envelope(lambda: pyrage.encrypt_io(reading, out, keys), reading)
    envelope.start()
    try:
        with suppress(BrokenPipeError), writing:  # the envelope says why
            yield writing
    finally:
        envelope.join()
    if envelope.error:
        raise BackupError(f"The file cannot be written: {envelope.error}.") from envelope.error


@contextmanager
def _unlocked(source: IO[bytes], key: x25519.Identity) -> Iterator[IO[bytes]]:
    """What was locked. Read to the end, because only there it is known that nothing was cut off."""
    reading, writing = _pipe()
    envelope = _Envelope(lambda: pyrage.decrypt_io(source, writing, [key]), writing)
    envelope.start()
    is_cut = False
    try:
        with reading:
            yield reading
            while reading.read(PIECE_BYTES):
                pass
    except tarfile.TarError:
        is_cut = True
    finally:
        envelope.join()
    if isinstance(envelope.error, pyrage.DecryptError):
        raise BackupError(_not_opened(envelope.error)) from envelope.error
    if is_cut or envelope.error:
        raise BackupError(CUT) from envelope.error


def _not_opened(error: Exception) -> str:
    if "matching keys" in str(error):
        return "The file is locked for another key than this one."
    return "This is no backup, or its first bytes are damaged."
