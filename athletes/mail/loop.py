"""Outgoing mail: each at most once, and none lost in silence (reliability.md 2).

The ledger ``Mail`` decides; the queue only rings the bell. One tick does three things, in any
number of processes at once:

plan    athletes whose next due time has passed get a row, and a new due time; therapists their digest
send    one row at a time: claimed by a conditional UPDATE, committed, handed to the relay, marked
reap    rows whose window has passed are skipped; rows whose sender died are marked unknown
"""

from __future__ import annotations

import logging
import random
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from athletes.models import Athlete, LoopBeat, Mail, MailKind, MailState, Role, User
from athletes.models.mail import MailQuerySet
from athletes.models.people import AthleteQuerySet

from . import compose
from .eligibility import eligible, skip_reason, who_logged, who_trained_yesterday, why_not_eligible
from .schedule import CHANNEL, RECURRING, RECURRING_KINDS, WINDOW, RecurringMail, is_quiet, row_of

log = logging.getLogger(__name__)

BATCH = 500
#: After so many rows a sender asks which of the next ones are still there.
ASK_AGAIN = 25
LEASE = timedelta(minutes=2)
#: How long a digest and an urgent mail are still worth sending.
DIGEST_WINDOW, URGENT_WINDOW = timedelta(hours=12), timedelta(days=1)
SATURDAY = 5
#: What planning reads of an athlete.
READ = ("time_zone", "reminder_weekday", "reminder_hour")
#: Longer than the relay keeps an idle connection: only then is a dead sender's mail surely not on its way.
QUARANTINE = timedelta(minutes=10)
BACK_OFF = timedelta(minutes=5)
LONGEST_BACK_OFF = timedelta(minutes=15)
#: How long one tick sends; with one mail at its slowest it is shorter than the task's soft time limit.
TICK_SECONDS = 120
#: The loop is silent when it has not ticked for this long.
SILENT_AFTER = timedelta(minutes=10)
#: With ``REMINDER_ON_UNKNOWN=resend``: a mail that has cost so many senders is not sent again by itself.
MOST_ATTEMPTS = 5
#: So many refusals to connect in a row, and the tick ends: the relay is down, not one mail.
BREAKER = 5


@dataclass
class Tick:
    """What one tick did."""

    planned: int = 0
    sent: int = 0
    skipped: int = 0
    failed: int = 0
    unknown: int = 0

    def __str__(self) -> str:
        return (
            f"{self.planned} planned, {self.sent} sent, {self.skipped} skipped, "
            f"{self.failed} failed, {self.unknown} unknown"
        )


def tick(at: datetime | None = None) -> Tick:
    """Plan, send and reap everything that is due; safe to run in any number of processes.

    at -- pretend that it is this instant; None is the clock.
    """
    done = Tick()
    _beat(timezone.now())
    done.planned = plan(at or timezone.now())
    done.skipped, done.unknown = reap(at or timezone.now())
    begun, away = time.monotonic(), 0
    for mail in due(at or timezone.now()):
        if time.monotonic() - begun > TICK_SECONDS:
            break  # the next tick goes on; a task's own time limit must never cut a mail in two
        state = send(mail, at=at or timezone.now())
        done.sent += state == MailState.SENT
        done.failed += state == MailState.FAILED
        away = away + 1 if state == MailState.PLANNED else 0
        if away == BREAKER:
            log.warning("the relay is down: the rest waits for the next tick")
            break
    return done


def _beat(at: datetime) -> None:
    if not LoopBeat.objects.filter(id=1).update(at=at):
        LoopBeat.objects.get_or_create(id=1, defaults={"at": at})


def silent_since(at: datetime) -> datetime | None:
    """When the loop last ran, where that is too long ago; the epoch where it never did; None while it runs."""
    last = LoopBeat.objects.values_list("at", flat=True).first() or datetime.fromtimestamp(0, UTC)
    return last if at - last > SILENT_AFTER else None


# -- plan ------------------------------------------------------------------------------------


def plan(at: datetime) -> int:
    """Insert the rows whose due time has passed, one per athlete, kind and occasion; returns how many.

    An occasion that has a row already keeps it: the unique constraint decides, not this code. After an
    outage every week that was missed gets its row too, so that none is lost without a trace; the
    reaper closes those whose window is over.
    """
    planned = plan_digests(at)
    for rhythm in RECURRING:
        while _due_athletes(rhythm, at).exists() and (batch := _plan_batch(rhythm, at)):
            planned += batch
    return planned


