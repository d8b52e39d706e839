"""What the rules say of a grid: totals by week, warnings in words, and what would fill each gap.

Warnings never block: rules suggest, therapists decide. The arithmetic is ``programs.rules`` with the clinic's own
numbers, the same as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.rules import plyometrics
from programs.rules.prescription import coverage
from programs.rules.prescription.dose import DoseValue
from programs.rules.prescription.steps import load_growth, max_load_growth

from ..rules.thresholds import Thresholds
from .offers import (
    GridContext,
    GridWarning,
    caution_warnings,
    force_warnings,
    gate_warnings,
    pattern_warnings,
)
from .shape import Grid, GridRow, GridWeek, Table, weeks_in_words
from .totals import Total, totals_of


@dataclass(frozen=True)
class Check:
    """Totals by workout letter and week, warnings in words, and the keys of rows that wait for clearance."""

    totals: dict[str, list[Total]]
    warnings: list[GridWarning]
    waiting: frozenset[str]


def check(grid: Grid, context: GridContext, numbers: Thresholds) -> Check:
    """Patterns, minutes, contacts, exercises, force dose, load growth and cautions of the whole grid.

    numbers -- the clinic's. Costs a fixed number of queries, and one for each pattern that is missing somewhere.
    """
    totals = totals_of(grid, numbers)
    waiting: list[GridRow] = []
    if context.is_gate_closed:
        waiting = [row for row in grid.rows if row.is_plyometric]
    warnings = [
        *gate_warnings(grid, waiting),
        *caution_warnings(grid, context),
        *pattern_warnings(grid, context),
        *_minutes_warnings(totals),
        *_exercise_warnings(grid, totals, numbers),
        *_contact_warnings(totals, len(grid.weeks), numbers),
        *_growth_warnings(grid, numbers),
        *force_warnings(grid, context, numbers),
    ]
    return Check(totals, warnings, frozenset(row.key for row in waiting))


# -- warnings that only tell -------------------------------------------------------------------


class _Facts:
    """What is said of a week; the same of several weeks is told once."""

    def __init__(self) -> None:
        self.places: dict[str, list[int]] = {}

    def add(self, text: str, place: int) -> None:
        self.places.setdefault(text, []).append(place)

    def told(self) -> list[GridWarning]:
        warnings = []
        for text, places in self.places.items():
            sentence = _("{fact} (week {weeks}).")
            warnings.append(GridWarning(sentence.format(fact=text, weeks=weeks_in_words(places))))
        return warnings


def _minutes_warnings(totals: dict[str, list[Total]]) -> list[GridWarning]:
    facts = _Facts()
    for letter, by_week in totals.items():
        for place, total in enumerate(by_week):
            if total.is_outside:
                low, high = total.window
                text = _("{letter}: {minutes} minutes, outside {low} to {high}")
                facts.add(text.format(letter=letter, minutes=total.minutes, low=low, high=high), place)
    return facts.told()


def _exercise_warnings(grid: Grid, totals: dict[str, list[Total]], numbers: Thresholds) -> list[GridWarning]:
    facts = _Facts()
    for table in grid.tables:
        for place, total in enumerate(totals[table.letter]):
            _say_exercises(facts, table, place, total, numbers)
            _say_plyometrics(facts, table, place, total, numbers)
    return facts.told()


def _say_exercises(facts: _Facts, table: Table, place: int, total: Total, numbers: Thresholds) -> None:
    count = total.exercises
    if table.is_optional or not count or coverage.fits_exercises(count, numbers):
        return
    low, high = numbers.exercises_low, numbers.exercises_high
    text = _("{letter}: {count} exercises; {low} to {high} fit into a session")
    facts.add(text.format(letter=table.letter, count=count, low=low, high=high), place)


def _say_plyometrics(facts: _Facts, table: Table, place: int, total: Total, numbers: Thresholds) -> None:
    count = total.plyometrics
    if coverage.fits_plyometrics(count, numbers):
        return
    text = _("{letter}: {count} plyometric exercises, at most {most}")
    facts.add(text.format(letter=table.letter, count=count, most=numbers.plyometric_exercises), place)


def _contact_warnings(totals: dict[str, list[Total]], week_count: int, numbers: Thresholds) -> list[GridWarning]:
    earlier: list[int] = []
    warnings = []
    for place in range(week_count):
        count = sum(by_week[place].contacts for by_week in totals.values())
        cap = plyometrics.contact_cap(earlier, numbers=numbers)
        if count > cap:
            text = _("Week {week}: {count} contacts, over the limit of {cap}.")
            warnings.append(GridWarning(text.format(week=place + 1, count=count, cap=cap)))
        earlier.append(count)
    return warnings


def _growth_warnings(grid: Grid, numbers: Thresholds) -> list[GridWarning]:
    """A load grows by so much from week to week at most (clinical.md 4.2); lighter weeks are passed over."""
    warnings = []
    for row in grid.rows:
        before = None
        for place, week in enumerate(grid.weeks):
            value = row.cells[place].value
            if value is None or _is_passed_over(week):
                continue
            if before is not None and load_growth(before, value) > max_load_growth(numbers):
                warnings.append(_growth_warning(row, place, before, value, numbers))
            before = value
    return warnings


def _is_passed_over(week: GridWeek) -> bool:
    return week.is_deload or week.is_race


def _growth_warning(row: GridRow, place: int, before: DoseValue, after: DoseValue, numbers: Thresholds) -> GridWarning:
    text = _("{exercise}, week {week}: the load rises from {before} to {after}, more than {percent}%.")
    return GridWarning(
        text.format(
            exercise=row.exercise_text,
            week=place + 1,
            before=before.load,
            after=after.load,
            percent=numbers.step_most,
        )
    )
