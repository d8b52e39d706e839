"""Outgoing mail in figures, for a monitor: what was done since ever, and what waits now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from athletes.models import LoopBeat, Mail, MailState


@dataclass(frozen=True)
class Measures:
    """sent, expired, failed, held -- since the loop first ran; held are those whose fate is not known

    due, oldest_due_seconds -- what could go out now, and for how long the first of it has waited
    unknown -- rows that wait for a person's word
    silent_seconds -- since the last whole tick; None where there was none
    is_resting -- e-mail is not tried for the moment
    """

    sent: int
    expired: int
    failed: int
    held: int
    due: int
    oldest_due_seconds: float
    unknown: int
    silent_seconds: float | None
    is_resting: bool


def measure(at: datetime) -> Measures:
    """Four queries; the counters cost none, however long the ledger is."""
    beat = LoopBeat.objects.first() or LoopBeat()
    due = Mail.objects.due(at)
    oldest = due.aggregate(first=Min("send_after"))["first"]
    return Measures(
        sent=beat.sent,
        expired=beat.expired,
        failed=beat.failed,
        held=beat.held,
        due=due.count(),
        oldest_due_seconds=(at - oldest).total_seconds() if oldest else 0.0,
        unknown=Mail.objects.filter(state=MailState.UNKNOWN).count(),
        silent_seconds=(at - beat.at).total_seconds() if beat.at else None,
        is_resting=bool(beat.resting_until and beat.resting_until > at),
    )
