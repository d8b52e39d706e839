"""What is taken from a file: of each activity its sport, beginning, time and way, and what of it cannot be a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from programs.uploads.errors import UnreadableError, gettext_noop

#: What ``RunSource`` calls the kinds of files.
FIT, GPX, TCX = "fit", "gpx", "tcx"
#: What a file may call the sport of a run. Walking is asked about.
RUNNING = frozenset({"", "running", "run", "generic", "other", "trail_running", "trail running", "9"})
LONGEST_SPORT = 100
#: Between the parts of a multisport race.
BETWEEN = frozenset({"transition"})
#: Faster than anybody runs a whole run, in km/h: a ride or a drive [D].
FASTEST = 25
#: Slower is standing, in km/h: the watch went on at a crossing.
STANDING = 1
#: A part that is too fast: for so many seconds, or so many meters at a speed that nobody sprints, in km/h [D].
FAST_SECONDS, JUMP_METERS, JUMP_SPEED = 60, 100, 45
#: No place on earth is further from UTC.
FURTHEST = timedelta(hours=14)
#: A point each second for 27 hours; as many as can be read in two seconds.
MAX_POINTS = 100_000
TOO_MANY_POINTS = gettext_noop("The file has more than 100,000 points. Export the run alone, and send that.")

#: Activities of one file: a training camp, or a race of many sports. Each is a question on one page.
MAX_ACTIVITIES = 50
#: Tracks of one run, each after a pause of the watch.
MAX_TRACKS = 1000


def check_count(activities: Sequence[Activity]) -> None:
    """Raises UnreadableError for more than any file of a watch begins."""
    if len(activities) > MAX_TRACKS:
        words = gettext_noop(
            "This file holds more than {count} activities. Export the runs one by one, and send those."
        )
        raise UnreadableError(words, count=MAX_TRACKS)


def km_per_hour(meters: float, seconds: float) -> float:
    return meters / seconds * 3.6 if seconds > 0 else 0


@dataclass(slots=True)
class FastPart:
    """Points in a row that are faster than anyone runs. started_at -- where the caller said so"""

    started_at: datetime | None
    seconds: float = 0
    meters: float = 0


@dataclass(slots=True)
class Motion:
    """Seconds and meters of points, one after the other; only sums are kept.

    seconds -- in motion
    """

    seconds: float = 0
    elapsed: float = 0
    meters: float = 0
    fast_parts: list[FastPart] = field(default_factory=list)
    count: int = 0
    _streak: FastPart | None = None

    def step(self, seconds: float | None, meters: float, since: datetime | None = None) -> None:
        """From one point to the next. seconds -- None where one of them has no time."""
        self.count += 1
        if self.count > MAX_POINTS:
            raise UnreadableError(TOO_MANY_POINTS)
        self.meters += meters
        if seconds is None:
            return
        self.elapsed += seconds
        speed = _speed_between(meters, seconds)
        if speed >= STANDING:
            self.seconds += seconds
        if speed <= FASTEST:
            self.end_streak()
            return
        self._streak = self._streak or FastPart(since)
        self._streak.seconds += seconds
        self._streak.meters += meters

    def end_streak(self) -> None:
        streak, self._streak = self._streak, None
        if streak is None:
            return
        is_jump = streak.meters >= JUMP_METERS and _speed_between(streak.meters, streak.seconds) > JUMP_SPEED
        if is_jump or streak.seconds >= FAST_SECONDS:
            self.fast_parts.append(streak)


def _speed_between(meters: float, seconds: float) -> float:
    """Two points of the same second are at most one apart: a jump within it is as fast as it is far."""
    return km_per_hour(meters, max(seconds, 1))


@dataclass(slots=True)
class Activity:
    """One activity of a file. started_at -- with its zone; seconds -- in motion, where the file says so

    offset -- of the place from UTC, where the file says so; fast_* -- a part of it that nobody runs
    elapsed -- seconds with pauses, where the file says so
    """

    source: str
    sport: str = ""
    started_at: datetime | None = None
    offset: timedelta | None = None
    seconds: float = 0
    meters: float = 0
    fast_seconds: float = 0
    fast_meters: float = 0
    elapsed: float = 0
    motion: Motion = field(default_factory=Motion)

    def to_json(self) -> dict[str, Any]:
        """What is told of it by the process that read the file: its sums, no place."""
        return {
            "source": self.source, "sport": self.sport[:LONGEST_SPORT], "seconds": self.seconds, "meters": self.meters,
            "fast_seconds": self.fast_seconds, "fast_meters": self.fast_meters,
            "started_at": self.started_at.isoformat() if self.started_at else None,
            "offset": self.offset.total_seconds() if self.offset is not None else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Activity:
        started_at = datetime.fromisoformat(told["started_at"]) if told["started_at"] else None
        offset = timedelta(seconds=told["offset"]) if told["offset"] is not None else None
        return cls(**told | {"started_at": started_at, "offset": offset})

    @property
    def is_run(self) -> bool:
        return self.sport.lower() in RUNNING

    @property
    def is_too_fast(self) -> bool:
        return km_per_hour(self.meters, self.seconds) > FASTEST

    @property
    def can_be_cut(self) -> bool:
        """Whether what is left without its fast parts is a run."""
        seconds, meters = self.seconds - self.fast_seconds, self.meters - self.fast_meters
        return self.fast_meters > 0 and seconds > 0 and meters > 0 and km_per_hour(meters, seconds) <= FASTEST

    def begin(self, moment: datetime | None) -> None:
        """The first moment that is named counts; its zone is the place's, where it is another one than UTC."""
        if self.started_at is None and moment is not None:
            self.started_at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            self.offset = self.started_at.utcoffset() or self.offset

    def sum_up(self) -> None:
        """Where the file has no sums, its points; in any case what they say of parts that are too fast."""
        motion = self.motion
        motion.end_streak()
        self.seconds = self.seconds or motion.seconds or motion.elapsed
        self.meters = self.meters or motion.meters
        self.take_fast(motion.fast_parts)

    def take_fast(self, parts: Iterable[FastPart]) -> None:
        """Those parts, and no others, are the ones of this activity that nobody runs."""
        self.fast_seconds = self.fast_meters = 0
        for part in parts:
            self.fast_seconds += part.seconds
            self.fast_meters += part.meters

    def go_on_with(self, other: Activity, pause: float) -> None:
        """It was paused for so many seconds, and went on as the other one: they are one."""
        self.seconds += other.seconds
        self.meters += other.meters
        self.fast_seconds += other.fast_seconds
        self.fast_meters += other.fast_meters
        self.motion.elapsed += pause + other.motion.elapsed

    def spans(self, moment: datetime | None) -> bool:
        """Whether the activity went on at that moment."""
        if moment is None or self.started_at is None:
            return False
        return self.started_at <= moment <= self.started_at + timedelta(seconds=self.elapsed or self.seconds)

    def day_of(self, athlete_day: Callable[[datetime], date]) -> date | None:
        """The day of the place where it was run, where the file says so, else of the athlete's own zone."""
        if self.started_at is None:
            return None
        return self.today(athlete_day, self.started_at)

    def today(self, athlete_day: Callable[[datetime], date], at: datetime) -> date:
        """The date it is there at that instant. athlete_day -- the date it is then for the athlete"""
        if self.offset is None or abs(self.offset) > FURTHEST:
            return athlete_day(at)
        return (at.astimezone(UTC) + self.offset).date()