@transaction.atomic
def _plan_batch(rhythm: RecurringMail, at: datetime) -> int:
    due_rows = _due_athletes(rhythm, at).select_for_update(skip_locked=True).only(*READ, rhythm.due)
    batch = list(due_rows.order_by(rhythm.due)[:BATCH])
    rows = [row_of(rhythm, athlete, at) for athlete in _needing(rhythm, batch, at)]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    _move(rhythm, {athlete.pk: rhythm.next_due(athlete, getattr(athlete, rhythm.due)) for athlete in batch})
    return len(batch)


def _move(rhythm: RecurringMail, due_times: dict[int, datetime]) -> None:
    """One statement for all rows: ``bulk_update`` writes a branch for each, and took two thirds of the planning."""
    table, key = Athlete._meta.db_table, Athlete._meta.pk.column
    values = [(connection.ops.adapt_datetimefield_value(due_at), pk) for pk, due_at in due_times.items()]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET "{rhythm.due}" = %s WHERE "{key}" = %s', values)  # noqa: S608 - our own names


def _due_athletes(rhythm: RecurringMail, at: datetime) -> AthleteQuerySet:
    return Athlete.objects.filter(**{f"{rhythm.due}__lte": at})


def _needing(rhythm: RecurringMail, athletes: list[Athlete], at: datetime) -> list[Athlete]:
    """Everybody for the weekly mail; the nudge is for who has logged nothing, the question for who has trained."""
    if rhythm.kind == MailKind.NUDGE:
        logged = who_logged(athletes, at)
        return [athlete for athlete in athletes if athlete.pk not in logged]
    if rhythm.kind == MailKind.MORNING:
        trained = who_trained_yesterday(athletes, at)
        return [athlete for athlete in athletes if athlete.pk in trained]
    return athletes


