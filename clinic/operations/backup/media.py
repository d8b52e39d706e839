"""The uploaded files: read one by one, and put back beside before they take the place of what is there."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from .archive import PIECE_BYTES, Writer
from .errors import BackupError
from .manifest import Content

FOLDER = "media/"
#: Beside the files and on their disk, so that putting them in place copies nothing.
ASIDE = ".restoring-"


def names(root: Path) -> Iterator[str]:
    """Every file below a folder, as a path from there; links and what begins with a point are not the clinic's."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if not name.startswith(".") and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def add_files(writer: Writer, root: Path) -> dict[str, list[Any]]:
    """Put every file into the archive; returns bytes and sum of each. One that is deleted meanwhile is left out."""
    found = {}
    for name in names(root):
        try:
            source = (root / name).open("rb")
        except FileNotFoundError:
            continue
        with source:
            passing = _Summed(source)
            writer.add(FOLDER + name, os.fstat(source.fileno()).st_size, passing)
        found[name] = passing.content.to_json()
    return found


class _Summed:
    """A file that is summed up while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.content = Content()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        self.content.add(piece)
        return piece


class MediaFilling:
    """Files on their way in. They lie aside until ``finish``."""

    def __init__(self, aside: Path, root: Path) -> None:
        self._aside, self._root = aside, root

    def write(self, name: str, content: IO[bytes]) -> None:
        path = self._aside / inside(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            shutil.copyfileobj(content, out, PIECE_BYTES)

    def finish(self) -> None:
        """In the place of all that is there."""
        for former in self._root.iterdir():
            if former == self._aside or former.name.startswith("."):
                continue
            _delete(former)
        for new in self._aside.iterdir():
            new.rename(self._root / new.name)


@contextmanager
def filling(root: Path) -> Iterator[MediaFilling]:
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root, prefix=ASIDE) as aside:
        yield MediaFilling(Path(aside), root)


def inside(name: str) -> PurePosixPath:
    """The path of a file in the archive. Raises BackupError for one that leads elsewhere."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupError(f"“{name}” is no file of a clinic’s. Nothing was changed.")
    return path


def _delete(path: Path) -> None:
    if stat.S_ISDIR(path.lstat().st_mode):
        shutil.rmtree(path)
    else:
        path.unlink()
