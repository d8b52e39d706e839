"""Placing strength days around the runs of a week.

Source: clinical.md 7. The costs are the clinic's own [D]: they order choices, they measure nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from .easing import heavy_days
from .thresholds import DEFAULTS, Thresholds

#: What a usual day of running is.
RUNS = ("rest", "easy", "tempo", "intervals", "long")
HARD_RUNS = ("tempo", "intervals")
DAYS = 7
#: Days between two strength days, on both ways round the week (H1).
MIN_GAP = 2
SHOWN = 3

DISTANCES = ("5k", "10k", "half")


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a pair's cost. kind names the rule: same, before, after, only_rest, gap or preferred."""

    kind: str
    cost: int
    weekday: int | None = None
    run: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two strength days, Monday 0, with what they cost and why; 0 is a clean pair."""

    days: tuple[int, int]
    reasons: tuple[Reason, ...]

    @property
    def cost(self) -> int:
        return sum(reason.cost for reason in self.reasons)


def best_pairs(
    runs: Sequence[str],
    *,
    blocked: Collection[int] = (),
    preferred: Collection[int] = (),
    has_plyometrics: bool = False,
    numbers: Thresholds = DEFAULTS,
) -> list[Pair]:
    """The three cheapest pairs of strength days, the best first; earlier days first where they cost the same.

    runs -- seven of RUNS, from Monday; blocked, preferred -- weekdays
    Hard rules: two days between (Sunday and Monday are neighbors), never on a long run, never on a blocked day.
    """
    free = [day for day in range(DAYS) if runs[day] != "long" and day not in blocked]
    costs = _Costs(runs, preferred, has_plyometrics, numbers)
    pairs = []
    for days in combinations(free, 2):
        if gap_between(*days) >= MIN_GAP:
            pairs.append(Pair(days, costs.of_pair(days)))
    return sorted(pairs, key=lambda pair: (pair.cost, pair.days))[:SHOWN]


def gap_between(first: int, second: int) -> int:
    """Days between two weekdays (Monday 0) the shorter way round the week: 0 to 3."""
    apart = (second - first) % DAYS
    return min(apart, DAYS - apart)


@dataclass(frozen=True, slots=True)
class _Costs:
    """What a day or a pair of days costs in one athlete's week."""

    runs: Sequence[str]
    preferred: Collection[int]
    has_plyometrics: bool
    numbers: Thresholds

    def of_pair(self, days: tuple[int, int]) -> tuple[Reason, ...]:
        reasons: list[Reason] = []
        for day in days:
            reasons += self._of_day(day)
        if gap_between(*days) == MIN_GAP:
            reasons.append(Reason("gap", self.numbers.cost_shortest_gap))
        return tuple(reasons)

    def _of_day(self, day: int) -> list[Reason]:
        own, before, after = self.runs[day], self.runs[day - 1], self.runs[(day + 1) % DAYS]
        reasons = []
        if own in HARD_RUNS:
            reasons.append(Reason("same", self._same_day(), day, own))
        if after in (*HARD_RUNS, "long"):
            reasons.append(Reason("before", self._day_before(after), day, after))
        if before in (*HARD_RUNS, "long"):
            reasons.append(Reason("after", self._day_after(before), day, before))
        if own == "rest" and list(self.runs).count("rest") == 1:
            reasons.append(Reason("only_rest", self.numbers.cost_only_rest_day, day, own))
        if day in self.preferred:
            reasons.append(Reason("preferred", -self.numbers.gain_preferred, day))
        return reasons

    def _same_day(self) -> int:
        if self.numbers.hard_days_hard:
            return self.numbers.cost_same_day_welcome
        return self.numbers.cost_same_day

    def _day_before(self, run: str) -> int:
        if run == "intervals":
            return self.numbers.cost_before_intervals
        if run == "long":
            return self.numbers.cost_before_long
        return self.numbers.cost_before_tempo

    def _day_after(self, run: str) -> int:
        if run != "long":
            return self.numbers.cost_after_hard
        if self.has_plyometrics:
            return self.numbers.cost_after_long_jumping
        return self.numbers.cost_after_long


def refusal(
    on: date,
    *,
    others: Iterable[date],
    runs: Mapping[int, str],
    race_on: date | None = None,
    distance: str = "half",
    blocked: Collection[int] = (),
    numbers: Thresholds = DEFAULTS,
) -> str:
    """Why a session may not lie on that day; empty where it may.

    others -- days of the athlete's other strength sessions; runs -- by weekday, as far as they are known
    distance -- of the race: 5k, 10k or half; the strictest where nobody said
    Returns "next_to", "long", "race" or "blocked" (H1, H2, H3, H4).
    """
    if any(abs((on - other).days) < MIN_GAP for other in others):
        return "next_to"
    if runs.get(on.weekday()) == "long":
        return "long"
    if race_on and is_near_race((race_on - on).days, distance, numbers):
        return "race"
    if on.weekday() in blocked:
        return "blocked"
    return ""


def is_near_race(days_before: int, distance: str = "half", numbers: Thresholds = DEFAULTS) -> bool:
    """Whether a heavy session must not lie that many days before a race, or after it where negative (H3).

    distance -- 5k, 10k or half. Raises KeyError for another one.
    """
    before = heavy_days(distance, numbers)
    after = {"5k": numbers.clear_after_5k, "10k": numbers.clear_after_10k, "half": numbers.clear_after_half}
    return -after[distance] <= days_before < before


def week_of(monday: date) -> list[date]:
    """The seven days from a Monday on."""
    return [monday + timedelta(days=offset) for offset in range(DAYS)]
