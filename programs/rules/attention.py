"""What calls the therapist that is no pain: missed, silent, stalled, named twice. All [D]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from .thresholds import DEFAULTS, Thresholds


def missed_from(day_ends_at: datetime, numbers: Thresholds = DEFAULTS) -> datetime:
    """The instant from which a session counts as missed: 36 hours after its planned day ended."""
    return day_ends_at + timedelta(hours=numbers.missed_hours)


def is_silent(last_heard_at: datetime, at: datetime, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether nothing at all was heard for seven days."""
    return at - last_heard_at >= timedelta(days=numbers.silent_days)


def is_stalled(loads: Sequence[Decimal | None], numbers: Thresholds = DEFAULTS) -> bool:
    """Whether an external load stood still: three sessions unchanged (kilograms, the latest first)."""
    recent = loads[: numbers.stalled_sessions]
    return len(recent) == numbers.stalled_sessions and bool(recent[0]) and len(set(recent)) == 1


def stays_light(efforts: Iterable[tuple[date, Decimal]], today: date, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether all single-leg and hinge work of four weeks stayed at RPE 6 or less (section 0).

    efforts -- day and RPE (repetitions in reserve) of rated sets; a week without one proves nothing
    """
    rated_weeks = set()
    for on, rpe in efforts:
        weeks_ago = (today - on).days // 7
        if not 0 <= weeks_ago < numbers.light_weeks:
            continue
        if rpe > numbers.light_rpe:
            return False
        rated_weeks.add(weeks_ago)
    return len(rated_weeks) == numbers.light_weeks


def named_again(kinds: Iterable[str], numbers: Thresholds = DEFAULTS) -> str:
    """The barrier that was named twice, the latest first; empty where none was."""
    counts = Counter(kinds)  # in the order of their first naming
    for kind, times in counts.items():
        if times >= numbers.barrier_times:
            return kind
    return ""
