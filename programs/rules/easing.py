"""Fewer sets for a while: before a race, and in a lighter week. Source: clinical.md 1.2 [C/D], 4.3 and 7, H3."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from .thresholds import DEFAULTS, Thresholds

#: Why a session holds fewer sets; empty: it holds what the plan says.
Ease = Literal["", "taper", "primer", "lighter_week", "lighter_repeat"]


def allowed(days_before: int, distance: str = "half", numbers: Thresholds = DEFAULTS) -> str:
    """What strength work may be that many days before the race (0 is race day).

    distance -- 5k, 10k or half; the strictest for anything else
    Returns "all", "taper" (fewer sets, same load), "primer" (one light session) or "nothing".
    """
    if days_before <= numbers.taper_nothing:
        return "nothing"
    if days_before < heavy_days(distance, numbers):
        return "primer"
    if days_before <= numbers.taper_days:
        return "taper"
    return "all"


def heavy_days(distance: str, numbers: Thresholds = DEFAULTS) -> int:
    """How many days before a race no heavy session may lie (1.2 and 7, H3).

    distance -- 5k, 10k or half; the strictest for anything else
    """
    if distance in ("5k", "10k"):
        return numbers.taper_heavy_short
    return numbers.taper_heavy_half


def may_jump(days_before: int, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether plyometrics may still be done that many days before the race (1.2); 0 is race day."""
    return days_before >= numbers.taper_plyometrics


def least_sets(age: int | None, numbers: Thresholds = DEFAULTS) -> int:
    """How many sets of an exercise stay in a lighter week: one, from a certain age on two (1.2, maintenance).

    age -- whole years; None where the birthday is not known
    """
    return numbers.floor_sets if age is not None and age >= numbers.floor_age else 1


def sets_off(sets: int, ease: Ease, numbers: Thresholds = DEFAULTS, *, least: int = 1) -> int:
    """How many sets are left out of so many, rounded half up (1.2 and 4.3).

    least -- sets that stay; of a primer one does
    The load stays as it is, but for a primer: one set, lighter by ``primer_load_cut``.
    """
    if not ease or sets <= 1:
        return 0
    if ease == "primer":
        return sets - 1
    percent = numbers.deload_sets_cut
    if ease == "taper":
        percent = numbers.taper_sets_cut
    off = (Decimal(sets) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return max(0, min(sets - least, max(1, int(off))))