def plan_digests(at: datetime) -> int:
    """On a weekday, from the clinic's hour on: one row for each therapist, once a day."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.weekday() >= SATURDAY or local.hour < settings.DIGEST_HOUR:
        return 0
    earlier = LoopBeat.objects.filter(Q(digests_on__lt=local.date()) | Q(digests_on__isnull=True))
    return _plan_digests(earlier, local, at) if earlier.exists() else 0


@transaction.atomic
def _plan_digests(earlier: QuerySet[LoopBeat], local: datetime, at: datetime) -> int:
    if not earlier.update(digests_on=local.date()):
        return 0  # another process was first
    therapists = User.objects.filter(role=Role.THERAPIST, is_active=True, wants_digest=True)
    occasion, expires_at = local.date().isoformat(), at + DIGEST_WINDOW
    values = {"kind": MailKind.DIGEST, "channel": CHANNEL, "occasion": occasion, "planned_at": at, "send_after": at}
    rows = [Mail(recipient=therapist, expires_at=expires_at, **values) for therapist in therapists]
    return len(Mail.objects.bulk_create(rows, ignore_conflicts=True))


def plan_mail(recipient: User | str, kind: MailKind, *, occasion: str, at: datetime, window: timedelta) -> Mail:
    """Put a mail into the ledger, to go out with the next tick; the same occasion twice is one row.

    recipient -- a person with an account, or the bare address of somebody without one
    """
    to = {"recipient": recipient} if isinstance(recipient, User) else {"recipient": None, "address": recipient}
    once = {"kind": kind, "channel": CHANNEL, "occasion": occasion, "recipient": to["recipient"]}
    values = {"send_after": at, "expires_at": at + window, "planned_at": at}
    mail, _created = Mail.objects.get_or_create(**once, defaults=to | values)
    return mail


def plan_urgent(therapist: User, *, occasion: str, at: datetime) -> Mail:
    """Tell a therapist now, at any hour, that something needs them; what it is stands in the admin."""
    return plan_mail(therapist, MailKind.URGENT, occasion=occasion, at=at, window=URGENT_WINDOW)


# -- send ------------------------------------------------------------------------------------


def due(at: datetime) -> Iterator[Mail]:
    """Rows to send now, oldest first. What is not eligible any more is skipped with its reason."""
    if not Mail.objects.due(at).exists():
        return
    rows = Mail.objects.due(at).with_eligibility(eligible(at)).select_related("recipient__athlete")
    for mail in _in_pages(rows):
        if not mail.is_eligible:  # type: ignore[attr-defined]
            _skip(mail, why_not_eligible(mail, at))
        elif _waits_for_the_day(mail, at):
            continue
        elif reason := skip_reason(mail, at):
            _skip(mail, reason)
        else:
            yield mail


def _in_pages(rows: MailQuerySet) -> Iterator[Mail]:
    """Each row once, a page at a time, so that memory does not grow with what waits."""
    page = list(rows.order_by("send_after", "pk")[:BATCH])
    while page:
        last = page[-1]
        yield from _beside_others(page)
        later = Q(send_after__gt=last.send_after) | Q(send_after=last.send_after, pk__gt=last.pk)
        rows_after = rows.filter(later, send_after__gte=last.send_after)  # the second bound is what the index reads
        page = list(rows_after.order_by("send_after", "pk")[:BATCH])


def _beside_others(page: list[Mail]) -> Iterator[Mail]:
    """A page in an order of its own, without what others have taken meanwhile: fewer claims are lost."""
    random.shuffle(page)
    for start in range(0, len(page), ASK_AGAIN):
        chunk = page[start : start + ASK_AGAIN]
        keys = [mail.pk for mail in chunk]
        left = set(Mail.objects.filter(pk__in=keys, state=MailState.PLANNED).values_list("pk", flat=True))
        yield from (mail for mail in chunk if mail.pk in left)


def _waits_for_the_day(mail: Mail, at: datetime) -> bool:
    """Whether it comes round by itself, and it is too early or too late for it where the athlete is."""
    return mail.kind in RECURRING_KINDS and mail.recipient is not None and is_quiet(mail.recipient.athlete, at)


def _skip(mail: Mail, reason: str) -> None:
    Mail.objects.filter(pk=mail.pk, state=MailState.PLANNED).update(state=MailState.SKIPPED, reason=reason)


def claim(mail: Mail, *, at: datetime) -> bool:
    """Take one row for sending: only one process wins, and only while the row is due and eligible."""
    winners = Mail.objects.due(at).filter(pk=mail.pk).filter(eligible(at, [mail.kind]))
    is_won = Mail.objects.filter(pk__in=winners.values("pk"), state=MailState.PLANNED, attempts=mail.attempts).update(
        state=MailState.SENDING, leased_until=at + LEASE, attempts=mail.attempts + 1
    )
    mail.attempts += is_won
    return bool(is_won)


def _settle(mail: Mail, **values: object) -> bool:
    """Write what became of a claimed row. The number of the attempt is the claim: who lost it writes nothing."""
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state__in=[MailState.SENDING, MailState.UNKNOWN])
    return bool(mine.update(leased_until=None, **values))


def send(mail: Mail, *, at: datetime) -> str:
    """Claim, hand to the relay and mark one row; returns the state it ended in, empty where it was not taken.

    What failed before the mail was handed over goes back to planned, as does a refusal for now; a
    final refusal of the address is failed. What is not definite stays ``sending`` and becomes
    ``unknown`` by the reaper: never sent again by itself.
    """
    if _waits_for_the_day(mail, at) or not claim(mail, at=at):
        return ""
    leased_until = time.monotonic() + LEASE.total_seconds()
    try:
        message = compose.compose(mail, at=at)
    except Exception:  # one row that cannot be written must not hold up the others
        log.exception("mail %s cannot be written", mail.pk)
        return _failed(mail, "could not be written")
    message.connection = get_connection()
    try:
        message.connection.open()
    except Exception as error:  # noqa: BLE001 - nothing was handed over yet, whatever it was
        log.warning("mail %s waits: the relay is away (%s)", mail.pk, type(error).__name__)
        return _later(mail, at, "relay away")
    try:
        if time.monotonic() > leased_until:
            return _later(mail, at, "sender was held up")
        return _hand_over(message, mail, at)
    finally:
        message.connection.close()


def _hand_over(message: EmailMultiAlternatives, mail: Mail, at: datetime) -> str:
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        return _bad_address(mail, at) if max(codes) >= 500 else _later(mail, at, "address refused for now")
    except smtplib.SMTPDataError as error:
        reason = f"relay said {error.smtp_code}"
        return _failed(mail, reason) if error.smtp_code >= 500 else _later(mail, at, reason)
    except smtplib.SMTPResponseException as error:  # the clinic's own sender or login, not this address
        log.error("mail %s waits: the relay said %s", mail.pk, error.smtp_code)
        return _later(mail, at, f"relay said {error.smtp_code}")
    except Exception as error:
        if isinstance(getattr(error, "status_code", None), int):  # a provider's API answered: nothing was taken
            return _later(mail, at, "provider refused")
        log.exception("mail %s: the relay's answer is not known", mail.pk)
        return MailState.SENDING
    _settle(mail, state=MailState.SENT, sent_at=at, reason="", wording=mail.wording)
    return MailState.SENT


def _bad_address(mail: Mail, at: datetime) -> str:
    mark_bad(mail.to, at=at)
    return _failed(mail, "address refused")


def mark_bad(address: str, *, at: datetime) -> int:
    """The address takes no mail for good: none is sent there until it is another. Returns how many people have it."""
    return User.objects.filter(email__iexact=address, bad_address_since=None).update(bad_address_since=at)


def _failed(mail: Mail, reason: str) -> str:
    _settle(mail, state=MailState.FAILED, reason=reason)
    return MailState.FAILED


def _later(mail: Mail, at: datetime, reason: str) -> str:
    """Back to planned, to be tried again soon; only the row's window ends the trying."""
    wait = min(BACK_OFF * 2 ** min(mail.attempts - 1, 5), LONGEST_BACK_OFF)
    _settle(mail, state=MailState.PLANNED, reason=reason, send_after=at + wait)
    return MailState.PLANNED


