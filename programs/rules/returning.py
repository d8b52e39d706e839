"""Lighter weeks out of turn, and coming back after a gap. Source: clinical.md 4.3 [D]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

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
