"""What calls the therapist that is no reported pain: missed, silent, stalled, light, named again, a bad week.

All [D] (clinical.md 0, 2.3 and 4.2); how long and how often is the clinic's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from .thresholds import DEFAULTS, Thresholds

#: “A lot” on the scale of the weekly check: 0 no, 1 a little, 2 a lot, 3 stopped me entirely. Never a score.
A_LOT = 2


def missed_from(day_ends_at: datetime, numbers: Thresholds = DEFAULTS) -> datetime:
    """The instant from which a session counts as missed (2.3).

    day_ends_at -- when its planned day ended for the athlete, an aware datetime
    """
    return day_ends_at + timedelta(hours=numbers.missed_hours)


def is_silent(last_heard_at: datetime, at: datetime, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether nothing at all was heard of an athlete for too long (2.3). Both are aware datetimes."""
    return at - last_heard_at >= timedelta(days=numbers.silent_days)


def is_stalled(loads: Sequence[Decimal | None], numbers: Thresholds = DEFAULTS) -> bool:
    """Whether an external load stood still for some sessions (4.2).

    loads -- kilograms of one exercise's sessions, the latest first; None or 0 for body weight, which never stalls
    """
    recent = loads[: numbers.stalled_sessions]
    return len(recent) == numbers.stalled_sessions and bool(recent[0]) and len(set(recent)) == 1


def stays_light(efforts: Iterable[tuple[date, Decimal]], today: date, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether all single-leg and hinge work of some weeks stayed light, which trains no force (0).

    efforts -- day and RPE (1-10, repetitions in reserve) of rated sets; a week without one proves nothing
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
    """The barrier that was named again and should be looked at together; empty where none was (2.3).

    kinds -- what was named, the latest first; of several the one named last wins
    """
    counts = Counter(kinds)  # in the order of their first naming
    for kind, times in counts.items():
        if times >= numbers.barrier_times:
            return kind
    return ""


def needs_attention(changed: int, less: int, held_back: int) -> bool:
    """Whether a therapist should look at this week: a lot or more on any of the three (clinical.md 6.2).

    changed -- (a) did a pain or body problem change the training; less -- (b) how much less was done;
    held_back -- (c) how much it held the running back; each 0 to 3
    """
    return max(changed, less, held_back) >= A_LOT
