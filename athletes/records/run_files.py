"""Files of runs, from a watch: GPX, TCX and FIT. Only the day, the minutes and the distance are taken.

Positions are read to measure the way and are discarded at once; nothing of them is stored.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import fitdecode
import gpxpy
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.enrollment.schedule import usual_week
from athletes.errors import RefusedError
from athletes.models import Athlete, RunKind, RunSource
from programs.rules.distance import MAX_KM, MAX_MINUTES, Distance

from .runs import RecordedRun, RunItem, distance_unit, record_run

FIRST_YEAR = 2000
MAX_BYTES = 8 * 1024 * 1024
#: Fourteen hours, a point a second.
MAX_POINTS = 50_000
#: What a file may call the sport of a run.
RUNNING = {"", "running", "run", "generic", "other", "trail_running", "walking", "hiking"}
DAMAGED = gettext_lazy("The file is damaged, or no GPX, TCX or FIT file.")
NO_RUN = gettext_lazy("There is no run in this file: it has no time and no distance.")
TOO_MANY_POINTS = gettext_lazy("The file has more than 50,000 points.")
#: The identity of a file is its athlete's and its content's.
FILES = uuid.UUID("6f1d3c52-8f3e-4a55-9b8e-0a4f6f0c7b11")


@dataclass(frozen=True, slots=True)
class Measured:
    """What is taken from a file. started_at -- with its zone; seconds -- in motion, where the file says so."""

    source: str
    started_at: datetime | None
    seconds: float
    meters: float


def record_file(*, athlete: Athlete, content: bytes, at: datetime) -> RecordedRun:
    """Store the run of a file. The same file again is the same run, whatever became of it since.

    Raises RefusedError for a file that cannot be read, is too large, or holds no run.
    """
    measured = measure(content)
    minutes, distance = _amounts(athlete, measured)
    ran_on = _day_of(athlete, measured, at)
    run_id = uuid.uuid5(FILES, f"{athlete.pk}/{hashlib.sha256(content).hexdigest()}")
    item = RunItem(
        kind=_usual_kind(athlete, ran_on),
        ran_on=ran_on,
        rev=1,
        edit_id=run_id,
        minutes=minutes,
        distance=distance,
        source=measured.source,
    )
    return record_run(athlete=athlete, run_id=run_id, item=item, at=at)


def _day_of(athlete: Athlete, measured: Measured, at: datetime) -> date:
    """The athlete's day on which the run began."""
    if measured.started_at is None:
        raise RefusedError(_("This file does not say when the run was. Type it in instead."), field="file")
    ran_on = athlete.today(measured.started_at)
    if ran_on.year < FIRST_YEAR or ran_on > athlete.today(at):
        raise RefusedError(_("This file says {day}; that cannot be.").format(day=ran_on.isoformat()), field="file")
    return ran_on


def _usual_kind(athlete: Athlete, ran_on: date) -> str:
    """What the athlete usually runs on that weekday; an easy run on a day of rest. A file does not say."""
    usual = usual_week(athlete).get(ran_on.weekday(), RunKind.REST)
    if usual == RunKind.REST:
        return RunKind.EASY
    return usual


def _amounts(athlete: Athlete, measured: Measured) -> tuple[int | None, Distance | None]:
    """Whole minutes and the distance in the athlete's unit, each None where the file does not say."""
    is_time_possible = 0 <= measured.seconds <= MAX_MINUTES * 60
    is_distance_possible = 0 <= measured.meters <= MAX_KM * 1000
    if not is_time_possible or not is_distance_possible:
        raise RefusedError(_("This is longer than any run: more than 24 hours or 500 km."), field="file")
    minutes = round(measured.seconds / 60)
    km = Decimal(round(measured.meters)) / 1000
    distance = Distance.from_km(km, distance_unit(athlete))
    if not minutes and not distance.amount:
        raise RefusedError(NO_RUN, field="file")
    return minutes or None, distance if distance.amount else None


