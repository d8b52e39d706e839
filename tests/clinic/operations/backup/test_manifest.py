"""Sums that know every row and not their order, and releases that know each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clinic.operations.backup import migrations
from clinic.operations.backup.errors import BackupError
from clinic.operations.backup.manifest import Content, Manifest, TableSum, differing, read_manifest
from tests.people import MONDAY

MANIFEST = Manifest("sqlite", "3.40", "1.0", MONDAY, [], {"t": [1, "a"]}, [1, "b"], {"f.png": [2, "c"]})


def total(*rows: bytes) -> list[object]:
    table = TableSum()
    for row in rows:
        table.add(row)
    return table.to_json()


def test_the_order_of_rows_does_not_matter_and_each_of_them_does():
    assert total(b"1", b"2", b"3") == total(b"3", b"1", b"2")
    assert total(b"1", b"2") != total(b"1", b"3")
    assert total(b"1", b"1") != total(b"1")
    assert total() == [0, "0" * 64]


def test_what_differs_is_named_on_either_side():
    wanted, found = {"a": [1, "x"], "b": [1, "x"], "c": [1, "x"]}, {"a": [1, "x"], "b": [2, "x"], "d": [1, "x"]}
    assert differing(wanted, found) == ["b", "c", "d"]


def test_a_stream_is_summed_up_as_it_passes():
    content = Content()
    assert list(content.passing(iter([b"ab", b"c"]))) == [b"ab", b"c"]
    whole = Content()
    whole.add(b"abc")
    assert content.to_json() == whole.to_json()


def test_a_manifest_is_read_as_it_was_written_and_a_later_format_is_refused():
    assert read_manifest(MANIFEST.to_bytes()) == MANIFEST
    with pytest.raises(BackupError, match="has format 2; this release reads 1"):
        read_manifest(replace(MANIFEST, format=2).to_bytes())


def test_a_backup_of_a_later_release_is_refused_and_one_of_an_earlier_is_brought_up():
    known = sorted(migrations._known())
    if not known:
        pytest.skip("the tables of this run come from the models")
    migrations.refuse_a_later_release(replace(MANIFEST, migrations=known))
    assert not migrations.is_behind(replace(MANIFEST, migrations=known))
    assert migrations.is_behind(replace(MANIFEST, migrations=known[:-1]))
    with pytest.raises(BackupError, match=r"later release \(1.0\), with athletes.9999_more"):
        migrations.refuse_a_later_release(replace(MANIFEST, migrations=[*known, "athletes.9999_more"]))
