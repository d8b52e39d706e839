"""Every file of an upload has its word, and the reader says how many of them it has read whole."""

from __future__ import annotations

import gzip
import io

import pytest

from athletes.records.run_files.reading import read
from tests.athletes import watch


def told(*contents: bytes):
    files = [(f"{number}.bin", len(content)) for number, content in enumerate(contents)]
    return list(read(io.BytesIO(b"".join(contents)), files))


def test_each_file_is_read_from_its_own_part_of_the_upload():
    first, one, second, two = told(watch.gpx(), watch.fit())
    assert (one, two) == ({"whole": 1}, {"whole": 2})
    assert (first["name"], second["name"]) == ("0.bin", "1.bin")
    assert [first["activities"][0]["source"], second["activities"][0]["source"]] == ["gpx", "fit"]
    assert first["digest"] != second["digest"]


def test_one_that_cannot_be_read_does_not_stand_in_the_way_of_the_next():
    refused, _one, read_one, _two = told(gzip.compress(watch.gpx())[:-20], watch.tcx())
    assert refused["refused"][0].startswith("This archive is damaged")
    assert read_one["activities"][0]["seconds"] == 1800


def test_no_place_is_told():
    text = str(told(watch.gpx(), watch.tcx(), watch.fit()))
    assert "42.3" not in text
    assert "71.0" not in text
    assert "Home" not in text


def test_memory_that_runs_out_is_no_damage(monkeypatch):
    def runs_out(_stream):
        raise MemoryError

    monkeypatch.setattr("athletes.records.run_files.reading.read_xml", runs_out)
    with pytest.raises(MemoryError):
        told(watch.gpx())
