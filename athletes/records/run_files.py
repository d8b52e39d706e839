"""Files of runs, from a watch: GPX, TCX and FIT. Only the day, the minutes and the distance are taken.

Positions are read to measure the way and are discarded at once; nothing of them is stored.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import fitdecode
import gpxpy
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from athletes.enrollment.schedule import usual_week
from athletes.errors import RefusedError
from athletes.models import Athlete, RunKind, RunSource
from programs.rules.distance import MAX_KM, MAX_MINUTES, Distance

from .runs import RecordedRun, RunItem, distance_unit, record_run

MAX_BYTES = 8 * 1024 * 1024
#: Fourteen hours, a point a second.
MAX_POINTS = 50_000
#: What a file may call the sport of a run.
RUNNING = {"", "running", "run", "generic", "other", "trail_running", "walking", "hiking"}
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
    if measured.started_at is None:
        raise RefusedError(_("This file does not say when the run was. Type it in instead."), field="file")
    on = athlete.today(measured.started_at)
    if on.year < 2000 or on > athlete.today(at):
        raise RefusedError(_("This file says {day}; that cannot be.").format(day=on.isoformat()), field="file")
    pk = uuid.uuid5(FILES, f"{athlete.pk}/{hashlib.sha256(content).hexdigest()}")
    usual = usual_week(athlete).get(on.weekday(), RunKind.REST)
    item = RunItem(
        kind=RunKind.EASY if usual == RunKind.REST else usual,
        ran_on=on,
        rev=1,
        edit_id=pk,
        minutes=minutes,
        distance=distance,
        source=measured.source,
    )
    return record_run(athlete=athlete, run_id=pk, item=item, at=at)


def _amounts(athlete: Athlete, measured: Measured) -> tuple[int | None, Distance | None]:
    """Whole minutes and the distance in the athlete's unit, each None where the file does not say."""
    if not (0 <= measured.seconds <= MAX_MINUTES * 60 and 0 <= measured.meters <= MAX_KM * 1000):
        raise RefusedError(_("This is longer than any run: more than 24 hours or 500 km."), field="file")
    minutes = round(measured.seconds / 60)
    km = Decimal(round(measured.meters)) / 1000
    distance = Distance.from_km(km, distance_unit(athlete))
    if not minutes and not distance.amount:
        raise RefusedError(_("There is no run in this file: it has no time and no distance."), field="file")
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
        raise RefusedError(_("The file is damaged, or no GPX, TCX or FIT file."), field="file") from error


def _xml(content: bytes) -> Measured:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        raise RefusedError(_("The file is damaged, or no GPX, TCX or FIT file."), field="file") from error
    name = _local(root)
    points = sum(_local(each) in ("trkpt", "Trackpoint") for each in root.iter())
    if points > MAX_POINTS:
        raise RefusedError(_("The file has more than 50,000 points."), field="file")
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
    motion = read.get_moving_data(raw=True)
    started_at = read.get_time_bounds().start_time
    seconds = motion.moving_time if motion else 0
    return Measured(RunSource.GPX, _with_zone(started_at), seconds or read.get_duration() or 0, read.length_2d() or 0)


def _tcx(root: Element) -> Measured:
    activity = next((each for each in root.iter() if _local(each) == "Activity"), None)
    if activity is None:
        raise RefusedError(_("There is no run in this file: it has no time and no distance."), field="file")
    _check_sport(activity.get("Sport", ""))
    laps = [each for each in activity if _local(each) == "Lap"]
    started = next((each.text for each in activity if _local(each) == "Id"), None) or ""
    return Measured(
        RunSource.TCX,
        _with_zone(datetime.fromisoformat(started.strip())) if started.strip() else None,
        sum(_figure(lap, "TotalTimeSeconds") for lap in laps),
        sum(_figure(lap, "DistanceMeters") for lap in laps),
    )


def _figure(lap: Element, name: str) -> float:
    return float(next((each.text for each in lap if _local(each) == name), None) or 0)


def _fit(content: bytes) -> Measured:
    """The session that the watch summed up. Every frame is read, so that a cut file is found out."""
    sessions: list[Any] = []
    points = 0
    with fitdecode.FitReader(io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE) as frames:
        for frame in frames:
            if not isinstance(frame, fitdecode.FitDataMessage):
                continue
            points += frame.name == "record"
            if points > MAX_POINTS:
                raise RefusedError(_("The file has more than 50,000 points."), field="file")
            if frame.name == "session":
                sessions.append(frame)
    if not sessions:
        raise RefusedError(_("There is no run in this file: it has no time and no distance."), field="file")
    for session in sessions:
        _check_sport(str(session.get_value("sport", fallback="")))
    started_at = sessions[0].get_value("start_time", fallback=None)
    return Measured(
        RunSource.FIT,
        _with_zone(started_at) if isinstance(started_at, datetime) else None,
        sum(session.get_value("total_timer_time", fallback=0) or 0 for session in sessions),
        sum(session.get_value("total_distance", fallback=0) or 0 for session in sessions),
    )


def _check_sport(name: str) -> None:
    if name.lower() not in RUNNING:
        raise RefusedError(
            _("The file says that this was {sport}, not a run.").format(sport=name.lower()[:40]), field="file"
        )


def _with_zone(moment: datetime | None) -> datetime | None:
    """A watch that names no zone means UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
