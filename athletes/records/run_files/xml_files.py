"""GPX and TCX, read as they come in: no tree is built, and no entity is ever resolved."""

from __future__ import annotations

import codecs
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from programs.uploads.errors import UnreadableError, gettext_noop

from .activity import GPX, TCX, Activity, check_count

CHUNK = 64 * 1024
EARTH = 6_371_000
#: Elements in each other. A watch writes about ten; ten million of them take a gigabyte.
DEEPEST = 50
#: Elements of a file: ten for each point.
MAX_ELEMENTS = 1_000_000
TOO_MANY_ELEMENTS = gettext_noop("The file holds more than we can read. Export only the run, and send that.")
#: Tracks of one file with less than this between them, in seconds, are one run with a pause.
PAUSE = 600
NEITHER = gettext_noop("This is neither a GPX nor a TCX nor a FIT file. Choose “Export original” where your runs are.")


def read_xml(stream: BinaryIO) -> list[Activity]:
    """The activities of a GPX or TCX file, in its order.

    Raises UnreadableError for another document, and what the parser raises for a damaged one or a document type.
    """
    reader = _Reader()
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    for chunk in _chunks(stream):
        parser.feed(chunk)
    parser.close()
    return _with_pauses(reader.activities)


def _chunks(stream: BinaryIO) -> Iterator[bytes | str]:
    """The document without what stands before it: some exports begin with blanks, or are UTF-16."""
    first = stream.read(CHUNK)
    if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        decoder = codecs.getincrementaldecoder("utf-16")()
        yield decoder.decode(first).lstrip()
        while chunk := stream.read(CHUNK):
            yield decoder.decode(chunk)
        return
    yield first.removeprefix(codecs.BOM_UTF8).lstrip()
    while chunk := stream.read(CHUNK):
        yield chunk


def _with_pauses(activities: list[Activity]) -> list[Activity]:
    """A watch that was paused for a moment writes another track: the same run."""
    joined: list[Activity] = []
    for activity in activities:
        pause = _pause_between(joined[-1], activity) if joined else None
        if pause is None:
            joined.append(activity)
        else:
            joined[-1].go_on_with(activity, pause)
    return joined


def _pause_between(last: Activity, activity: Activity) -> float | None:
    """Seconds from one track of a GPX file to the next; None where they are two activities."""
    if last.source != GPX or last.started_at is None or activity.started_at is None:
        return None
    pause = (activity.started_at - last.started_at).total_seconds() - last.motion.elapsed
    return pause if last.sport == activity.sport and 0 <= pause < PAUSE else None


@dataclass(slots=True)
class _Point:
    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    meters: float | None = None

    def seconds_from(self, other: _Point) -> float | None:
        if self.at is None or other.at is None:
            return None
        return max(0.0, (self.at - other.at).total_seconds())

    def way_from(self, other: _Point) -> float:
        """Meters between them, by what the file counted, else over the ground."""
        if self.meters is not None and other.meters is not None:
            return max(0.0, self.meters - other.meters)
        if self.latitude is None or other.latitude is None:
            return 0
        return _over_ground(self.latitude, self.longitude or 0, other.latitude, other.longitude or 0)


def _over_ground(latitude: float, longitude: float, from_latitude: float, from_longitude: float) -> float:
    """Meters, by the haversine formula."""
    north, east = math.radians(latitude - from_latitude), math.radians(longitude - from_longitude)
    scale = math.cos(math.radians(latitude)) * math.cos(math.radians(from_latitude))
    haversine = math.sin(north / 2) ** 2 + scale * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(min(1, math.sqrt(haversine)))


@dataclass
class _Reader:
    """What the parser calls: one element after the other. path -- the names of those that are open"""

    activities: list[Activity] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    count: int = 0
    text: list[str] = field(default_factory=list)
    point: _Point | None = None
    last: _Point | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self._open(name)
        if name == "trk":
            self._begin(Activity(GPX))
        elif name == "Activity":
            self._begin(Activity(TCX, sport=attributes.get("Sport", "")))
        elif name in ("trkseg", "Track"):
            self.last = None
        elif name == "trkpt":
            self.point = _Point(latitude=float(attributes["lat"]), longitude=float(attributes["lon"]))
        elif name == "Trackpoint":
            self.point = _Point()

    def _open(self, name: str) -> None:
        if not self.path and name not in ("gpx", "TrainingCenterDatabase"):
            raise UnreadableError(NEITHER)
        self.path.append(name)
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise UnreadableError(TOO_MANY_ELEMENTS)
        if len(self.path) > DEEPEST:
            raise ParseError("no file of a watch is that deep")
        self.text = []

    def _begin(self, activity: Activity) -> None:
        self.activities.append(activity)
        check_count(self.activities)

    def data(self, text: str) -> None:
        self.text.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        parent = self.path[-2] if len(self.path) > 1 else ""
        said = "".join(self.text).strip()
        self.text = []
        self.path.pop()
        if not self.activities:
            return
        if self.point is not None:
            self._of_point(name, said)
        elif said:
            self._of_activity(self.activities[-1], name, parent, said)
        if name in ("trk", "Activity"):
            self.activities[-1].sum_up()

    def close(self) -> None:
        """Nothing is left to do."""

    def _of_activity(self, activity: Activity, name: str, parent: str, said: str) -> None:
        if name == "Id":
            activity.begin(datetime.fromisoformat(said))
        elif parent == "Lap" and name == "TotalTimeSeconds":
            activity.seconds += float(said)
        elif parent == "Lap" and name == "DistanceMeters":
            activity.meters += float(said)
        elif parent == "trk" and name == "type":
            activity.sport = said

    def _of_point(self, name: str, said: str) -> None:
        point = self.point
        if point is None:
            return
        if name in ("time", "Time") and said:
            point.at = datetime.fromisoformat(said)
        elif name == "DistanceMeters" and said:
            point.meters = float(said)
        elif name in ("trkpt", "Trackpoint"):
            self._step(point)
            self.point = None

    def _step(self, point: _Point) -> None:
        activity = self.activities[-1]
        activity.begin(point.at)
        if self.last is not None:
            activity.motion.step(point.seconds_from(self.last), point.way_from(self.last))
        self.last = point


def _local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rsplit("}", 1)[-1]