# -- reap ------------------------------------------------------------------------------------


def reap(at: datetime) -> tuple[int, int]:
    """Close rows that time has overtaken; returns (skipped, unknown)."""
    skipped = Mail.objects.filter(state=MailState.PLANNED, expires_at__lte=at).update(
        state=MailState.SKIPPED, reason="expired"
    )
    unknown = Mail.objects.filter(state=MailState.SENDING, leased_until__lt=at - QUARANTINE).update(
        state=MailState.UNKNOWN, reason="sender died"
    )
    if settings.REMINDER_ON_UNKNOWN == "resend":
        _send_unknown_again(at)
    return skipped, unknown


def _send_unknown_again(at: datetime) -> None:
    """The clinic's own word: rather twice than not at all, inside the window, and not for ever."""
    Mail.objects.filter(
        state=MailState.UNKNOWN, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS, reason="sender died"
    ).update(state=MailState.PLANNED, leased_until=None, send_after=at, reason="again, sender died")


def hold_after_restore(at: datetime) -> int:
    """A restored backup does not know what was sent after it was made: whatever is open or due may have gone out.

    It all becomes unknown, for the clinic to decide; nothing of it is sent again by itself. To be called before the
    loop runs again. Returns how many rows.
    """
    plan(at)
    rows = Mail.objects.filter(state__in=[MailState.PLANNED, MailState.SENDING])
    return rows.update(state=MailState.UNKNOWN, reason="restored backup", leased_until=None)


def preview(at: datetime) -> list[str]:
    """What one tick would send, a line each; everything it does is rolled back."""
    with transaction.atomic():
        plan(at)
        lines = [f"{mail.get_kind_display()} {mail.occasion} -> {mail.to}" for mail in due(at)]
        transaction.set_rollback(True)
    return lines


# -- what a person decides about a mail whose fate is not known ------------------------------


def hold(mail: Mail) -> bool:
    """Leave it: it may have arrived. Returns whether the row was still open to it."""
    return _resolve(mail, state=MailState.SKIPPED, reason="held by the clinic")


def mark_sent(mail: Mail, *, at: datetime) -> bool:
    """The recipient says that it arrived."""
    return _resolve(mail, state=MailState.SENT, sent_at=at, reason="marked by the clinic")


def resend(mail: Mail, *, at: datetime) -> bool:
    """Send it again, inside a new window: the person knows that it may come twice."""
    return _resolve(mail, state=MailState.PLANNED, send_after=at, expires_at=at + WINDOW, reason="again, by the clinic")


def _resolve(mail: Mail, **values: object) -> bool:
    open_rows = Mail.objects.filter(pk=mail.pk, state__in=[MailState.UNKNOWN, MailState.FAILED])
    return bool(open_rows.update(leased_until=None, **values))
