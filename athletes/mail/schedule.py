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
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """What a mail is about, once and for all: name -- an ISO week or a date; expires_at -- when it is too late."""

    name: str
    expires_at: datetime


def week_of(athlete: Athlete, due_at: datetime) -> Occasion:
    """The athlete's own week. A mail on a fixed day is worth sending for 36 hours, and never beyond the week.

    One on the day before a session speaks of the week of that session, until the session's own day ends.
    """
    due_on = athlete.today(due_at)
    if follows_program(athlete):
        session_on = due_on + ONE_DAY
        return Occasion(iso_week(session_on), _end_of(session_on, athlete))
    week_ends = _end_of(monday_of(due_on) + timedelta(days=6), athlete)
    return Occasion(iso_week(due_on), min(due_at + WINDOW, week_ends))


def follows_program(athlete: Athlete) -> bool:
    """Whether the weekly mail has no fixed day: it comes on the day before the first session of the week."""
    return athlete.reminder_weekday is None


def _end_of(on: date, athlete: Athlete) -> datetime:
    return instant(athlete.time_zone, on + ONE_DAY, wall_time(0))


def morning_of(athlete: Athlete, due_at: datetime) -> Occasion:
    """The athlete's own date; the question is over at two in the afternoon."""
    due_on = athlete.today(due_at)
    return Occasion(due_on.isoformat(), instant(athlete.time_zone, due_on, MORNING_ENDS))


def strength_day_of(athlete: Athlete, due_at: datetime) -> Occasion:
    """The athlete's own date; said by half past eight in the evening, or not at all."""
    due_on = athlete.today(due_at)
    return Occasion(due_on.isoformat(), instant(athlete.time_zone, due_on, LATEST))


def next_weekly(athlete: Athlete, after: datetime) -> datetime:
    """The athlete's own day and hour, plus up to an hour by a hash of their key: the first instant after ``after``.

    Without a day it is their hour of any day: whether a session comes on the next one is asked then, as it stands then.
    """
    weekday = athlete.reminder_weekday
    if weekday is None:
        return next_hour(athlete, after)
    return _next_on(athlete, weekday, after)


def next_nudge(athlete: Athlete, after: datetime) -> datetime:
    """Three days from the weekly mail, in the same week: after it from Monday to Thursday, else before it. Without a
    fixed day it is the athlete's hour of any day, as of the weekly mail.
    """
    weekday = athlete.reminder_weekday
    if weekday is None:
        return next_hour(athlete, after)
    if weekday <= Weekday.THURSDAY:
        return _next_on(athlete, weekday + NUDGE_DISTANCE, after)
    return _next_on(athlete, weekday - NUDGE_DISTANCE, after)


def next_morning(athlete: Athlete, after: datetime) -> datetime:
    """Eight in the morning where the athlete is, plus up to an hour."""
    today = athlete.today(after)
    days = [today + timedelta(days=ahead) for ahead in (0, 1, 2)]
    return _first_after(athlete, days, MORNING, after)


def next_hour(athlete: Athlete, after: datetime) -> datetime:
    """The athlete's own hour, whatever the day, plus up to an hour: whether there is a session is asked then."""
    today = athlete.today(after)
    days = [today + timedelta(days=ahead) for ahead in (0, 1, 2)]
    return _first_after(athlete, days, wall_time(athlete.reminder_hour), after)


def hour_before(athlete: Athlete, on: date) -> datetime:
    """The athlete's own hour on the day before a session, plus up to an hour."""
    return instant(athlete.time_zone, on - ONE_DAY, wall_time(athlete.reminder_hour)) + _jitter(athlete)


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
