"""When a mail that comes round is due: the athlete's own day, hour and zone, by the one converter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall_time

from athletes.localtime import instant, iso_week, monday_of
from athletes.models import Athlete, Mail, MailKind, Weekday

CHANNEL = "email"
WINDOW = timedelta(hours=36)
JITTER_MINUTES = 60
#: Local hours in which reminders may arrive.
EARLIEST, LATEST = wall_time(8, 0), wall_time(20, 30)
#: The question about yesterday comes at eight, by the athlete's clock, and is asked until two.
MORNING, MORNING_ENDS = wall_time(8), wall_time(14)


@dataclass(frozen=True)
class RecurringMail:
    """A mail that comes round by itself.

    wanted, due -- the athlete's fields that say whether, and when next; next_due -- the first instant after one
    """

    kind: MailKind
    wanted: tuple[str, ...]
    due: str
    next_due: Callable[[Athlete, datetime], datetime]

    def is_wanted(self, athlete: Athlete) -> bool:
        return all(getattr(athlete, name) for name in self.wanted)


def schedule_reminder(athlete: Athlete, *, after: datetime) -> Athlete:
    """Set the next due times strictly after an instant, from the athlete's wishes, day, hour and zone.

    A due time that has passed but was not planned yet gets its row first, so that no change loses it.
    """
    for rhythm in RECURRING:
        is_wanted, due_at = rhythm.is_wanted(athlete), getattr(athlete, rhythm.due)
        if is_wanted and due_at and due_at <= after:
            Mail.objects.bulk_create([row_of(rhythm, athlete, after)], ignore_conflicts=True)
        setattr(athlete, rhythm.due, rhythm.next_due(athlete, after) if is_wanted else None)
    athlete.save(update_fields=[rhythm.due for rhythm in RECURRING])
    return athlete


def next_due(athlete: Athlete, *, after: datetime) -> datetime:
    """The next weekly mail's UTC instant after ``after``: their hour, plus up to an hour by a hash of their id."""
    return _next_weekly(athlete, athlete.reminder_weekday, after)


def _next_nudge(athlete: Athlete, after: datetime) -> datetime:
    """Three days from the weekly mail, in the same week: after it from Monday to Thursday, else before it."""
    weekday = athlete.reminder_weekday
    return _next_weekly(athlete, weekday + 3 if weekday <= Weekday.THURSDAY else weekday - 3, after)


def _next_morning(athlete: Athlete, after: datetime) -> datetime:
    today = athlete.today(after)
    coming = (_due_on(athlete, today + timedelta(days=days), MORNING) for days in (0, 1, 2))
    return next(due_at for due_at in coming if due_at > after)


def _next_weekly(athlete: Athlete, weekday: int, after: datetime) -> datetime:
    monday = monday_of(athlete.today(after))
    coming = (monday + timedelta(weeks=weeks, days=weekday) for weeks in (0, 1, 2))
    due_times = (_due_on(athlete, on, wall_time(athlete.reminder_hour)) for on in coming)
    return next(due_at for due_at in due_times if due_at > after)


def _due_on(athlete: Athlete, on: date, clock: wall_time) -> datetime:
    digest = hashlib.sha256(f"reminder:{athlete.pk}".encode()).digest()
    jitter = timedelta(minutes=int.from_bytes(digest[:4]) % JITTER_MINUTES)
    return instant(athlete.time_zone, on, clock) + jitter


RECURRING = (
    RecurringMail(
        MailKind.WEEKLY_REMINDER,
        ("wants_reminders",),
        "reminder_due_at",
        lambda athlete, after: next_due(athlete, after=after),
    ),
    RecurringMail(MailKind.NUDGE, ("wants_reminders", "wants_nudges"), "nudge_due_at", _next_nudge),
    RecurringMail(MailKind.MORNING, ("wants_morning_mail",), "morning_due_at", _next_morning),
)
#: The kinds that come round. Each of them urges to train, or asks about training.
RECURRING_KINDS = frozenset(rhythm.kind for rhythm in RECURRING)


def is_quiet(zone_athlete: Athlete, at: datetime) -> bool:
    """Whether it is too early or too late for a mail where the athlete is."""
    return not EARLIEST <= at.astimezone(zone_athlete.tzinfo).time() <= LATEST


def row_of(rhythm: RecurringMail, athlete: Athlete, at: datetime) -> Mail:
    """The row for the due time that has passed, with its occasion and its window."""
    due_at = getattr(athlete, rhythm.due) or at
    due_on = athlete.today(due_at)
    if rhythm.kind == MailKind.MORNING:
        occasion, expires_at = due_on.isoformat(), instant(athlete.time_zone, due_on, MORNING_ENDS)
    else:
        occasion, expires_at = iso_week(due_on), min(due_at + WINDOW, _week_ends(athlete, due_on))
    return Mail(
        recipient_id=athlete.pk,
        kind=rhythm.kind,
        channel=CHANNEL,
        occasion=occasion,
        send_after=due_at,
        expires_at=expires_at,
        planned_at=at,
    )


def _week_ends(athlete: Athlete, on: date) -> datetime:
    return instant(athlete.time_zone, monday_of(on) + timedelta(weeks=1), wall_time(0))
