"""What an archive holds: each file by its name, and nothing that is too much."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from athletes.records.run_files.packed import MAX_BYTES, MAX_ENTRIES, MAX_FILES, Budget, unpacked
from programs.uploads.errors import UnreadableError


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def read(name: str, content: bytes, budget: Budget | None = None) -> list[tuple[str, bytes]]:
    files = unpacked(name, io.BytesIO(content), budget or Budget())
    return [(each.name, each.stream.read()) for each in files]


def test_a_plain_file_is_itself_and_a_gz_what_it_holds():
    assert read("run.fit", b"abc") == [("run.fit", b"abc")]
    assert read("run.fit.gz", gzip.compress(b"abc")) == [("run.fit.gz", b"abc")]


def test_a_zip_holds_files_by_their_own_names_without_what_computers_add():
    content = zipped({"out/a.gpx": b"a", "b.fit.gz": gzip.compress(b"b"), "__MACOSX/a": b"x", "out/.DS_Store": b"x"})
    assert read("all.zip", content) == [("a.gpx", b"a"), ("b.fit.gz", b"b")]


def test_too_many_files_are_refused_before_any_is_read():
    content = zipped({f"{number}": b"x" for number in range(MAX_FILES + 1)})
    with pytest.raises(UnreadableError, match="at most 20"):
        read("all.zip", content)


def test_what_was_sent_together_is_read_from_one_budget():
    budget = Budget()
    read("one.fit", b" " * (MAX_BYTES - 1), budget)
    read("two.fit", b" ", budget)
    with pytest.raises(UnreadableError, match="more than 30 MB at once"):
        read("three.fit", b" ", budget)


def test_the_identity_is_of_the_whole_file_however_much_was_read():
    whole, part = (next(iter(unpacked("a", io.BytesIO(b"abc" * 50_000), Budget()))) for _each in range(2))
    whole.stream.read()
    part.stream.read(3)
    assert whole.digest() == part.digest()


def test_a_list_of_very_many_is_refused_before_it_is_read():
    """A quarter of a million of empty files: the list alone took more memory than the ZIP has bytes."""
    content = zipped(dict.fromkeys((f"__MACOSX/{number}" for number in range(MAX_ENTRIES + 1)), b""))
    with pytest.raises(UnreadableError, match="more than 1000 files"):
        read("all.zip", content)
