"""What training adds up to: session load, the week's monotony and strain, the longest run, an estimated maximum.

Source: clinical.md 4.4 to 4.6. Figures to be shown, none of them an alarm and none a risk.
Session RPE (0-10, the whole session) is not the repetitions-in-reserve scale of a set (1-10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from .prescription.dose import MAX_RPE
from .prescription.tempo import Tempo
from .thresholds import DEFAULTS, Thresholds

#: Fewer training days than this in a week, and monotony says nothing (4.5).
MIN_TRAINING_DAYS = 3
#: Days before a run in which the longest is looked for (4.6).
LOOK_BACK_DAYS = 30

Number = int | Decimal


def session_load(effort: int, minutes: Number) -> Decimal:
    """Session RPE (0-10) times minutes, in arbitrary units (4.5); the same for a run and for strength."""
    return Decimal(effort) * minutes


def monotony(days: Sequence[Number]) -> Decimal | None:
    """Mean over population standard deviation of seven days' loads, zeros included (4.5).

    None where every day is alike, or with fewer than three training days.
    """
    if len(days) != 7 or min(days) == max(days):
        return None
    training_days = [day for day in days if day > 0]
    if len(training_days) < MIN_TRAINING_DAYS:
        return None
    loads = list(map(Fraction, days))
    mean = sum(loads, Fraction()) / len(loads)
    variance = sum(((load - mean) ** 2 for load in loads), Fraction()) / len(loads)
    return _decimal(mean) / _decimal(variance).sqrt()


def strain(days: Sequence[Number]) -> Decimal | None:
    """The week's load times its monotony (4.5); None where there is no monotony."""
    even = monotony(days)
    if even is None:
        return None
    return sum(map(Decimal, days), Decimal(0)) * even


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


# -- the longest run -------------------------------------------------------------------------

Band = Literal["within", "over_10", "over_30", "over_100"]
#: Where the bands begin: each holds what is longer by more than so much (Frandsen 2025, in 4.6).
BANDS: tuple[tuple[Band, Fraction], ...] = (
    ("over_100", Fraction(100, 100)),
    ("over_30", Fraction(30, 100)),
    ("over_10", Fraction(10, 100)),
)


@dataclass(frozen=True, slots=True)
class LongestRun:
    """One run beside the longest of the 30 days before it, both in one unit. percent -- how much longer, whole."""

    run: Decimal
    longest: Decimal
    percent: int
    band: Band

    def is_longer_by(self, percent: int) -> bool:
        """Whether the run is longer by more than so many percent; exact, where ``percent`` is rounded."""
        return self.run > self.longest * (100 + percent) / 100


def longest_run(run: Number, before: Sequence[Number]) -> LongestRun | None:
    """A run against the longest of the previous 30 days (4.6); the figures and the band, never a risk.

    run, before -- all in kilometers, or all in minutes; before holds the 30 days before the run's day.
    In fractions, because in floats 11/10 - 1 is more than 0.10. None without a run to compare with.
    """
    longest = max(before, default=0)
    if longest <= 0 or run <= 0:
        return None
    longer = Fraction(run) / Fraction(longest) - 1
    percent = (_decimal(longer) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return LongestRun(Decimal(run), Decimal(longest), int(percent), _band(longer))


def _band(longer: Fraction) -> Band:
    for name, above in BANDS:
        if longer > above:
            return name
    return "within"


# -- heavy enough ----------------------------------------------------------------------------


def reps_and_reserve(reps: Number, rpe: Decimal) -> Decimal:
    """Repetitions plus repetitions in reserve: what could have been done. rpe -- 1-10, the scale of a set"""
    return reps + (MAX_RPE - rpe)


def is_heavy_enough(reps: Number, rpe: Decimal, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether loaded single-leg or hinge work is heavy enough for running economy: about 80 % 1RM and more (1.2).

    reps -- of one set; rpe -- 1-10, the repetitions-in-reserve scale
    """
    return reps_and_reserve(reps, rpe) <= numbers.force_reps


def force_dose_met(weeks: Sequence[bool], numbers: Thresholds = DEFAULTS) -> bool:
    """Whether enough of the last weeks held a heavy set (1.2).

    weeks -- whether each held one, the oldest first, lighter weeks left out
    """
    return sum(weeks[-numbers.force_window :]) >= numbers.force_weeks


# -- the estimated maximum -------------------------------------------------------------------

MAX_REPS_TO_FAILURE, MAX_RESERVE = 10, 4
#: A repetition that takes longer than this is a slow one; 3-0-3-0 takes six seconds.
NORMAL_REP_SECONDS = 5


def estimated_max(
    load_kg: Decimal | None, reps: int | None, rpe: Decimal | None, *, tempo: Tempo, is_strength: bool
) -> Decimal | None:
    """The estimated one-repetition maximum in whole kilograms: the mean of Epley and Brzycki (4.4).

    load_kg -- external load; reps -- None for a timed set; rpe -- 1-10, the repetitions-in-reserve scale
    is_strength -- limited by strength, not by balance
    None where the estimate must not be made: no load, more than 10 repetitions to failure, more than 4 in
    reserve, a slow or no tempo. A trend to look at; nothing is prescribed from it.
    """
    if not load_kg or not reps or rpe is None or not is_strength or not is_normal(tempo):
        return None
    reserve = MAX_RPE - rpe
    count = reps_and_reserve(reps, rpe)
    if reserve > MAX_RESERVE or count > MAX_REPS_TO_FAILURE:
        return None
    epley = load_kg
    if count > 1:
        epley = load_kg * (1 + count / 30)
    brzycki = 36 * load_kg / (37 - count)
    return ((epley + brzycki) / 2).quantize(Decimal(1), ROUND_HALF_UP)


def is_normal(tempo: Tempo) -> bool:
    """Whether repetitions go at an ordinary pace: own pace, or at most five seconds each."""
    if tempo.parts is None:
        return tempo.code == "free"
    return tempo.rep_seconds <= NORMAL_REP_SECONDS
