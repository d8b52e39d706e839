"""FIT: the sessions that the watch summed up, else its laps, else its points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import fitdecode

from athletes.models import RunSource

from .activity import Activity, FastPart, Motion

QUARTER = timedelta(minutes=15)


def read_fit(stream: BinaryIO) -> list[Activity]:
    """The activities of a FIT file, in the order of the watch.

    Every frame is read, so that a cut file is found out. A checksum that slips, and bytes after the end, change
    nothing of what was read before them.
    """
    found = _Found()
    try:
        with fitdecode.FitReader(stream, check_crc=fitdecode.CrcCheck.DISABLED) as frames:
            for frame in frames:
                if isinstance(frame, fitdecode.FitDataMessage):
                    found.add(frame)
    except fitdecode.FitHeaderError:
        if not found.sessions:
            raise
    return found.activities()


@dataclass(slots=True)
class _Found:
    """Sums of a FIT file. points -- of what was not summed up yet: a session is written after its points"""

    sessions: list[Activity] = field(default_factory=list)
    laps: Activity = field(default_factory=lambda: Activity(RunSource.FIT))
    points: Activity = field(default_factory=lambda: Activity(RunSource.FIT))
    fast_parts: list[FastPart] = field(default_factory=list)
    offset: timedelta | None = None
    last_at: datetime | None = None
    last_meters: float = 0
    has_laps: bool = False

    def add(self, message: Any) -> None:
        if message.name == "record":
            self._add_point(message)
        elif message.name == "session":
            self.sessions.append(self._session(message))
        elif message.name == "lap":
            self.has_laps = True
            _add_sums(self.laps, message)
        elif message.name == "activity":
            self.offset = _offset(message)

    def activities(self) -> list[Activity]:
        """The sessions; without any, what the laps say, else the points."""
        read = self.sessions
        if not read and self.has_laps:
            read = [self.laps]
        elif not read and self.points.started_at is not None:
            self.points.sum_up()
            read = [self.points]
        for activity in read:
            activity.offset = self.offset
            if len(read) > 1:  # some watches write all sessions after all points: whose part was fast, its time says
                activity.take_fast(part for part in self.fast_parts if activity.spans(part.started_at))
        return read

    def _add_point(self, message: Any) -> None:
        at, meters = _moment(message, "timestamp"), _number(message, "distance")
        self.points.begin(at)
        if at is not None and self.last_at is not None:
            seconds = max(0, (at - self.last_at).total_seconds())
            self.points.motion.step(seconds, max(0.0, meters - self.last_meters), self.last_at)
        self.last_at, self.last_meters = at or self.last_at, max(meters, self.last_meters)

    def _session(self, message: Any) -> Activity:
        activity = Activity(RunSource.FIT, sport=str(message.get_value("sport", fallback="") or ""))
        _add_sums(activity, message)
        activity.motion = self.points.motion
        activity.sum_up()
        self.fast_parts += activity.motion.fast_parts
        self.points = Activity(RunSource.FIT, motion=Motion(count=self.points.motion.count))
        self.last_at, self.last_meters = None, 0
        return activity


def _add_sums(activity: Activity, message: Any) -> None:
    """The timer's seconds, or those that passed where the timer is missing."""
    activity.begin(_moment(message, "start_time"))
    elapsed = _number(message, "total_elapsed_time")
    activity.elapsed += elapsed
    activity.seconds += _number(message, "total_timer_time") or elapsed
    activity.meters += _number(message, "total_distance")


def _number(message: Any, name: str) -> float:
    return float(message.get_value(name, fallback=0) or 0)


def _moment(message: Any, name: str) -> datetime | None:
    value = message.get_value(name, fallback=None)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _offset(message: Any) -> timedelta | None:
    """Of the place from UTC, in quarters of an hour: the watch writes both clocks, a second apart.

    Two clocks that say the same mean UTC, or a program that knew no other one: then nothing was said.
    """
    here, utc = _moment(message, "local_timestamp"), _moment(message, "timestamp")
    if here is None or utc is None:
        return None
    return round((here - utc) / QUARTER) * QUARTER or None
