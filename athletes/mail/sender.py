"""A row that is due goes out: claimed by a conditional UPDATE, handed to the relay, settled."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q

from athletes.models import Mail, MailKind, MailReason, MailState
from athletes.models.mail import MailQuerySet

from . import compose, preferences, transport
from .eligibility import eligible, skip_reason, why_not_eligible
from .kinds import RECURRING_KINDS
from .schedule import is_quiet
from .transport import Answer, Outcome

log = logging.getLogger(__name__)

PAGE = 500
#: After so many rows a sender asks which of the next ones are still there.
ASK_AGAIN = 25
LEASE = timedelta(minutes=2)


# -- which rows ------------------------------------------------------------------------------


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
            if reason == MailReason.IGNORED and mail.kind == MailKind.WEEKLY_REMINDER:
                preferences.stop_ignored(mail.person.athlete)
            _skip(mail, reason)
        else:
            yield mail


def _in_pages(rows: MailQuerySet) -> Iterator[Mail]:
    """Each row once, a page at a time, so that memory does not grow with what waits."""
    page = list(rows.order_by("send_after", "pk")[:PAGE])
    while page:
        last = page[-1]
        yield from _beside_others(page)
        later = Q(send_after__gt=last.send_after) | Q(send_after=last.send_after, pk__gt=last.pk)
        rows_after = rows.filter(later, send_after__gte=last.send_after)  # the second bound is what the index reads
        page = list(rows_after.order_by("send_after", "pk")[:PAGE])


def _beside_others(page: list[Mail]) -> Iterator[Mail]:
    """A page in an order of its own, without what others have taken meanwhile: fewer claims are lost."""
    random.shuffle(page)
    for start in range(0, len(page), ASK_AGAIN):
        chunk = page[start : start + ASK_AGAIN]
        keys = [mail.pk for mail in chunk]
        still_planned = set(Mail.objects.filter(pk__in=keys, state=MailState.PLANNED).values_list("pk", flat=True))
        for mail in chunk:
            if mail.pk in still_planned:
                yield mail


def _waits_for_the_day(mail: Mail, at: datetime) -> bool:
    """Whether it comes round by itself, and it is too early or too late for it where the athlete is."""
    return mail.kind in RECURRING_KINDS and is_quiet(mail.person.athlete, at)


def _skip(mail: Mail, reason: str) -> None:
    Mail.objects.filter(pk=mail.pk, state=MailState.PLANNED).update(state=MailState.SKIPPED, reason=reason)


# -- one row ---------------------------------------------------------------------------------


def claim(mail: Mail, *, at: datetime) -> bool:
    """Take one row for sending: only one process wins, and only while the row is due and eligible."""
    winners = Mail.objects.due(at).filter(pk=mail.pk).filter(eligible(at, [mail.kind]))
    is_won = Mail.objects.filter(pk__in=winners.values("pk"), state=MailState.PLANNED, attempts=mail.attempts).update(
        state=MailState.SENDING, leased_until=at + LEASE, attempts=mail.attempts + 1
    )
    mail.attempts += is_won
    return bool(is_won)


def send(mail: Mail, *, at: datetime) -> str:
    """Claim, hand to the relay and mark one row; returns the state it ended in, empty where it was not taken.

    What failed before the mail was handed over goes back to planned, as does a refusal for now; a
    final refusal of the address is failed. What is not definite stays ``sending`` and becomes
    ``unknown`` by the reaper: never sent again by itself.
    """
    if _waits_for_the_day(mail, at) or not claim(mail, at=at):
        return ""
    lease_ends = time.monotonic() + LEASE.total_seconds()
    try:
        message = compose.compose(mail, at=at)
    except Exception:  # one row that cannot be written must not hold up the others
        log.exception("mail %s cannot be written", mail.pk)
        return _failed(mail, MailReason.NOT_WRITTEN)
    message.connection = transport.connect()
    if message.connection is None:
        return _later(mail, at, MailReason.RELAY_AWAY)
    try:
        if time.monotonic() > lease_ends:
            return _later(mail, at, MailReason.SENDER_HELD_UP)
        return _hand_over(message, mail, at)
    finally:
        message.connection.close()


def _hand_over(message: EmailMultiAlternatives, mail: Mail, at: datetime) -> str:
    return _settle_as_answered(mail, transport.hand_over(message), at)


def _settle_as_answered(mail: Mail, answer: Answer, at: datetime) -> str:
    match answer.outcome:
        case Outcome.ACCEPTED:
            _settle(mail, state=MailState.SENT, sent_at=at, reason="", wording=mail.wording)
            return MailState.SENT
        case Outcome.REFUSED_FOR_NOW:
            return _later(mail, at, answer.reason)
        case Outcome.REFUSED:
            return _failed(mail, answer.reason)
        case Outcome.BAD_ADDRESS:
            transport.mark_bad(mail.to, at=at)
            return _failed(mail, answer.reason)
        case Outcome.NOT_KNOWN:
            log.error("mail %s may have gone out, or not", mail.pk)
            return MailState.SENDING


def _failed(mail: Mail, reason: str) -> str:
    _settle(mail, state=MailState.FAILED, reason=reason)
    return MailState.FAILED


def _later(mail: Mail, at: datetime, reason: str) -> str:
    """Back to planned, to be tried again soon; only the row's window ends the trying."""
    send_after = at + transport.wait_after(mail.attempts)
    log.warning("mail %s waits: %s", mail.pk, reason)
    _settle(mail, state=MailState.PLANNED, reason=reason, send_after=send_after)
    return MailState.PLANNED


def _settle(mail: Mail, **values: object) -> bool:
    """Write what became of a claimed row. The number of the attempt is the claim: who lost it writes nothing."""
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state__in=[MailState.SENDING, MailState.UNKNOWN])
    return bool(mine.update(leased_until=None, **values))
