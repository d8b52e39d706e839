"""A row that is due goes out: claimed by a conditional UPDATE, handed to the relay, settled."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from django.db import OperationalError
from django.db.models import Q
from django.utils import translation

from athletes.access.events import EventKind, record_event, whose
from athletes.models import Delivery, Mail, MailChannel, MailEvent, MailKind, MailReason, MailState
from athletes.models.mail import MailQuerySet

from . import compose, preferences, transport
from .eligibility import eligible, skip_reason, why_not_eligible
from .facts import moment
from .kinds import AT_LEAST_ONCE_KINDS, RECURRING_KINDS, definition_of
from .push import delivery, keys
from .relay.outcomes import LONGEST_WORDS, Answer, Outcome
from .rows.prepared import Prepared, written_at_once
from .schedule import is_quiet

log = logging.getLogger(__name__)

PAGE = 500
#: After so many rows a sender asks which of the next ones are still there, and reads what they say; more where it is
#: quick: what was read for the last of them must not be old by then.
ASK_AGAIN, MOST_AT_ONCE = 25, 100
LEASE = timedelta(minutes=2)
#: A row that raises is looked at again after this: it holds no other.
ASIDE = timedelta(minutes=15)
#: What the clinic itself is refused for is tried so often, and is failed then.
MOST_REFUSALS = 12
#: A mail that has cost so many senders, or had so many doubtful answers, is not sent again by itself.
MOST_ATTEMPTS = 5


# -- which rows ------------------------------------------------------------------------------


def due(at: datetime, *, only_first: bool = False) -> Iterator[Mail]:
    """Rows to send now, oldest first. What is not eligible any more is skipped with its reason.

    only_first -- those for which somebody waits
    """
    waiting = Mail.objects.due(at)
    kinds: Iterable[str] = MailKind.values
    if only_first:
        kinds = AT_LEAST_ONCE_KINDS
        waiting = waiting.filter(kind__in=kinds)
    if not waiting.exists():
        return
    rows = waiting.with_eligibility(eligible(at, kinds)).select_related("recipient__athlete")
    for mail in _in_pages(rows, at):
        if _is_to_be_sent(mail, at):
            yield mail


def _is_to_be_sent(mail: Mail, at: datetime) -> bool:
    """Whether a row goes out now. One that raises while it is asked about is put aside, and holds no other."""
    try:
        return _passes(mail, at)
    except OperationalError:  # the database is away: that is no row's fault
        raise
    except Exception:
        log.exception("mail %s cannot be checked", mail.pk)
        put_aside = Mail.objects.filter(pk=mail.pk, state=MailState.PLANNED)
        put_aside.update(send_after=at + ASIDE, reason=MailReason.CHECK_FAILED)
        return False


def _passes(mail: Mail, at: datetime) -> bool:
    if not mail.is_eligible:
        _skip(mail, why_not_eligible(mail, at))
        return False
    if _waits_for_the_day(mail, at):
        return False
    reason = skip_reason(mail, at)
    if reason is None:
        return True
    if reason == MailReason.IGNORED and mail.kind == MailKind.WEEKLY_REMINDER:
        preferences.stop_ignored(mail.person.athlete)
    _skip(mail, reason)
    return False


def _in_pages(rows: MailQuerySet, at: datetime) -> Iterator[Mail]:
    """Each row once, a page at a time, so that memory does not grow with what waits."""
    page = list(rows.order_by("send_after", "pk")[:PAGE])
    while page:
        last = page[-1]
        yield from _beside_others(page, at)
        later = Q(send_after__gt=last.send_after) | Q(send_after=last.send_after, pk__gt=last.pk)
        rows_after = rows.filter(later, send_after__gte=last.send_after)  # the second bound is what the index reads
        page = list(rows_after.order_by("send_after", "pk")[:PAGE])


def _beside_others(page: list[Mail], at: datetime) -> Iterator[Mail]:
    """A page in an order of its own, without what others have taken meanwhile: fewer claims are lost."""
    random.shuffle(page)
    start, count = 0, ASK_AGAIN
    while start < len(page):
        begun = time.monotonic()
        chunk = page[start : start + count]
        keys = [mail.pk for mail in chunk]
        still_planned = set(Mail.objects.filter(pk__in=keys, state=MailState.PLANNED).values_list("pk", flat=True))
        still_there = [mail for mail in chunk if mail.pk in still_planned]
        moment.attach([mail for mail in still_there if _speaks_of_a_week(mail)], at)
        yield from still_there
        start += count
        count = _how_many_stay_fresh(time.monotonic() - begun, count)


def _how_many_stay_fresh(seconds: float, count: int) -> int:
    """How many rows to read at once, where so many took so long: half the time that facts are used leaves room."""
    in_time = int(count * moment.FRESH_SECONDS / 2 / max(seconds, 0.001))
    return max(1, min(in_time, MOST_AT_ONCE))


def _speaks_of_a_week(mail: Mail) -> bool:
    """Whether what is true of its athlete is read with the page, and not row by row."""
    return mail.kind in {MailKind.WEEKLY_REMINDER, MailKind.NUDGE} and mail.is_eligible


def _waits_for_the_day(mail: Mail, at: datetime) -> bool:
    """Whether it comes round by itself or buzzes, and it is too early or too late for that where the athlete is.

    What somebody must know now buzzes at any hour.
    """
    buzzes = mail.channel == MailChannel.PUSH and mail.kind not in AT_LEAST_ONCE_KINDS
    keeps_to_the_day = mail.kind in RECURRING_KINDS or buzzes
    return keeps_to_the_day and is_quiet(mail.person.athlete, at)


def _skip(mail: Mail, reason: str) -> None:
    Mail.objects.filter(pk=mail.pk, state=MailState.PLANNED).update(state=MailState.SKIPPED, reason=reason)


# -- one row ---------------------------------------------------------------------------------


def claim(mail: Mail, *, at: datetime) -> bool:
    """Take one row for sending: only one process wins, and only while the row is due and eligible."""
    statement = _claim_of(mail.kind, at.astimezone(UTC).replace(minute=0, second=0, microsecond=0), keys.is_offered())
    is_won = statement.run(
        key=mail.pk, at=at, leased_until=at + LEASE, attempts=mail.attempts, attempts_then=mail.attempts + 1
    )
    mail.attempts += is_won
    return bool(is_won)


@lru_cache(maxsize=64)
def _claim_of(kind: str, hour: datetime, sends_to_phones: bool) -> Prepared:
    """The claim of a kind of mail in one hour: who is eligible changes with the day somewhere, and that on the hour."""
    marks = {
        "key": _A_KEY, "at": _A_TIME, "leased_until": _A_LEASE, "attempts": _ATTEMPTS, "attempts_then": _ATTEMPTS + 1,
    }  # fmt: skip
    winners = Mail.objects.due(_A_TIME).filter(pk=_A_KEY).filter(eligible(hour, [kind]))
    rows = Mail.objects.filter(pk__in=winners.values("pk"), state=MailState.PLANNED, attempts=_ATTEMPTS)
    taken = {"state": MailState.SENDING, "leased_until": _A_LEASE, "attempts": _ATTEMPTS + 1, "reason": ""}
    return Prepared(rows, taken, marks)


#: Stand for values in statements that are composed once.
_A_KEY, _ATTEMPTS = 7_654_321_987, 32_001
_A_TIME, _A_LEASE = datetime(2999, 1, 1, tzinfo=UTC), datetime(2999, 1, 2, tzinfo=UTC)


def send(mail: Mail, *, at: datetime, way: transport.Way | None = None) -> tuple[str, Answer | None]:
    """Claim, hand to the relay and mark one row; returns the state it ended in and the other side's answer.

    The state is empty where the row was not taken. What was not handed over goes back to planned, as does what the
    clinic is refused for; a refused address is failed. What is not known stays ``sending`` and becomes ``unknown`` by
    the reaper: a mail that goes out at most once is never sent again by itself.

    way -- to the relay, where it is kept from one mail to the next
    """
    if _waits_for_the_day(mail, at) or not claim(mail, at=at):
        return "", None
    lease_ends = time.monotonic() + LEASE.total_seconds()
    try:
        by_its_way = _push if mail.channel == MailChannel.PUSH else _mail
        answer = by_its_way(mail, at, lease_ends, way or transport.Way(is_kept=False))
    except NotWrittenError:  # one row that cannot be written must not hold up the others
        log.exception("mail %s cannot be written", mail.pk)
        answer = Answer(Outcome.REFUSED, MailReason.NOT_WRITTEN)
    return _settle_as_answered(mail, answer, at), answer


class NotWrittenError(Exception):
    """What a row says could not be put together; nothing was handed over."""


def _mail(mail: Mail, at: datetime, lease_ends: float, way: transport.Way) -> Answer:
    try:
        message = compose.compose(mail, at=at)
    except Exception as error:
        raise NotWrittenError from error
    return way.deliver(message, until=lease_ends)


def _push(mail: Mail, at: datetime, lease_ends: float, way: transport.Way) -> Answer:
    try:
        with translation.override(mail.reads):
            note = definition_of(mail.kind, MailChannel.PUSH).content(mail, at)
    except Exception as error:
        raise NotWrittenError from error
    if time.monotonic() > lease_ends:
        return Answer(Outcome.NOT_HANDED_OVER, MailReason.SENDER_HELD_UP)
    return delivery.hand_over(mail, note, at=at)


def _settle_as_answered(mail: Mail, answer: Answer, at: datetime) -> str:
    if answer.outcome != Outcome.ACCEPTED and mail.channel == MailChannel.EMAIL:
        note(mail, answer.outcome.value, answer.said, at=at)
    match answer.outcome:
        case Outcome.ACCEPTED:
            # Forgotten with the server's power, the row is still claimed: it becomes unknown, and goes out no more.
            with written_at_once():
                _sent_of().run(key=mail.pk, attempts=mail.attempts, at=at, queue_id=answer.queue_id)
                if mail.recipient is not None:
                    record_event(EventKind.MAIL_SENT, note=mail.kind, **whose(mail.recipient))
            return MailState.SENT
        case Outcome.NOBODY_THERE:
            _settle(mail, state=MailState.SKIPPED, reason=answer.reason)
            return MailState.SKIPPED
        case Outcome.UNKNOWN:
            return _unknown(mail, answer, at)
    return _settle_as_refused(mail, answer, at)


def _settle_as_refused(mail: Mail, answer: Answer, at: datetime) -> str:
    """What was definitely not taken: it waits for another try, or it is failed."""
    if answer.outcome == Outcome.ADDRESS_REFUSED:
        transport.mark_bad(mail.to, at=at, said=answer.said)
        return _failed(mail, answer)
    if answer.outcome == Outcome.REFUSED:
        return _failed(mail, answer)
    if answer.outcome == Outcome.CLINIC_REFUSED and mail.attempts >= MOST_REFUSALS:
        return _failed(mail, answer)
    if answer.reason == MailReason.MAILBOX_FULL:
        transport.count_soft_bounce(mail.to, at=at, said=answer.said)
    return _later(mail, at, answer)


def _unknown(mail: Mail, answer: Answer, at: datetime) -> str:
    """It stays as it is, and the reaper closes it once it is surely not on its way any more.

    What goes out at least once goes again, under the same Message-ID: rather twice than not at all.
    """
    if mail.kind in AT_LEAST_ONCE_KINDS and mail.attempts < MOST_ATTEMPTS:
        return _later(mail, at, answer)
    log.error("mail %s may have gone out, or not", mail.pk)
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state=MailState.SENDING)
    mine.update(reason=answer.reason, said=answer.said[:LONGEST_WORDS])
    return MailState.SENDING


def note(mail: Mail, what: str, said: str, *, at: datetime) -> None:
    """One more line of what happened to a mail on its way."""
    MailEvent.objects.create(mail=mail, at=at, what=what, said=said[:LONGEST_WORDS])


def note_delivery(queue_id: str, heard: Delivery, *, said: str, at: datetime) -> bool:
    """What a provider reports later of a mail that it took; a delivery takes back no bounce or complaint."""
    mail = Mail.objects.filter(queue_id=queue_id[:100]).first()
    return mail is not None and note_delivery_of(mail, heard, said=said, at=at)


def note_delivery_of(mail: Mail, heard: Delivery, *, said: str, at: datetime) -> bool:
    """What was heard of one mail later, by whatever way."""
    note(mail, heard.value, said, at=at)
    news = Mail.objects.filter(pk=mail.pk)
    if heard in {Delivery.DELIVERED, Delivery.DEFERRED}:
        news = news.exclude(delivery__in=[Delivery.BOUNCED, Delivery.COMPLAINED])
    return bool(news.update(delivery=heard, delivery_at=at))


def _failed(mail: Mail, answer: Answer) -> str:
    _settle(mail, state=MailState.FAILED, reason=answer.reason, said=answer.said[:LONGEST_WORDS])
    return MailState.FAILED


def take_back(mails: Iterable[Mail], *, at: datetime) -> None:
    """The relay said of everybody's address that it is bad: it is the relay. They are good again, and mail waits."""
    for mail in mails:
        transport.try_again(mail.to)
        failed = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state=MailState.FAILED)
        failed.update(state=MailState.PLANNED, send_after=at + transport.wait_after(mail.attempts))


