"""What calls the therapist that is no pain: missed, silent, stalled, named twice. All [D]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from .numbers import DEFAULTS, Numbers


def missed_from(day_ends_at: datetime, numbers: Numbers = DEFAULTS) -> datetime:
    """The instant from which a session counts as missed: 36 hours after its planned day ended."""
    return day_ends_at + timedelta(hours=numbers.missed_hours)


def is_silent(last_heard_at: datetime, at: datetime, numbers: Numbers = DEFAULTS) -> bool:
    """Whether nothing at all was heard for seven days."""
    return at - last_heard_at >= timedelta(days=numbers.silent_days)


def is_stalled(loads: Sequence[Decimal | None], numbers: Numbers = DEFAULTS) -> bool:
    """Whether an external load stood still: three sessions unchanged (kilograms, the latest first)."""
    recent = loads[: numbers.stalled_sessions]
    return len(recent) == numbers.stalled_sessions and bool(recent[0]) and len(set(recent)) == 1


def named_again(kinds: Iterable[str], numbers: Numbers = DEFAULTS) -> str:
    """The barrier that was named twice, the latest first; empty where none was."""
    seen: dict[str, int] = {}
    for kind in kinds:
        seen[kind] = seen.get(kind, 0) + 1
    return next((kind for kind, times in seen.items() if times >= numbers.barrier_times), "")
