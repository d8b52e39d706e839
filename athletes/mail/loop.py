"""Outgoing mail: each at most once, and none lost in silence (reliability.md 2).

The ledger ``Mail`` decides; the queue only rings the bell. One tick does three things, in any
number of processes at once:

plan    athletes whose next due time has passed get a row, and a new due time; therapists their digest
send    one row at a time: claimed by a conditional UPDATE, committed, handed to the relay, marked
reap    rows whose window has passed are skipped; rows whose sender died are marked unknown
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from athletes.models import LoopBeat, Mail, MailReason, MailState

from . import planner, reaper, sender, transport
from .relay import breaker
from .relay.outcomes import Answer
from .watch import self_check, telling

log = logging.getLogger(__name__)

#: How long one tick sends; with one mail at its slowest it is shorter than the task's soft time limit.
TICK_SECONDS = 120
#: Seconds after which a tick that is busy asks again for what goes first.
FIRST_EVERY = 5


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

    def count(self, state: str) -> None:
        if state == MailState.SENT:
            self.sent += 1
        elif state == MailState.FAILED:
            self.failed += 1


def tick(at: datetime | None = None) -> Tick:
    """Plan, reap and send everything that is due; safe to run in any number of processes.

    The loop counts as running only after a whole tick: one that raises in the middle is silent, and is seen.

    at -- pretend that it is this instant; None is the clock.
    """
    done = Tick()
    send_first(at, done)
    done.planned = planner.plan(at or timezone.now())
    done.skipped, done.unknown = _reap(at or timezone.now())
    _send_what_is_due(done, at)
    _beat(timezone.now(), done)
    if done.failed:
        telling.check(at or timezone.now())
    telling.ping()
    return done


def _reap(at: datetime) -> tuple[int, int]:
    """Reap, and tell of what is unknown from now on in the same transaction: who dies in between has done neither.

    What cannot be told holds nothing up; the hourly check tries again.
    """
    with transaction.atomic():
        skipped, unknown = reaper.reap(at)
        if unknown:
            try:
                with transaction.atomic():
                    telling.check(at)
            except OperationalError:  # the database is away: nothing of it has happened
                raise
            except Exception:
                log.exception("nobody could be told of %s mails that are unknown", unknown)
    return skipped, unknown


def send_urgent(at: datetime | None = None) -> Tick:
    """``send_first`` in a task and a queue of its own, which is no whole tick."""
    done = send_first(at)
    if done.sent or done.failed:
        LoopBeat.objects.filter(id=1).update(sent=F("sent") + done.sent, failed=F("failed") + done.failed)
    return done


def send_first(at: datetime | None = None, done: Tick | None = None) -> Tick:
    """Send what somebody waits for, and nothing else: whatever rests, and before whatever waits.

    A tick asks at its beginning and every few seconds.
    """
    done = done or Tick()
    begun, ways = time.monotonic(), breaker.begin(at or timezone.now())
    ways.resting.clear()
    with transport.Way() as way:
        for mail in sender.due(at or timezone.now(), only_first=True):
            if mail.channel in ways.resting or time.monotonic() - begun > TICK_SECONDS / 2:
                break
            _send(mail, at or timezone.now(), way, ways, done)
    return done


def _send(mail: Mail, at: datetime, way: transport.Way, ways: breaker.Breaker, done: Tick) -> None:
    state, answer = sender.send(mail, at=at, way=way)
    done.count(state)
    if answer:
        _hear(ways, mail, answer, at)


def _hear(ways: breaker.Breaker, mail: Mail, answer: Answer, at: datetime) -> None:
    streak = ways.hear(mail, answer, at=at)
    if streak and streak.reason == MailReason.ADDRESS_REFUSED:
        sender.take_back(streak.mails, at=at)


def _send_what_is_due(done: Tick, at: datetime | None) -> None:
    begun, ways = time.monotonic(), breaker.begin(at or timezone.now())
    asked_at = begun
    with transport.Way() as way:
        for mail in sender.due(at or timezone.now()):
            if time.monotonic() - begun > TICK_SECONDS:
                return  # the next tick goes on; a task's own time limit must never cut a mail in two
            if time.monotonic() - asked_at > FIRST_EVERY:
                send_first(at, done)
                asked_at = time.monotonic()
            if ways.is_open_to(mail):
                _send(mail, at or timezone.now(), way, ways, done)


def preview(at: datetime) -> list[str]:
    """What one tick would send, or would where nothing was held, a line each; everything it does is rolled back."""
    with transaction.atomic():
        reaper.resume_after_restore()
        planner.plan(at)
        lines = [f"{mail.get_kind_display()} {mail.occasion} -> {mail.to}" for mail in sender.due(at)]
        transaction.set_rollback(True)
    return lines


def _beat(at: datetime, done: Tick) -> None:
    """A whole tick has ended, and this is what it did."""
    counts = {"sent": done.sent, "expired": done.skipped, "failed": done.failed, "held": done.unknown}
    added = {name: F(name) + count for name, count in counts.items()}
    if not LoopBeat.objects.filter(id=1).update(at=at, **added):
        LoopBeat.objects.get_or_create(id=1, defaults={"at": at} | counts)


def silent_since(at: datetime) -> datetime | None:
    """When the loop last ran, where that is too long ago; the epoch where it never did; None while it runs."""
    last = LoopBeat.objects.values_list("at", flat=True).first() or reaper.NEVER
    if at - last <= self_check.SILENT_AFTER:
        return None
    return last
