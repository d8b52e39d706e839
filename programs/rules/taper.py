"""The last days before a race. Source: clinical.md 1.2 [C/D] and 7, H3."""

from __future__ import annotations

from .numbers import DEFAULTS, Numbers


def allowed(days_before: int, distance: str = "half", numbers: Numbers = DEFAULTS) -> str:
    """What strength work may be that many days before the race (0 is race day).

    distance -- 5k, 10k or half; the strictest for anything else
    Returns "all", "taper" (fewer sets, same load), "primer" (one light session) or "nothing".
    """
    clear = numbers.taper_heavy_short if distance in ("5k", "10k") else numbers.taper_heavy_half
    if days_before <= numbers.taper_nothing:
        return "nothing"
    if days_before < clear:
        return "primer"
    return "taper" if days_before <= numbers.taper_days else "all"


def may_jump(days_before: int, numbers: Numbers = DEFAULTS) -> bool:
    """Whether plyometrics may still be done that many days before the race."""
    return days_before >= numbers.taper_plyometrics
