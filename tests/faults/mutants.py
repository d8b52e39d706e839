"""The design broken on purpose, one way each: the rig must turn red, or it shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from athletes.mail import planner, reaper, sender, transport
from athletes.mail.planner import row_of
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import Athlete, Mail


@dataclass(frozen=True)
class Mutant:
    """One broken design, the invariant that says so, and what it takes to see it.

    point -- where its process dies or stops; fault -- the word in the address
    """

    break_it: Callable[[], None]
    red: str
    point: str = ""
    action: str = "kill"
    fault: str = ""
    on_unknown: str = "hold"


def claim_without_condition() -> None:
    def claim(mail: Any, *, at: Any) -> bool:
        mail.attempts += 1
        values = {"state": "sending", "leased_until": at + sender.LEASE, "attempts": mail.attempts}
        return bool(Mail.objects.filter(pk=mail.pk).update(**values))

    sender.claim = claim


def send_before_commit() -> None:
    sender.send = transaction.atomic(sender.send)


def no_quarantine() -> None:
    reaper.QUARANTINE = timedelta(0)


def no_reaper() -> None:
    reaper.reap = lambda at: (0, 0)


def swallowed_errors() -> None:
    real = EmailMultiAlternatives.send

    def send(self: EmailMultiAlternatives, fail_silently: bool = False) -> int:
        try:
            return real(self)
        except Exception:  # noqa: BLE001
            return 1

    EmailMultiAlternatives.send = send


def cut_links_are_tried_again() -> None:
    real = transport.hand_over

    def hand_over(message: Any) -> Answer:
        answer = real(message)
        is_cut = answer.outcome == Outcome.UNKNOWN
        return replace(answer, outcome=Outcome.NOT_HANDED_OVER) if is_cut else answer

    transport.hand_over = hand_over


def due_times_move_first() -> None:
    """Moves the due times in a transaction of its own, and inserts the rows after it."""

    def plan_batch(recurring: Any, at: Any, *, only: int | None = None) -> int:
        if recurring.kind != "weekly_reminder":
            return 0
        batch = list(Athlete.objects.filter(reminder_due_at__lte=at)[: planner.BATCH])
        rows = [row_of(recurring, athlete, at) for athlete in batch]
        Athlete.objects.filter(pk__in=[athlete.pk for athlete in batch]).update(
            reminder_due_at=timezone.now() + timedelta(days=7)
        )
        if batch:
            recurring.next_due(batch[0], at)  # the rig's trap door
        Mail.objects.bulk_create(rows, ignore_conflicts=True)
        return len(batch)

    planner._plan_batch = plan_batch


def nobody_is_asked_again() -> None:
    sender.eligible = lambda at, kinds=(): Q(pk__isnull=False)
    sender.skip_reason = lambda mail, at: None


MUTANTS = {
    "claim-without-condition": Mutant(claim_without_condition, "accepted twice"),
    "send-before-commit": Mutant(send_before_commit, "accepted twice", point="relay-accepted"),
    "no-quarantine": Mutant(
        no_quarantine, "accepted twice", point="relay-connected", action="stop", on_unknown="resend"
    ),
    "no-reaper": Mutant(no_reaper, "stuck", point="claim-committed"),
    "swallowed-errors": Mutant(swallowed_errors, "sent, and the relay has nothing", fault="drop-before"),
    "cut-links-are-tried-again": Mutant(cut_links_are_tried_again, "accepted twice", fault="drop-after"),
    "due-times-move-first": Mutant(due_times_move_first, "no row", point="plan-rows-inserted"),
    "nobody-is-asked-again": Mutant(nobody_is_asked_again, "not eligible, and mailed", fault="stopped"),
}