def _later(mail: Mail, at: datetime, answer: Answer) -> str:
    """Back to planned, to be tried again soon, or when the other side asked for; the row's window ends the trying."""
    wait = transport.short_wait_after if mail.kind in AT_LEAST_ONCE_KINDS else transport.wait_after
    send_after = at + max(wait(mail.attempts), answer.retry_after)
    log.warning("mail %s waits: %s", mail.pk, answer.reason)
    words = answer.said[:LONGEST_WORDS]
    _settle(mail, state=MailState.PLANNED, reason=answer.reason, send_after=send_after, said=words)
    return MailState.PLANNED


@cache
def _sent_of() -> Prepared:
    """What ``_settle`` writes of a mail that was accepted."""
    marks = {"key": _A_KEY, "attempts": _ATTEMPTS, "at": _A_TIME, "queue_id": "the relay's own name"}
    mine = Mail.objects.filter(pk=_A_KEY, attempts=_ATTEMPTS, state__in=[MailState.SENDING, MailState.UNKNOWN])
    sent = {"state": MailState.SENT, "sent_at": _A_TIME, "queue_id": marks["queue_id"], "said": "", "reason": ""}
    return Prepared(mine, sent | {"leased_until": None}, marks)


def _settle(mail: Mail, **values: object) -> bool:
    """Write what became of a claimed row. The number of the attempt is the claim: who lost it writes nothing."""
    mine = Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state__in=[MailState.SENDING, MailState.UNKNOWN])
    return bool(mine.update(leased_until=None, **values))
