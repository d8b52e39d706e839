"""What a phase of a program asks for before the next one begins. Source: clinical.md 2.7, and 9 for the names."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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
