"""The one converter between an athlete's clock and UTC: whoever wants a day of an instant asks here, or the athlete.

The database is never asked to convert: PostgreSQL and Python disagree on ambiguous times.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

#: Years that a calendar holds everywhere: at their ends no zone's clock leaves what a date can say.
FIRST_YEAR, LAST_YEAR = 1970, 2999
#: No place is further behind UTC, or ahead of it.
FURTHEST_WEST, FURTHEST_EAST = timedelta(hours=12), timedelta(hours=14)


def clinic_time_zone() -> str:
    return str(settings.TIME_ZONE)


def clinic_day(at: datetime) -> date:
    """The date it is at the clinic at that instant."""
    return clinic_time(at).date()


def clinic_time(at: datetime) -> datetime:
    """The same instant by the clinic's clock, to be shown."""
    return at.astimezone(ZoneInfo(clinic_time_zone()))


def first_day_anywhere(at: datetime) -> date:
    """The earliest date that a clock shows at that instant: what lies before it is past for everybody."""
    return (at.astimezone(UTC) - FURTHEST_WEST).date()


def last_day_anywhere(at: datetime) -> date:
    """The latest date that a clock shows at that instant: what lies after it is still to come for everybody."""
    return (at.astimezone(UTC) + FURTHEST_EAST).date()


def instant(zone: str, on: date, at: time) -> datetime:
    """The UTC instant when a wall clock in that zone shows this date and time.

    An ambiguous time (clocks set back) is its first occurrence. A time in a gap (clocks set
    forward) is the first valid instant after the gap.
    """
    local = datetime.combine(on, at, tzinfo=ZoneInfo(zone))
    utc = local.replace(fold=0).astimezone(UTC)
    if utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
        return utc
    return _end_of_gap(zone, utc)


def _end_of_gap(zone: str, near: datetime) -> datetime:
    """The instant when the offset changes, found by halving the day around it."""
    low, high = near - timedelta(days=1), near + timedelta(days=1)
    before = low.astimezone(ZoneInfo(zone)).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(ZoneInfo(zone)).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def instant_or_none(text: str) -> datetime | None:
    """An instant as a page sends it back: with its offset, of a year that every calendar holds; None for other text."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and FIRST_YEAR <= found.year <= LAST_YEAR else None


def iso_week(on: date) -> str:
    """The ISO year and week of a date, like ``2026-W47``; week 53 exists."""
    year, week, _weekday = on.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(on: date) -> date:
    """The Monday of the date's week."""
    return on - timedelta(days=on.weekday())


def day_in(week: str) -> date:
    """The Monday of an ISO week such as 2026-W47."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
