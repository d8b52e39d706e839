"""Files of attackers cost two seconds and 150 MB at most, and are refused in words; long honest ones are read."""

from __future__ import annotations

import resource
import threading

import pytest

from programs.imports.reading import read_table
from programs.uploads import bounded
from programs.uploads.bounded import read_bounded
from programs.uploads.errors import UnreadableError
from tests import hostile_files

RUNS = "athletes.records.run_files.reading"
TEXTS = "programs.imports.texts"


def runs_of(content: bytes):
    return read_bounded(RUNS, [content], arguments={"files": [("x", len(content))]})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (hostile_files.fit_of_tiny_messages(hostile_files.MEGABYTE), "more than we can read"),
        (hostile_files.gpx_of_tracks(hostile_files.MEGABYTE), "more than {count} activities"),
        (hostile_files.gpx_of_depth(hostile_files.MEGABYTE), "damaged"),
    ],
    ids=["a message a byte", "an activity each six bytes", "elements in each other"],
)
def test_a_reader_counts_while_it_reads(content, why):
    told = runs_of(content).all()[0]
    assert why in told["refused"][0]


@pytest.mark.parametrize(
    "content",
    [hostile_files.workbook_of_one_text(cells=40_000), hostile_files.workbook_far_apart()],
    ids=["a long text in every cell", "two cells that are far apart"],
)
def test_what_no_reader_can_count_ends_its_own_process_alone(content):
    """Within the library it grows past the memory of the process; one gigabyte for 3 kB was asked for."""
    with pytest.raises(UnreadableError, match="Copy its rows into a new sheet"):
        read_table(content)


def test_a_reader_without_end_is_ended_by_the_system():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = runs_of(hostile_files.fit_of_definitions())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "more than we can read" in str(answer.refusal)
    assert after.ru_utime - before.ru_utime < 3


def test_what_was_read_before_the_limit_is_kept():
    whole, endless = hostile_files.long_gpx(60), hostile_files.fit_of_definitions()
    answer = read_bounded(RUNS, [whole, endless], arguments={"files": [("a.gpx", len(whole)), ("b.fit", len(endless))]})
    assert [told.get("name") or told["whole"] for told in answer.values] == ["a.gpx", 1]
    with pytest.raises(UnreadableError):
        answer.all()


def test_a_marathon_with_a_point_each_second_is_read():
    for content in (hostile_files.long_fit(5 * 3600), hostile_files.long_gpx(5 * 3600)):
        (activity,) = runs_of(content).all()[0]["activities"]
        assert round(activity["seconds"], -1) == 5 * 3600


def test_when_others_are_being_read_one_waits_a_while_and_is_told_so(monkeypatch):
    monkeypatch.setattr(bounded, "TURN_SECONDS", 0)
    monkeypatch.setattr(bounded, "_turns", threading.BoundedSemaphore(1))
    with bounded._turns:
        assert "Try again in a minute" in str(read_bounded(TEXTS, [b"a,b"]).refusal)
    assert read_bounded(TEXTS, [b"a,b"]).all() == [[[1, ["a", "b"]]]]


def test_a_module_that_is_no_reader_tells_nothing():
    assert "cannot be read" in str(read_bounded("programs.rules", [b"a,b"]).refusal)
