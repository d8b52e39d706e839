"""The file of a backup: there whole or not at all, and never read as if it were."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from clinic.operations.backup import keys
from clinic.operations.backup.archive import entries, written
from clinic.operations.backup.errors import BackupError

FULL = Path("/dev/full")  # takes nothing
CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def pair():
    private, public = keys.new_key_file()
    return keys.identity(private), keys.recipients([public])


@pytest.fixture
def file(tmp_path, pair):
    path = tmp_path / "clinic.age"
    with written(path, pair[1]) as writer:
        writer.add_pieces("database", iter([CONTENT, b"end"]))
        writer.add("manifest.json", 2, io.BytesIO(b"{}"))
    return path


def read(path, key) -> dict[str, bytes]:
    with entries(path, key) as found:
        return {name: content.read() for name, content in found}


def test_what_was_written_is_read_and_nothing_of_it_stands_there_in_clear(file, pair):
    assert read(file, pair[0]) == {"database/000001": CONTENT, "database/000002": b"end", "manifest.json": b"{}"}
    assert b"manifest" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda content: content[:-100], "damaged or cut off"),
        (lambda content: content[: len(content) // 2], "damaged or cut off"),
        (lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:], "damaged or cut off"),
        (lambda content: b"", "This is no backup"),
    ],
    ids=["end", "half", "one-bit", "empty"],
)
def test_a_file_that_is_not_whole_is_said_to_be(file, pair, spoil, words):
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(BackupError, match=words):
        read(file, pair[0])


def test_another_key_opens_nothing_and_a_file_that_is_not_there_is_named(file, pair, tmp_path):
    with pytest.raises(BackupError, match="locked for another key"):
        read(file, keys.identity(keys.new_key_file()[0]))
    with pytest.raises(BackupError, match=r"none\.age cannot be read: No such file"):
        read(tmp_path / "none.age", pair[0])


def test_what_ends_in_the_middle_leaves_no_file(tmp_path, pair):
    def pieces():
        yield CONTENT
        raise BackupError("pg_dump ended early")

    with pytest.raises(BackupError, match="pg_dump ended early"), written(tmp_path / "a.age", pair[1]) as writer:
        writer.add_pieces("database", pieces())
    with pytest.raises(BackupError, match="changed while it was read"), written(tmp_path / "a.age", pair[1]) as writer:
        writer.add("media/a.png", 10, io.BytesIO(b"short"))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_said(pair, tmp_path, monkeypatch):
    monkeypatch.setattr("clinic.operations.backup.archive._opened_for_writing", lambda path: FULL.open("wb"))
    with pytest.raises((BackupError, OSError), match="No space left"), written(tmp_path / "a.age", pair[1]) as writer:
        writer.add_pieces("database", iter([CONTENT] * 40))


def test_a_file_that_is_there_is_never_written_over(file, pair):
    with pytest.raises(BackupError, match="is there already"), written(file, pair[1]):
        pass
