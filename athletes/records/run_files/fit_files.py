"""FIT: the sessions that the watch summed up, else its laps, else its points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import fitdecode
from fitdecode.types import BASE_TYPE_BYTE, FieldDefinition

from programs.uploads.errors import UnreadableError, gettext_noop

from .activity import FIT, Activity, FastPart, Motion

#: What the protocol counts seconds from, in those of Unix, and the first number that is a moment.
EPOCH, FIRST_MOMENT = 631_065_600, 0x10000000
QUARTER = timedelta(minutes=15)
#: Messages of a file: a point each second for 27 hours, and more than as many of other kinds.
MAX_MESSAGES = 250_000
TOO_MANY_MESSAGES = gettext_noop("The file holds more than we can read. Export only the run, and send that.")
#: The number of what is passed over: no field of the protocol has it.
PASSED_OVER = 255
#: Numbers of messages, and of the fields of each that say something of a run (the protocol's profile).
RECORD, SESSION, LAP, ACTIVITY = 20, 18, 19, 34
WANTED = {
    RECORD: {253, 5, 8},  # when, distance, and speed with distance in one, as old watches write it
    SESSION: {2, 5, 7, 8, 9},  # began, sport, elapsed, timer, distance
    LAP: {2, 7, 8, 9},
    ACTIVITY: {253, 5},  # both clocks
}


def read_fit(stream: BinaryIO) -> list[Activity]:
    """The activities of a FIT file, in the order of the watch.

    Every frame is read, so that a cut file is found out. A checksum that slips, and bytes after the end, change
    nothing of what was read before them.
    """
    found = _Found()
    try:
        with _BoundedReader(
            stream,
            processor=None,
            check_crc=fitdecode.CrcCheck.DISABLED,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        ) as frames:
            for frame in frames:
                if isinstance(frame, fitdecode.FitDataMessage):
                    found.add(frame)
    except fitdecode.FitHeaderError:
        if not found.sessions:
            raise
    return found.activities()


class _BoundedReader(fitdecode.FitReader):
    """Counts messages, and decodes what says something of a run: fields in between are passed over in one piece."""

    count = 0

    def _read_record(self) -> Any:
        self.count += 1
        if self.count > MAX_MESSAGES:
            raise UnreadableError(TOO_MANY_MESSAGES)
        return super()._read_record()

    def _read_definition_message(self, header_chunk: bytes, record_header: Any) -> Any:
        message = super()._read_definition_message(header_chunk, record_header)
        wanted = WANTED.get(message.global_mesg_num, set())
        fields: list[Any] = []
        for each in [*message.field_defs, *message.dev_field_defs]:
            is_wanted = each.def_num in wanted and not each.is_dev
            if is_wanted:
                fields.append(each)
            elif fields and fields[-1].field is None:
                fields[-1].size += each.size
            else:
                fields.append(FieldDefinition(None, PASSED_OVER, BASE_TYPE_BYTE, each.size))
        message.field_defs, message.dev_field_defs = fields, []
        return message


@dataclass(slots=True)
class _Found:
    """Sums of a FIT file. points -- of what was not summed up yet: a session is written after its points"""

    sessions: list[Activity] = field(default_factory=list)
    laps: Activity = field(default_factory=lambda: Activity(FIT))
    points: Activity = field(default_factory=lambda: Activity(FIT))
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
        activity = Activity(FIT, sport=str(message.get_value("sport", fallback="") or ""))
        _add_sums(activity, message)
        activity.motion = self.points.motion
        activity.sum_up()
        self.fast_parts += activity.motion.fast_parts
        self.points = Activity(FIT, motion=Motion(count=self.points.motion.count))
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
    return float(_value(message, name) or 0)


def _moment(message: Any, name: str) -> datetime | None:
    """Seconds since the protocol's own beginning; what is before it counts since the watch was switched on."""
    value = _value(message, name)
    if not isinstance(value, int) or value < FIRST_MOMENT:
        return None
    return datetime.fromtimestamp(EPOCH + value, UTC)


def _value(message: Any, name: str) -> Any:
    for each in message.fields:
        if each.field is not None and each.field.name == name:
            return each.value
    return None


def _offset(message: Any) -> timedelta | None:
    """Of the place from UTC, in quarters of an hour: the watch writes both clocks, a second apart.

    Two clocks that say the same mean UTC, or a program that knew no other one: then nothing was said.
    """
    here, utc = _moment(message, "local_timestamp"), _moment(message, "timestamp")
    if here is None or utc is None:
        return None
    return round((here - utc) / QUARTER) * QUARTER or None
