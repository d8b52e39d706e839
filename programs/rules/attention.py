"""What calls the therapist that is no pain: missed, silent, stalled, named twice. All [D]."""

from __future__ import annotations

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
    ago = [((today - on).days // 7, rpe) for on, rpe in efforts]
    recent = [(week, rpe) for week, rpe in ago if 0 <= week < numbers.light_weeks]
    is_known = {week for week, _rpe in recent} == set(range(numbers.light_weeks))
    return is_known and all(rpe <= numbers.light_rpe for _week, rpe in recent)


def named_again(kinds: Iterable[str], numbers: Thresholds = DEFAULTS) -> str:
    """The barrier that was named twice, the latest first; empty where none was."""
    seen: dict[str, int] = {}
    for kind in kinds:
        seen[kind] = seen.get(kind, 0) + 1
    return next((kind for kind, times in seen.items() if times >= numbers.barrier_times), "")
