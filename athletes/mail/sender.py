"""A row that is due goes out: claimed by a conditional UPDATE, handed to the relay, settled."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from athletes.models import Mail, MailChannel, MailKind, MailReason, MailState
from athletes.models.mail import MailQuerySet

from . import compose, preferences, transport
from .eligibility import eligible, skip_reason, why_not_eligible
from .kinds import RECURRING_KINDS, definition_of
from .push import delivery
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
    """Whether it comes round by itself or buzzes, and it is too early or too late for that where the athlete is."""
    keeps_to_the_day = mail.kind in RECURRING_KINDS or mail.channel == MailChannel.PUSH
    return keeps_to_the_day and is_quiet(mail.person.athlete, at)


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
        by_its_way = _push if mail.channel == MailChannel.PUSH else _mail
        answer = by_its_way(mail, at, lease_ends)
    except NotWrittenError:  # one row that cannot be written must not hold up the others
        log.exception("mail %s cannot be written", mail.pk)
        return _failed(mail, MailReason.NOT_WRITTEN)
    return _settle_as_answered(mail, answer, at)


class NotWrittenError(Exception):
    """What a row says could not be put together; nothing was handed over."""


def _mail(mail: Mail, at: datetime, lease_ends: float) -> Answer:
    try:
        message = compose.compose(mail, at=at)
    except Exception as error:
        raise NotWrittenError from error
    message.connection = transport.connect()
    if message.connection is None:
        return Answer(Outcome.REFUSED_FOR_NOW, MailReason.RELAY_AWAY)
    try:
        if time.monotonic() > lease_ends:
            return Answer(Outcome.REFUSED_FOR_NOW, MailReason.SENDER_HELD_UP)
        return transport.hand_over(message)
    finally:
        message.connection.close()


def _push(mail: Mail, at: datetime, lease_ends: float) -> Answer:
    try:
        note = definition_of(mail.kind, MailChannel.PUSH).content(mail, at)
    except Exception as error:
        raise NotWrittenError from error
    if time.monotonic() > lease_ends:
        return Answer(Outcome.REFUSED_FOR_NOW, MailReason.SENDER_HELD_UP)
    return delivery.hand_over(mail, note, at=at)


def _settle_as_answered(mail: Mail, answer: Answer, at: datetime) -> str:
    match answer.outcome:
        case Outcome.ACCEPTED:
            _settle(mail, state=MailState.SENT, sent_at=at, reason="", wording=mail.wording)
            return MailState.SENT
        case Outcome.REFUSED_FOR_NOW:
            return _later(mail, at, answer.reason, answer.retry_after)
        case Outcome.REFUSED:
            return _failed(mail, answer.reason)
        case Outcome.BAD_ADDRESS:
            transport.mark_bad(mail.to, at=at)
            return _failed(mail, answer.reason)
        case Outcome.NOBODY_THERE:
            _settle(mail, state=MailState.SKIPPED, reason=answer.reason)
            return MailState.SKIPPED
        case Outcome.NOT_KNOWN:
            log.error("mail %s may have gone out, or not", mail.pk)
            return MailState.SENDING


def _failed(mail: Mail, reason: str) -> str:
    _settle(mail, state=MailState.FAILED, reason=reason)
    return MailState.FAILED


def _later(mail: Mail, at: datetime, reason: str, retry_after: timedelta) -> str:
    """Back to planned, to be tried again soon; only the row's window ends the trying.

    retry_after -- how long the other side asked to be left alone, where that is longer
    """
    send_after = at + max(transport.wait_after(mail.attempts), retry_after)
    log.warning("mail %s waits: %s", mail.pk, reason)
    _settle(mail, state=MailState.PLANNED, reason=reason, send_after=send_after)
    return MailState.PLANNED


def _settle(mail: Mail, **values: object) -> bool:
    """Write what became of a claimed row. The number of the attempt is the claim: who lost it writes nothing."""
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state__in=[MailState.SENDING, MailState.UNKNOWN])
    return bool(mine.update(leased_until=None, **values))