def measure(content: bytes) -> Measured:
    """Read a file by what is in it, not by its name.

    Raises RefusedError naming what is wrong.
    """
    if not content:
        raise RefusedError(_("The file is empty."), field="file")
    if len(content) > MAX_BYTES:
        raise RefusedError(_("The file is larger than 8 MB."), field="file")
    try:
        if content[8:12] == b".FIT":
            return _fit(content)
        return _xml(content)
    except RefusedError:
        raise
    except DefusedXmlException as error:
        raise RefusedError(
            _("The file has a document type or entities; a watch writes neither."), field="file"
        ) from error
    except Exception as error:  # a damaged file fails anywhere inside its library
        raise RefusedError(DAMAGED, field="file") from error


def _xml(content: bytes) -> Measured:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        raise RefusedError(DAMAGED, field="file") from error
    name = _local(root)
    points = sum(_local(element) in ("trkpt", "Trackpoint") for element in root.iter())
    if points > MAX_POINTS:
        raise RefusedError(TOO_MANY_POINTS, field="file")
    if name == "TrainingCenterDatabase":
        return _tcx(root)
    if name == "gpx":
        return _gpx(content)
    raise RefusedError(_("This is neither a GPX nor a TCX nor a FIT file."), field="file")


def _local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def _gpx(content: bytes) -> Measured:
    read = gpxpy.parse(content)
    started_at = read.get_time_bounds().start_time
    motion = read.get_moving_data(raw=True)
    seconds = motion.moving_time if motion is not None else 0
    return Measured(
        source=RunSource.GPX,
        started_at=_with_zone(started_at),
        seconds=seconds or read.get_duration() or 0,
        meters=read.length_2d() or 0,
    )


def _tcx(root: Element) -> Measured:
    activity = root.find(".//{*}Activity")
    if activity is None:
        raise RefusedError(NO_RUN, field="file")
    _check_sport(activity.get("Sport", ""))
    seconds = meters = 0.0
    for lap in activity.findall("{*}Lap"):
        seconds += float(lap.findtext("{*}TotalTimeSeconds") or 0)
        meters += float(lap.findtext("{*}DistanceMeters") or 0)
    started = (activity.findtext("{*}Id") or "").strip()
    started_at = datetime.fromisoformat(started) if started else None
    return Measured(RunSource.TCX, _with_zone(started_at), seconds, meters)


def _fit(content: bytes) -> Measured:
    """The sessions that the watch summed up."""
    sessions = _fit_sessions(content)
    if not sessions:
        raise RefusedError(NO_RUN, field="file")
    seconds = meters = 0.0
    for session in sessions:
        _check_sport(str(session.get_value("sport", fallback="")))
        seconds += session.get_value("total_timer_time", fallback=0) or 0
        meters += session.get_value("total_distance", fallback=0) or 0
    started_at = sessions[0].get_value("start_time", fallback=None)
    if not isinstance(started_at, datetime):
        started_at = None
    return Measured(RunSource.FIT, _with_zone(started_at), seconds, meters)


def _fit_sessions(content: bytes) -> list[Any]:
    """Every frame is read, so that a cut file is found out."""
    sessions: list[Any] = []
    points = 0
    with fitdecode.FitReader(io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE) as frames:
        for frame in frames:
            if not isinstance(frame, fitdecode.FitDataMessage):
                continue
            if frame.name == "session":
                sessions.append(frame)
            if frame.name == "record":
                points += 1
            if points > MAX_POINTS:
                raise RefusedError(TOO_MANY_POINTS, field="file")
    return sessions


def _check_sport(name: str) -> None:
    if name.lower() not in RUNNING:
        raise RefusedError(
            _("The file says that this was {sport}, not a run.").format(sport=name.lower()[:40]), field="file"
        )


def _with_zone(moment: datetime | None) -> datetime | None:
    """A watch that names no zone means UTC."""
    if moment is not None and moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment
