"""Lighter weeks out of turn, and coming back after a gap. Source: clinical.md 4.3 [D]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True, slots=True)
class Return:
    """How to go on after a gap. kind: on, repeat, back or restart.

    load_cut -- percent off; phases_back and steps_back -- of the program and of plyometrics
    """

    kind: str
    load_cut: int = 0
    phases_back: int = 0
    steps_back: int = 0


def after_gap(days: int, numbers: Thresholds = DEFAULTS) -> Return:
    """What a gap of that many days without strength training asks for (4.3)."""
    if days <= numbers.gap_continue:
        return Return("on")
    if days <= numbers.gap_repeat:
        return Return("repeat", load_cut=numbers.gap_repeat_cut)
    if days <= numbers.gap_back:
        return Return("back", load_cut=numbers.gap_back_cut, phases_back=1, steps_back=1)
    return Return("restart")


def gaps_between(days: Sequence[date]) -> list[int]:
    """How many days each lies after the one before it. days -- the earliest first"""
    return [(later - former).days for former, later in pairwise(days)]


def gap_before(day: date, trained: Sequence[date], last_done: date | None, numbers: Thresholds = DEFAULTS) -> int:
    """Days without strength that count for a row which is due on that day; 0 where there was no session ever.

    trained -- the days of sessions before it, the earliest first; last_done -- the day the row was last done
    A row that was not done since a long time off comes back as that asks for, though other rows did already; after a
    short one, one session is enough (safety.md 2).
    """
    before = [each for each in trained if each < day]
    if not before:
        return 0
    now = (day - before[-1]).days
    if last_done is None:
        return now
    stops = [last_done, *(each for each in before if each > last_done), day]
    longest = max(gaps_between(stops))
    return longest if after_gap(longest, numbers).kind in ("back", "restart") else now


def is_starting_again(trained: Sequence[date], since: date | None = None, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether the program began again after more than four weeks, so few sessions ago that they stay easy.

    trained -- the days of sessions, the earliest first
    since -- the day on which the program was prescribed: time off counts from then, as the therapist knew of it
    """
    for done_since in range(1, min(numbers.restart_sessions, len(trained))):
        former, later = trained[-done_since - 1], trained[-done_since]
        off_since = former if since is None else max(former, since)
        if after_gap((later - off_since).days, numbers).kind == "restart":
            return True
    return False


def offers_lighter_week(
    *,
    reds_in_week: int,
    before: Sequence[int | Decimal],
    after: Sequence[int],
    asked: bool = False,
    numbers: Thresholds = DEFAULTS,
) -> bool:
    """Whether a lighter week is offered before its turn.

    reds_in_week -- red sessions of the week; asked -- whether the athlete asked for it
    before, after -- session RPE (0-10) at the same plan: earlier sessions (or the mean of those of each plan), and
    the last two
    """
    if asked or reds_in_week >= numbers.deload_reds:
        return True
    if not before or len(after) < 2:
        return False
    rise = Decimal(sum(after)) / len(after) - Decimal(sum(before)) / len(before)
    return rise >= numbers.deload_rpe_rise
