"""GPX and TCX as a stream: each track and activity by itself, and a file of 30 MB in little memory."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pytest
from defusedxml import DefusedXmlException

from athletes.records.run_files.xml_files import CHUNK, DEEPEST, read_xml
from programs.uploads.errors import UnreadableError
from tests.athletes import watch

ROOT = Path(__file__).resolve().parents[4]


def read(content: bytes):
    return read_xml(io.BytesIO(content))


def test_what_a_track_says():
    (activity,) = read(watch.gpx(sport="trail_running"))
    assert (activity.source, activity.sport, activity.started_at) == ("gpx", "trail_running", watch.START)
    assert (activity.seconds, round(activity.meters, -1)) == (1800, 5000)
    assert activity.is_run


def test_laps_go_before_points_and_points_stand_in_for_laps():
    (activity,) = read(watch.tcx())
    assert (activity.seconds, activity.meters) == (1800, 5000)
    points = b"".join(
        f"<Trackpoint><Time>2026-11-01T14:{minute:02}:00Z</Time><DistanceMeters>{minute * 150}</DistanceMeters>"
        "</Trackpoint>".encode()
        for minute in range(11)
    )
    (bare,) = read(
        b'<TrainingCenterDatabase><Activity Sport="Running"><Lap><Track>'
        + points
        + b"</Track></Lap></Activity></TrainingCenterDatabase>"
    )
    assert (bare.seconds, bare.meters) == (600, 1500)


def test_standing_is_no_running():
    (activity,) = read(watch.gpx().replace(b"</trkseg>", STANDING + b"</trkseg>"))
    assert (activity.seconds, activity.motion.elapsed) == (1800, 2400)


STANDING = (
    f'<trkpt lat="{42.36 + 30 * watch.STEP:.7f}" lon="-71.06">'
    f"<time>{watch.START + timedelta(minutes=40):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
).encode()


def test_a_chunk_may_end_anywhere():
    blanks = b" " * (CHUNK - 7)
    (activity,) = read(watch.gpx().replace(b"<trkseg>", b"<trkseg>" + blanks))
    assert activity.seconds == 1800


@pytest.mark.parametrize("document", [b"<html/>", b"<rss><trk/></rss>"])
def test_another_document_is_named(document):
    with pytest.raises(UnreadableError, match="neither a GPX nor a TCX"):
        read(document)


def test_a_document_type_is_refused_before_anything_is_read():
    with pytest.raises(DefusedXmlException):
        read(b"<!DOCTYPE gpx><gpx/>")


MEASURE = """
import io, resource
from athletes.records.run_files.xml_files import read_xml
from tests.athletes import watch
class Endless(io.RawIOBase):
    "A GPX of 30 MB that is never whole."
    def __init__(self):
        start, self.end = watch.gpx().split(b"</trkseg>")
        self.left, self.rest = 30 * 1024 * 1024, start
    def read(self, size=-1):
        while len(self.rest) < size and self.left > 0:
            point = b'<trkpt lat="42.36" lon="-71.06"><ele>3</ele>' + b" " * 300 + b'</trkpt>'
            self.rest += point * 500
            self.left -= len(point) * 500
            if self.left <= 0: self.rest += b"</trkseg>" + self.end
        chunk, self.rest = self.rest[:size], self.rest[size:]
        return chunk
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(activity,) = read_xml(Endless())
print(activity.motion.count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_file_of_thirty_megabytes_is_read_in_little_memory(tmp_path):
    """In a process of its own, which is asked for its peak: a tree of it would take some 500 MB."""
    variables = {"DJANGO_SETTINGS_MODULE": "clinic.settings", "DEMO_CLINIC": "yes", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    count, megabytes = map(int, done.stdout.split())
    assert count > 80_000
    assert megabytes < 20


def test_elements_in_each_other_are_refused_before_they_take_memory():
    """Thirty megabytes of them took 1.4 GB. Elements that were opened and never closed are damaged in any case."""
    deep = b"<gpx>" + b"<a>" * DEEPEST + b"</a>" * DEEPEST + b"</gpx>"
    with pytest.raises(ParseError, match="deep"):
        read(deep)


def test_a_jump_within_one_second_is_one():
    (activity,) = read(watch.gpx(jump=0.05).replace(b"T14:15:00Z", b"T14:14:00Z"))
    assert activity.fast_meters > 5000
