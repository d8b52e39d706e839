"""When a mail that comes round is due: the athlete's own day, hour and zone, by the one converter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall_time

from athletes.localtime import instant, iso_week, monday_of
from athletes.models import Athlete, Weekday

#: How long a mail of the week is still worth sending.
WINDOW = timedelta(hours=36)
JITTER_MINUTES = 60
#: Local hours in which reminders may arrive.
EARLIEST, LATEST = wall_time(8, 0), wall_time(20, 30)
#: The question about yesterday comes at eight, by the athlete's clock, and is asked until two.
MORNING, MORNING_ENDS = wall_time(8), wall_time(14)
#: Days between the weekly mail and the nudge.
NUDGE_DISTANCE = 3


@dataclass(frozen=True)
class Occasion:
    """What a mail is about, once and for all: name -- an ISO week or a date; expires_at -- when it is too late."""

    name: str
    expires_at: datetime


def week_of(athlete: Athlete, due_at: datetime) -> Occasion:
    """The athlete's own week; the mail is worth sending for 36 hours, and never beyond the week."""
    due_on = athlete.today(due_at)
    next_monday = monday_of(due_on) + timedelta(weeks=1)
    week_ends = instant(athlete.time_zone, next_monday, wall_time(0))
    return Occasion(iso_week(due_on), min(due_at + WINDOW, week_ends))


def morning_of(athlete: Athlete, due_at: datetime) -> Occasion:
    """The athlete's own date; the question is over at two in the afternoon."""
    due_on = athlete.today(due_at)
    return Occasion(due_on.isoformat(), instant(athlete.time_zone, due_on, MORNING_ENDS))


def strength_day_of(athlete: Athlete, due_at: datetime) -> Occasion:
    """The athlete's own date; said by half past eight in the evening, or not at all."""
    due_on = athlete.today(due_at)
    return Occasion(due_on.isoformat(), instant(athlete.time_zone, due_on, LATEST))


def next_weekly(athlete: Athlete, after: datetime) -> datetime:
    """The athlete's own day and hour, plus up to an hour by a hash of their key: the first instant after ``after``."""
    return _next_on(athlete, athlete.reminder_weekday, after)


def next_nudge(athlete: Athlete, after: datetime) -> datetime:
    """Three days from the weekly mail, in the same week: after it from Monday to Thursday, else before it."""
    weekday = athlete.reminder_weekday
    if weekday <= Weekday.THURSDAY:
        return _next_on(athlete, weekday + NUDGE_DISTANCE, after)
    return _next_on(athlete, weekday - NUDGE_DISTANCE, after)


def next_morning(athlete: Athlete, after: datetime) -> datetime:
    """Eight in the morning where the athlete is, plus up to an hour."""
    today = athlete.today(after)
    days = [today + timedelta(days=ahead) for ahead in (0, 1, 2)]
    return _first_after(athlete, days, MORNING, after)


def next_strength_hour(athlete: Athlete, after: datetime) -> datetime:
    """The athlete's own hour, whatever the day, plus up to an hour: whether there is a session is asked then."""
    today = athlete.today(after)
    days = [today + timedelta(days=ahead) for ahead in (0, 1, 2)]
    return _first_after(athlete, days, wall_time(athlete.reminder_hour), after)


def _next_on(athlete: Athlete, weekday: int, after: datetime) -> datetime:
    monday = monday_of(athlete.today(after))
    days = [monday + timedelta(weeks=ahead, days=weekday) for ahead in (0, 1, 2)]
    return _first_after(athlete, days, wall_time(athlete.reminder_hour), after)


def _first_after(athlete: Athlete, days: Iterable[date], clock: wall_time, after: datetime) -> datetime:
    for on in days:
        due_at = instant(athlete.time_zone, on, clock) + _jitter(athlete)
        if due_at > after:
            return due_at
    raise AssertionError("one of the days lies after any instant of the first")


def _jitter(athlete: Athlete) -> timedelta:
    """The same for one athlete every time, so that a full hour does not bring everybody's mail at once."""
    digest = hashlib.sha256(f"reminder:{athlete.pk}".encode()).digest()
    return timedelta(minutes=int.from_bytes(digest[:4]) % JITTER_MINUTES)


def is_quiet(athlete: Athlete, at: datetime) -> bool:
    """Whether it is too early or too late for a mail where the athlete is."""
    return not EARLIEST <= at.astimezone(athlete.tzinfo).time() <= LATEST
