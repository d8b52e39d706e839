"""The zone of one region, discomfort that stays, and mornings that rise.

Source: clinical.md 2.2 to 2.4, and safety.md 3. Scores are whole numbers 0-10. A zone belongs to one region and side of
one athlete; missing answers are never read as good ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from itertools import pairwise
from statistics import median

from ..thresholds import DEFAULTS, Thresholds

WEEK = timedelta(days=7)
#: So many answered mornings are compared with as many before them.
COMPARED = 3


class Zone(IntEnum):
    """How a region answered to the last session; the higher, the worse (2.3)."""

    GREEN = 0
    AMBER = 1
    RED = 2
    STOP = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One session's pain in one region.

    during -- worst score 0-10 in or after the session; None where nobody said
    next_morning -- score of the morning after; None until it is answered
    is_soreness -- general soreness on both sides, not one spot
    is_sudden -- a sudden onset or a pop
    has_settled -- a joint: settled within an hour; None where nobody asked
    is_morning_asked -- whether the morning after was asked about: after a run it is not, and is nobody's silence
    """

    on: date
    during: int | None
    next_morning: int | None = None
    is_soreness: bool = False
    is_sudden: bool = False
    has_settled: bool | None = None
    is_morning_asked: bool = True


def limit_of(profile: str, numbers: Thresholds = DEFAULTS) -> int:
    """The highest score 0-10 that a tissue may reach (2.3). profile -- tendon, joint, bone; anything else is unknown"""
    limits = {"tendon": numbers.limit_tendon, "joint": numbers.limit_joint, "bone": 0}
    return limits.get(profile, numbers.limit_unknown)


def calm_score(profile: str, limit: int, numbers: Thresholds = DEFAULTS) -> int:
    """Up to this score, 0 to 10, a session is a good one if the morning after is calm: a tendon may reach its limit.

    profile -- as in ``limit_of``; limit -- of the place (safety.md 2.2 and 3)
    """
    if profile == "tendon":
        return limit
    return min(limit, numbers.pain_safe)


def baseline(mornings: Sequence[int], intake: int | None, numbers: Thresholds = DEFAULTS) -> Decimal:
    """The usual morning 0-10: the median of the last ones, so that halves are possible (2.2).

    mornings -- scores, the oldest first, without those after a red session
    intake -- what the first visit found, used while there are too few mornings; 0 where nobody asked
    """
    recent = mornings[-numbers.baseline_mornings :]
    if len(recent) < numbers.baseline_least:
        return Decimal(intake or 0)
    return Decimal(str(median(recent)))


def zone(
    reading: Reading,
    profile: str,
    usual: Decimal = Decimal(0),
    *,
    limit: int | None = None,
    has_settled: bool = False,
    numbers: Thresholds = DEFAULTS,
) -> Zone:
    """The zone of a region after one session (the table of 2.3).

    profile -- tendon, joint, bone, or anything else for unknown; usual -- the baseline
    limit -- the therapist's own for this region instead of the tissue's
    has_settled -- a tendon's morning says that it did (``settles``): up to its limit its pain is green then
    Soreness never turns red, except over bone, where any pain stops. A missing answer is amber at best.
    """
    if reading.is_sudden:
        return Zone.STOP
    if profile == "bone":
        return _bone_zone(reading)
    if limit is None:
        limit = limit_of(profile, numbers)
    during = _during_zone(reading, limit, numbers)
    if has_settled and during is Zone.AMBER and reading.during is not None:
        during = Zone.GREEN
    worst = max(during, _morning_zone(reading, usual, numbers))
    if profile == "joint":
        worst = max(worst, _settling_zone(reading))
    if reading.is_soreness:
        return min(worst, Zone.AMBER)
    return worst


def settles(morning: int | None, usual: Decimal, before: Sequence[int], numbers: Thresholds = DEFAULTS) -> bool:
    """Whether a tendon has settled by the morning after: pain that does is no reason to stop loading (safety.md 3).

    morning -- 0 to 10, None where nobody said: that has not settled; usual -- the fixed baseline
    before -- the scores of the answered mornings up to this one, the earliest first
    Source: Silbernagel 2007, Beyer 2015, Achilles guideline 2024.
    """
    if morning is None or morning > usual + numbers.morning_noise:
        return False
    if len(before) < 2 * COMPARED:
        return morning <= numbers.tendon_morning
    return _rise(before) < Fraction(numbers.tendon_rise)


