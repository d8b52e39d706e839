"""What a person chose about the mail that comes round: off and on, by kind, for good or for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time

from athletes.localtime import instant
from athletes.models import Athlete, MailKind, MailReason, User

from .eligibility import why_not
from .schedule import next_due, schedule_reminder

#: Where each kind's wish is kept: the therapist's own, all others the athlete's.
SUBSCRIPTIONS: dict[str, str] = {
    MailKind.WEEKLY_REMINDER: "wants_reminders",
    MailKind.NUDGE: "wants_nudges",
    MailKind.MORNING: "wants_morning_mail",
    MailKind.DIGEST: "wants_digest",
}
#: How long an athlete may pause the weekly mail, in weeks.
PAUSES = (1, 2, 4)


def stop(athlete: Athlete) -> Athlete:
    """No more weekly mail to this athlete; a row that waits is skipped at its claim. Safe to repeat."""
    athlete.wants_reminders = False
    athlete.reminder_due_at = athlete.nudge_due_at = None
    athlete.save(update_fields=["wants_reminders", "reminder_due_at", "nudge_due_at"])
    return athlete


def stop_ignored(athlete: Athlete) -> Athlete:
    """No more weekly mail to an athlete who answered none of the last three; Settings and the record say so."""
    athlete.has_ignored_reminders = True
    athlete.save(update_fields=["has_ignored_reminders"])
    return stop(athlete)


def stop_all(athlete: Athlete) -> Athlete:
    """No mail that comes round, of any kind."""
    athlete.wants_morning_mail, athlete.morning_due_at = False, None
    athlete.save(update_fields=["wants_morning_mail", "morning_due_at"])
    return stop(athlete)


def turn(user: User, kind: str, *, on: bool, at: datetime) -> None:
    """One kind of mail on or off, as its own link says. Safe to repeat.

    Raises KeyError for a kind that nobody turns off.
    """
    wish = SUBSCRIPTIONS[kind]
    if kind == MailKind.DIGEST:
        user.wants_digest = on
        user.save(update_fields=[wish])
    elif kind == MailKind.WEEKLY_REMINDER:
        resume(user.athlete, at=at) if on else stop(user.athlete)
    else:
        setattr(user.athlete, wish, on)
        user.athlete.save(update_fields=[wish])
        schedule_reminder(user.athlete, after=at)


def is_on(user: User, kind: str) -> bool:
    """Whether this person wants this kind of mail."""
    return bool(getattr(user if kind == MailKind.DIGEST else user.athlete, SUBSCRIPTIONS[kind]))


def resume(athlete: Athlete, *, at: datetime) -> Athlete:
    """Weekly mail again from the next due time on."""
    athlete.wants_reminders = True
    athlete.has_ignored_reminders = False
    athlete.reminders_since = at
    athlete.reminders_paused_until = None
    changed = ["wants_reminders", "has_ignored_reminders", "reminders_since", "reminders_paused_until"]
    athlete.save(update_fields=changed)
    return schedule_reminder(athlete, after=at.astimezone(UTC))


def pause(athlete: Athlete, *, weeks: int, at: datetime) -> date:
    """No weekly mail for 1, 2 or 4 weeks; sessions stay where they are. Returns the first day with mail again.

    Raises ValueError for another number of weeks.
    """
    if weeks not in PAUSES:
        raise ValueError(f"{weeks} weeks is no pause that is offered")
    until = athlete.today(at) + timedelta(weeks=weeks)
    athlete.reminders_paused_until = until
    athlete.reminders_since = at
    athlete.save(update_fields=["reminders_paused_until", "reminders_since"])
    return until


@dataclass(frozen=True)
class NextMail:
    """When the next weekly mail goes out, and why it would not: as it stands now."""

    due_at: datetime | None
    reason: MailReason | None


def next_mail(athlete: Athlete, at: datetime) -> NextMail:
    reason = why_not(athlete, at)
    if not athlete.wants_reminders:
        return NextMail(None, reason)
    if reason == MailReason.PAUSED and athlete.reminders_paused_until:
        pause_ends = instant(athlete.time_zone, athlete.reminders_paused_until, wall_time(0))
        return NextMail(next_due(athlete, after=max(at, pause_ends)), reason)
    return NextMail(athlete.reminder_due_at, reason)
