"""What a person chose about the mail that comes round: off and on, by kind, for good or for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time

from athletes.localtime import instant, iso_week
from athletes.models import Athlete, MailKind, MailReason, SessionStatus, User

from .conditions import why_no_weekly_mail
from .kinds import Subscription, subscription_to
from .planner import schedule_reminder
from .schedule import follows_program, hour_before, next_weekly

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

    Raises ValueError for a kind that nobody turns off.
    """
    if kind == MailKind.WEEKLY_REMINDER and on:
        resume(user.athlete, at=at)
    elif kind == MailKind.WEEKLY_REMINDER:
        stop(user.athlete)
    else:
        _wish(user, subscription_to(kind), on=on, at=at)


def _wish(user: User, subscription: Subscription, *, on: bool, at: datetime) -> None:
    holder = subscription.holder(user)
    setattr(holder, subscription.field, on)
    holder.save(update_fields=[subscription.field])
    if not subscription.is_for_staff:
        schedule_reminder(user.athlete, after=at)


def is_on(user: User, kind: str) -> bool:
    """Whether this person wants this kind of mail."""
    subscription = subscription_to(kind)
    return bool(getattr(subscription.holder(user), subscription.field))


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
    reason = why_no_weekly_mail(athlete, at)
    if not athlete.wants_reminders:
        return NextMail(None, reason)
    after = at
    if reason == MailReason.PAUSED and athlete.reminders_paused_until:
        after = max(at, instant(athlete.time_zone, athlete.reminders_paused_until, wall_time(0)))
    if follows_program(athlete):
        return NextMail(_next_eve(athlete, after), reason)
    if after > at:
        return NextMail(next_weekly(athlete, after), reason)
    return NextMail(athlete.reminder_due_at, reason)


def _next_eve(athlete: Athlete, after: datetime) -> datetime | None:
    """The hour on the day before the first session of a week that has no mail yet; None where none is planned."""
    ahead = athlete.sessions.counted().filter(status=SessionStatus.PLANNED, planned_on__gt=athlete.today(after))
    mailed = set(athlete.user.mails.filter(kind=MailKind.WEEKLY_REMINDER).values_list("occasion", flat=True))
    for on in ahead.order_by("planned_on").values_list("planned_on", flat=True):
        due_at = hour_before(athlete, on)
        if due_at > after and iso_week(on) not in mailed:
            return due_at
    return None
