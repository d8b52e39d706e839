"""What a phase of a program asks for before the next one begins. Source: clinical.md 2.7; safety.md 2.4."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .prescription.coverage import REQUIRED_PATTERNS
from .thresholds import DEFAULTS, Thresholds

Figure = Decimal | int | bool | None

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {">=": operator.ge, "<=": operator.le, "==": operator.eq}


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition: the metric, what was asked for, the figure, and whether it is met."""

    metric: str
    op: str
    value: Figure
    figure: Figure
    is_met: bool


@dataclass(frozen=True, slots=True)
class PhaseBefore:
    """How the phase before went. sessions -- percent of its sessions that were done; efforts -- of the exercises whose
    effort was said; both None where there was none to do; patterns -- of the four, how many were done
    is_held -- pain holds something back now
    """

    sessions: int | None
    efforts: int | None
    patterns: int
    is_held: bool


#: What a phase asks for that has no conditions of its own (safety.md 2.4) [D].
SESSIONS = "phase_sessions"
PATTERNS = "phase_patterns"
EFFORTS = "phase_efforts"
HELD = "phase_held"


def is_lighter_repeat(times: int, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether the repeat of a week, counted from 1, is a lighter week instead (safety.md 2)."""
    return times % numbers.phase_lighter_every == 0


def calls_again(times: int, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether a week was repeated so often that the therapist is called again."""
    return times >= numbers.phase_repeats


def asked_of_any(before: PhaseBefore, numbers: Thresholds = DEFAULTS) -> list[Asked]:
    """The conditions of a phase that has none of its own, each with its figure. A figure nobody knows is not met."""
    conditions: list[dict[str, Any]] = [
        {"metric": SESSIONS, "op": ">=", "value": numbers.phase_sessions},
        {"metric": PATTERNS, "op": ">=", "value": len(REQUIRED_PATTERNS)},
        {"metric": EFFORTS, "op": ">=", "value": numbers.phase_efforts},
        {"metric": HELD, "op": "==", "value": False},
    ]
    figures: dict[str, Figure] = {
        SESSIONS: before.sessions,
        PATTERNS: before.patterns,
        EFFORTS: before.efforts,
        HELD: before.is_held,
    }
    return asked_of(conditions, figures)


def held_by_pain() -> list[Asked]:
    """What is asked for beside a phase's own conditions while something hurts, and nobody has said where: not met."""
    return asked_of([{"metric": HELD, "op": "==", "value": False}], {HELD: True})


def asked_of(conditions: Iterable[Mapping[str, Any]], figures: Mapping[str, Figure]) -> list[Asked]:
    """Each condition with its figure, in their order. A figure that nobody knows is not met.

    conditions -- metric, op (>=, <= or ==) and value, as the program holds them
    Raises KeyError for another op.
    """
    return [_asked(each["metric"], each["op"], each["value"], figures.get(each["metric"])) for each in conditions]


def _asked(metric: str, op: str, value: Any, figure: Figure) -> Asked:
    if isinstance(value, float):
        value = Decimal(str(value))
    return Asked(metric, op, value, figure, figure is not None and _OPERATORS[op](figure, value))
