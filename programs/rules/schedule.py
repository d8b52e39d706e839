"""Placing strength days around the runs of a week.

Source: clinical.md 7. The costs are the clinic's own [D]: they order choices, they measure nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

#: What a usual day of running is.
RUNS = ("rest", "easy", "tempo", "intervals", "long")
DAYS = 7
#: Days between two strength days, on both ways round the week (H1).
MIN_GAP = 2
SHOWN = 3

SAME_DAY_HARD = 6
SAME_DAY_HARD_DAYS_HARD = 3
BEFORE = {"intervals": 4, "long": 4, "tempo": 3}
AFTER = {"long": 2, "tempo": 1, "intervals": 1}
AFTER_LONG_WITH_PLYOMETRICS = 4
ONLY_REST_DAY = 2
SHORTEST_GAP = 1
PREFERRED = -1

#: Days without strength before a race, and after it, by its distance (H3).
CLEAR_BEFORE = {"5k": 4, "10k": 4, "half": 5}
CLEAR_AFTER = {"5k": 1, "10k": 2, "half": 3}


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
    hard_days_hard: bool = False,
) -> list[Pair]:
    """The three cheapest pairs of strength days, the best first; earlier days first where they cost the same.

    runs -- seven of RUNS, from Monday; blocked, preferred -- weekdays
    Hard rules: two days between (Sunday and Monday are neighbors), never on a long run, never on a blocked day.
    """
    free = [day for day in range(DAYS) if runs[day] != "long" and day not in blocked]
    found = [
        Pair((first, second), _reasons((first, second), runs, preferred, has_plyometrics, hard_days_hard))
        for first, second in combinations(free, 2)
        if gap_between(first, second) >= MIN_GAP
    ]
    return sorted(found, key=lambda pair: (pair.cost, pair.days))[:SHOWN]


def gap_between(first: int, second: int) -> int:
    """Days between two weekdays the shorter way round the week."""
    apart = (second - first) % DAYS
    return min(apart, DAYS - apart)


def _reasons(
    days: tuple[int, int], runs: Sequence[str], preferred: Collection[int], has_plyometrics: bool, hard_days_hard: bool
) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for day in days:
        own, before, after = runs[day], runs[day - 1], runs[(day + 1) % DAYS]
        if own in ("tempo", "intervals"):
            found.append(Reason("same", SAME_DAY_HARD_DAYS_HARD if hard_days_hard else SAME_DAY_HARD, day, own))
        if after in BEFORE:
            found.append(Reason("before", BEFORE[after], day, after))
        if before in AFTER:
            is_springy = before == "long" and has_plyometrics
            found.append(Reason("after", AFTER_LONG_WITH_PLYOMETRICS if is_springy else AFTER[before], day, before))
        if own == "rest" and list(runs).count("rest") == 1:
            found.append(Reason("only_rest", ONLY_REST_DAY, day, own))
        if day in preferred:
            found.append(Reason("preferred", PREFERRED, day))
    if gap_between(*days) == MIN_GAP:
        found.append(Reason("gap", SHORTEST_GAP))
    return tuple(found)


def refusal(
    on: date,
    *,
    others: Iterable[date],
    runs: Mapping[int, str],
    race_on: date | None = None,
    distance: str = "half",
    blocked: Collection[int] = (),
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
    if race_on and -CLEAR_BEFORE[distance] < (on - race_on).days <= CLEAR_AFTER[distance]:
        return "race"
    return "blocked" if on.weekday() in blocked else ""


def week_of(monday: date) -> list[date]:
    """The seven days from a Monday on."""
    return [monday + timedelta(days=offset) for offset in range(DAYS)]
