"""What people send instead of a watch's file: the same file in a ZIP or GZ, or several at once.

Nothing is unpacked to disk, and nothing is held whole: each file is a stream that ends with an error where it grows too
large.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from programs.uploads.errors import UnreadableError, gettext_noop

#: Bytes of all files together once they are unpacked, and files of one archive.
MAX_BYTES, MAX_FILES = 30 * 1024 * 1024, 20
#: Entries of a ZIP before its list is read: the list of a quarter of a million takes a hundred megabytes.
MAX_ENTRIES = 1000
_ZIP, _ZIP_ENTRY, _GZIP = b"PK\x03\x04", b"PK\x01\x02", b"\x1f\x8b"
#: What an archive holds beside files of runs.
_NOT_A_RUN = ("__MACOSX/", ".DS_Store")


class Stream(Protocol):
    """What is read here: an upload, a member of a ZIP, or what a GZ holds."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, offset: int, /) -> int: ...


@dataclass
class Budget:
    """How many bytes may still be read: what is packed costs no more than what is not."""

    left: int = MAX_BYTES


@dataclass
class Measured(io.RawIOBase):
    """A stream that counts and hashes what is read of it.

    Raises UnreadableError where it is larger than the budget.
    """

    stream: Stream
    budget: Budget
    hash: Any = field(default_factory=hashlib.sha256)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self.stream.read(len(buffer))
        self.budget.left -= len(chunk)
        if self.budget.left < 0:
            raise UnreadableError(gettext_noop("That is more than 30 MB at once. Send each file alone."))
        self.hash.update(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@dataclass
class Unpacked:
    """One file, by the name it came with."""

    name: str
    measured: Measured

    def __post_init__(self) -> None:
        self.stream = io.BufferedReader(self.measured)

    def digest(self) -> str:
        """Of the whole file, read to its end."""
        while self.stream.read(1024 * 1024):
            pass
        return str(self.measured.hash.hexdigest())


def unpacked(name: str, stream: IO[bytes], budget: Budget) -> Iterator[Unpacked]:
    """The files in what was sent: itself, what a GZ holds, or each of a ZIP, read before the next is asked for.

    Raises UnreadableError for an archive that is damaged, empty, or holds too many files.
    """
    start = stream.read(len(_ZIP))
    stream.seek(0)
    if start == _ZIP:
        yield from _of_zip(name, stream, budget)
    else:
        yield Unpacked(name, Measured(_plain(stream), budget))


def _plain(stream: IO[bytes]) -> Stream:
    """What a GZ holds, or the stream itself."""
    start = stream.read(len(_GZIP))
    stream.seek(0)
    return gzip.open(stream) if start == _GZIP else stream


def _of_zip(name: str, stream: IO[bytes], budget: Budget) -> Iterator[Unpacked]:
    if _count_entries(stream) > MAX_ENTRIES:
        words = gettext_noop("This ZIP file holds more than {count} files. Send at most {most} at once.")
        raise UnreadableError(words, count=MAX_ENTRIES, most=MAX_FILES)
    try:
        with zipfile.ZipFile(stream) as archive:
            files = [each for each in archive.infolist() if _is_a_file(each)]
            if not files:
                raise UnreadableError(gettext_noop("This ZIP file is empty."))
            if len(files) > MAX_FILES:
                words = gettext_noop("This ZIP file holds {count} files. Send at most {most} at once.")
                raise UnreadableError(words, count=len(files), most=MAX_FILES)
            for each in files:
                with archive.open(each) as inner:
                    yield Unpacked(each.filename.rsplit("/", 1)[-1], Measured(_plain(inner), budget))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        words = gettext_noop("{name} cannot be unpacked. Unpack it yourself, and send the file in it.")
        raise UnreadableError(words, name=name) from error


def _count_entries(stream: IO[bytes]) -> int:
    """By the mark of each entry in the list at the end; packed bytes may hold one by chance."""
    count, before = 0, b""
    while chunk := stream.read(64 * 1024):
        text = before + chunk
        count += text.count(_ZIP_ENTRY)
        before = text[-len(_ZIP_ENTRY) + 1 :]
    stream.seek(0)
    return count


def _is_a_file(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not any(part in entry.filename for part in _NOT_A_RUN)


#: What a damaged archive raises while it is read.
DAMAGED_ARCHIVE = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error)
