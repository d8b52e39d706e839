"""What every workout of a grid adds up to in every week: minutes, contacts, exercises."""

from __future__ import annotations

from dataclasses import dataclass

from programs.rules.prescription import coverage, minutes
from programs.rules.thresholds import Thresholds

from ..models import Pattern
from .shape import Grid, GridWeek, Table


@dataclass(frozen=True)
class Total:
    """One workout in one week. window -- the lowest and highest minutes that it should take in such a week."""

    minutes: float
    window: tuple[int, int]
    contacts: int
    exercises: int
    plyometrics: int
    is_outside: bool


def totals_of(grid: Grid, numbers: Thresholds) -> dict[str, list[Total]]:
    """What every workout adds up to, by its letter: one total for each week, in order."""
    totals: dict[str, list[Total]] = {}
    for table in grid.tables:
        totals[table.letter] = []
        for place, week in enumerate(grid.weeks):
            totals[table.letter].append(_total(table, place, week, numbers))
    return totals


def needs_reason(grid: Grid, numbers: Thresholds) -> bool:
    """Whether a workout takes longer than the clinic wants: the therapist says why, and that is kept."""
    for by_week in totals_of(grid, numbers).values():
        if any(total.minutes > numbers.minutes_high for total in by_week):
            return True
    return False


def _total(table: Table, place: int, week: GridWeek, numbers: Thresholds) -> Total:
    items = table.items(place)
    patterns = [item.pattern for item in items]
    low, high = coverage.minutes_window(is_deload=week.is_deload, is_race=week.is_race, numbers=numbers)
    length = minutes.workout_minutes(items, is_top_up=table.is_optional)
    is_judged = bool(items) and not table.is_optional
    return Total(
        minutes=length,
        window=(low, high),
        contacts=coverage.total_contacts(items),
        exercises=len(items),
        plyometrics=patterns.count(Pattern.PLYOMETRIC),
        is_outside=is_judged and not low <= length <= high,
    )