def _bone_zone(reading: Reading) -> Zone:
    if reading.during or reading.next_morning:
        return Zone.STOP
    if reading.during is None or reading.next_morning is None:
        return Zone.AMBER
    return Zone.GREEN


def _during_zone(reading: Reading, limit: int, numbers: Thresholds) -> Zone:
    if reading.during is None:
        return Zone.AMBER
    if reading.during > limit:
        return Zone.RED
    if reading.during > numbers.pain_safe:
        return Zone.AMBER
    return Zone.GREEN


def _morning_zone(reading: Reading, usual: Decimal, numbers: Thresholds) -> Zone:
    if reading.next_morning is None:
        return Zone.AMBER if reading.is_morning_asked else Zone.GREEN
    delta = reading.next_morning - usual
    if delta >= numbers.morning_red:
        return Zone.RED
    if delta > numbers.morning_noise:
        return Zone.AMBER
    return Zone.GREEN


def _settling_zone(reading: Reading) -> Zone:
    if reading.has_settled:
        return Zone.GREEN
    return Zone.GREEN if reading.has_settled is None else Zone.RED  # what nobody asked holds nothing


# -- over days -------------------------------------------------------------------------------


def is_persistent(days: Mapping[date, int], on: date, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether discomfort in one place has become persistent by that day (2.4).

    days -- worst score 0-10 of each day, one region and side, soreness left out
    Enough sore days within the window, or two days in a row that are worse.
    """
    sore, high = [], []
    for day in _last_days(on, numbers.persistent_window):
        score = days.get(day, 0)
        if score >= numbers.persistent_score:
            sore.append(day)
        if score >= numbers.persistent_high:
            high.append(day)
    return len(sore) >= numbers.persistent_days or _has_two_in_a_row(high)


def _last_days(on: date, count: int) -> list[date]:
    """So many days up to that one, the earliest first."""
    return [on - timedelta(days=ago) for ago in reversed(range(count))]


def _has_two_in_a_row(days: Sequence[date]) -> bool:
    """days -- the earliest first"""
    return any(after - day == timedelta(days=1) for day, after in pairwise(days))


def is_rising(mornings: Mapping[date, int], on: date, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether the last three answered mornings lie too far above the three before them (safety.md 3).

    mornings -- score 0-10 by day, of one region and side; those after that day are left out
    With fewer than six nobody can say: False.
    """
    answered = scores_until(mornings, on)
    if len(answered) < 2 * COMPARED:
        return False
    return _rise(answered) >= Fraction(numbers.morning_drift)


def scores_until(mornings: Mapping[date, int], last: date) -> list[int]:
    """The scores of the mornings up to that one, the earliest first."""
    return [mornings[on] for on in sorted(mornings) if on <= last]


def _rise(mornings: Sequence[int]) -> Fraction:
    """How far the last three lie above the three before them, in points."""
    return _mean(mornings[-COMPARED:]) - _mean(mornings[-2 * COMPARED : -COMPARED])


def are_unanswered(mornings: Sequence[int | None], numbers: Thresholds = DEFAULTS) -> bool:
    """Whether the mornings after the last sessions went without an answer so often that the therapist is called.

    mornings -- the score of each, the earliest first; None where nobody answered
    """
    latest = mornings[-numbers.unanswered_mornings :]
    return len(latest) == numbers.unanswered_mornings and all(score is None for score in latest)


def weekly_change(mornings: Mapping[date, int], on: date) -> Decimal | None:
    """The mean morning of the seven days up to that day less that of the seven before, in points (2.3).

    None where nobody said anything in one of the two.
    """
    now, before = _weekly_scores(mornings, on), _weekly_scores(mornings, on - WEEK)
    if not now or not before:
        return None
    change = _mean(now) - _mean(before)
    return Decimal(change.numerator) / change.denominator


def _weekly_scores(mornings: Mapping[date, int], on: date) -> list[int]:
    """What was said in the seven days up to that day."""
    return [mornings[day] for day in _last_days(on, WEEK.days) if day in mornings]


def _mean(scores: Sequence[int]) -> Fraction:
    """Exact: a third of a point more and a third less are nothing, which neither floats nor decimals know."""
    return Fraction(sum(scores), len(scores))


def is_red_again(reds: Iterable[date], on: date, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether two sessions were red within the days up to that one in which that calls the therapist (2.3)."""
    window = _last_days(on, numbers.red_again_days)
    recent = [day for day in reds if day in window]
    return len(recent) >= 2
