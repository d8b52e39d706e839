"""Rows that time has overtaken: windows that have passed, leases that ran out, and what a person decides of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from athletes.localtime import iso_week
from athletes.models import LoopBeat, Mail, MailReason, MailState

from . import planner
from .kinds import AT_LEAST_ONCE_KINDS, RECURRING_KINDS
from .schedule import WINDOW
from .sender import MOST_ATTEMPTS

#: Longer than the relay keeps an idle connection: only then is a dead sender's mail surely not on its way.
QUARANTINE = timedelta(minutes=10)
NEVER = datetime.fromtimestamp(0, UTC)


def reap(at: datetime) -> tuple[int, int]:
    """Close rows that time has overtaken; returns (skipped, unknown)."""
    expired = Mail.objects.filter(state=MailState.PLANNED, expires_at__lte=at)
    skipped = expired.update(state=MailState.SKIPPED, reason=MailReason.EXPIRED)
    abandoned = Mail.objects.filter(state=MailState.SENDING, leased_until__lt=at - QUARANTINE)
    _send_first_ones_again(abandoned, at)
    unknown = abandoned.filter(reason="").update(state=MailState.UNKNOWN, reason=MailReason.SENDER_DIED)
    unknown += abandoned.update(state=MailState.UNKNOWN)
    if settings.REMINDER_ON_UNKNOWN == "resend":
        _send_unknown_again(at)
    return skipped, unknown


def _send_first_ones_again(abandoned: QuerySet[Mail], at: datetime) -> None:
    """What goes out at least once is not left to a person, while it is worth sending."""
    at_least_once = abandoned.filter(kind__in=AT_LEAST_ONCE_KINDS, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS)
    at_least_once.update(state=MailState.PLANNED, leased_until=None, send_after=at, reason=MailReason.RETRIED)


def _send_unknown_again(at: datetime) -> None:
    """The clinic's own word: rather twice than not at all, inside the window, and not for ever."""
    abandoned = Mail.objects.filter(state=MailState.UNKNOWN, reason__in=[MailReason.SENDER_DIED, MailReason.NO_ANSWER])
    worth_another = abandoned.filter(expires_at__gt=at, attempts__lt=MOST_ATTEMPTS)
    worth_another.update(state=MailState.PLANNED, leased_until=None, send_after=at, reason=MailReason.RETRIED)


def hold_after_restore(at: datetime) -> int:
    """A restored backup does not know what was sent after it was made: whatever is open or due may have gone out.

    It all becomes unknown, for the clinic to decide; nothing of it is sent again by itself. What is planned from now on
    waits too, until ``resume_after_restore``. To be called before the loop runs again. Returns how many rows.
    """
    if not LoopBeat.objects.filter(id=1).update(held_since=at):
        LoopBeat.objects.create(id=1, at=NEVER, held_since=at)
    planner.plan(at)
    rows = Mail.objects.filter(state__in=[MailState.PLANNED, MailState.SENDING])
    return rows.update(state=MailState.UNKNOWN, reason=MailReason.RESTORED_BACKUP, leased_until=None)


def resume_after_restore() -> bool:
    """Somebody says that mail may go out again. Returns whether it was held."""
    return bool(LoopBeat.objects.filter(held_since__isnull=False).update(held_since=None))


# -- what a person decides about a mail whose fate is not known ------------------------------


def hold(mail: Mail) -> bool:
    """Leave it: it may have arrived. Returns whether the row was still open to it."""
    return _resolve(mail, state=MailState.SKIPPED, reason=MailReason.HELD)


def mark_sent(mail: Mail, *, at: datetime) -> bool:
    """The recipient says that it arrived. Returns whether the row was still open to it."""
    return _resolve(mail, state=MailState.SENT, sent_at=at, reason=MailReason.MARKED_SENT)


def resend(mail: Mail, *, at: datetime) -> bool:
    """Send it again, inside a new window: the person knows that it may come twice.

    What was not sent in time as well, while its occasion lasts: a mail of last week says what is not true any more.
    """
    again = {"state": MailState.PLANNED, "send_after": at, "expires_at": at + WINDOW, "reason": MailReason.SENT_AGAIN}
    if mail.state != MailState.SKIPPED:
        return _resolve(mail, **again)
    if not lasts(mail, at):
        return False
    expired = Mail.objects.filter(pk=mail.pk, state=MailState.SKIPPED, reason=MailReason.EXPIRED)
    return bool(expired.update(leased_until=None, **again))


def lasts(mail: Mail, at: datetime) -> bool:
    """Whether what a mail speaks of is still so: its week or its day for what comes round, a week for anything else."""
    if mail.kind not in RECURRING_KINDS:
        return at < mail.planned_at + timedelta(days=7)
    today = mail.person.athlete.today(at)
    return mail.occasion in {iso_week(today), today.isoformat()}


def _resolve(mail: Mail, **values: object) -> bool:
    open_rows = Mail.objects.filter(pk=mail.pk, state__in=[MailState.UNKNOWN, MailState.FAILED])
    return bool(open_rows.update(leased_until=None, **values))
