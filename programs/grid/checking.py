"""What the rules say of a grid: totals by week, warnings in words, and what would fill each gap.

Warnings never block: rules suggest, therapists decide. The arithmetic is ``programs.rules`` with the clinic's own
numbers, the same as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.rules.thresholds import Thresholds

from ..models import Caution, Pattern
from ..rules import coverage, plyometrics
from ..rules.dose import DoseValue, Span, parse, plain, print_dose
from ..rules.errors import ShorthandError
from ..rules.minutes import Item
from ..rules.steps import load_growth, max_load_growth
from .commands import InsertExercise, ReplaceExercise
from .fitting import fitting_exercises, force_exercises
from .shape import Grid, GridRow, GridWeek, Table, weeks_in_words
from .totals import Total, totals_of

#: The heavy dose that is offered: so many sets and repetitions, at the effort that makes it heavy enough (1.2).
FORCE_SETS, FORCE_REPS = 4, 5


@dataclass(frozen=True)
class GridContext:
    """What a grid needs to know of the athlete that follows the program, without knowing the athlete.

    equipment -- addresses of what they have; None where nobody has asked
    conditions -- codes of their conditions
    is_gate_closed -- whether plyometric rows wait for the therapist's clearance
    """

    equipment: frozenset[str] | None = None
    conditions: frozenset[str] = frozenset()
    is_gate_closed: bool = False


@dataclass(frozen=True)
class QuickFix:
    """One click that answers a warning: what it does, and what the button says."""

    command: InsertExercise | ReplaceExercise
    label: str

    @property
    def do(self) -> str:
        """The button's value, from which the same command is read again."""
        return str(self.command)


@dataclass(frozen=True)
class GridWarning:
    """One warning in words, with what would answer it."""

    text: str
    offers: list[QuickFix] = field(default_factory=list)


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
        *_gate_warnings(grid, waiting),
        *_caution_warnings(grid, context),
        *_pattern_warnings(grid, context),
        *_minutes_warnings(totals),
        *_exercise_warnings(grid, totals, numbers),
        *_contact_warnings(totals, len(grid.weeks), numbers),
        *_growth_warnings(grid, numbers),
        *_force_warnings(grid, context, numbers),
    ]
    return Check(totals, warnings, frozenset(row.key for row in waiting))


# -- warnings that something can be clicked for ------------------------------------------------


def _gate_warnings(grid: Grid, waiting: list[GridRow]) -> list[GridWarning]:
    """Plyometric rows stay out of sessions until the therapist clears them (clinical.md 3.3)."""
    if not waiting:
        return []
    names = dict.fromkeys(row.exercise_text for row in waiting)
    text = _("Waiting for clearance, left out of sessions until then: {names}.").format(names=", ".join(names))
    present = {row.exercise.slug for row in grid.rows if row.exercise}
    offers = []
    for table in grid.tables:
        weeks = _plyometric_weeks(table, len(grid.weeks))
        for replacement in (grid.program.gate_closed or {}).get("offer", []):
            if weeks and replacement["slug"] not in present:
                offers += _meanwhile(table, weeks, replacement)
    return [GridWarning(text, offers)]


def _plyometric_weeks(table: Table, count: int) -> frozenset[int]:
    """The places of the weeks in which a workout holds plyometrics."""
    weeks: set[int] = set()
    for row in table.rows:
        if row.is_plyometric:
            weeks.update(place for place in range(count) if row.cells[place].value is not None)
    return frozenset(weeks)


def _meanwhile(table: Table, weeks: frozenset[int], replacement: Mapping[str, Any]) -> list[QuickFix]:
    """What the program has in place of its plyometrics; nothing where its document cannot be read."""
    slug, dose_text = replacement["slug"], f"{replacement['sets']}x{replacement['reps']}"
    try:
        dose = parse(dose_text)
    except ShorthandError:
        return []
    label = _("{letter}: {exercise} {dose} meanwhile")
    words = label.format(letter=table.letter, exercise=slug.replace("-", " "), dose=dose_text)
    return [QuickFix(InsertExercise(table.letter, slug, weeks, dose), words)]


def _caution_warnings(grid: Grid, context: GridContext) -> list[GridWarning]:
    rows: dict[int, list[GridRow]] = {}
    for row in grid.rows:
        if row.exercise is not None:
            rows.setdefault(row.exercise.pk, []).append(row)
    if not context.conditions or not rows:
        return []
    found = Caution.objects.filter(condition__in=context.conditions, exercise__in=rows).select_related("swap")
    warnings = []
    for caution in found:
        for row in rows[caution.exercise_id]:
            warnings.append(_caution_warning(row, caution))
    return warnings


def _caution_warning(row: GridRow, caution: Caution) -> GridWarning:
    text = f"{row.exercise_text} · {caution.get_condition_display()}: {caution.reason}"
    if caution.swap is None:
        return GridWarning(text)
    label = _("Swap for {name}").format(name=caution.swap.name)
    return GridWarning(text, [QuickFix(ReplaceExercise(row.key, caution.swap.slug), label)])


def _pattern_warnings(grid: Grid, context: GridContext) -> list[GridWarning]:
    gaps = _gaps(grid)
    missing = {pattern for _letter, pattern in gaps}
    fits = fitting_exercises(missing, grid, context.equipment, context.conditions)
    warnings = []
    for (letter, pattern), places in gaps.items():
        sentence = _("{letter}, week {weeks}: lacks {pattern}.")
        label = Pattern(pattern).label
        text = sentence.format(letter=letter, weeks=weeks_in_words(places), pattern=label)
        weeks = frozenset(places)
        offers = [QuickFix(InsertExercise(letter, fit.slug, weeks), fit.name) for fit in fits[pattern]]
        warnings.append(GridWarning(text, offers))
    return warnings


def _gaps(grid: Grid) -> dict[tuple[str, str], list[int]]:
    """The places of the weeks in which a workout lacks a pattern, by its letter and the pattern."""
    gaps: dict[tuple[str, str], list[int]] = {}
    for table in grid.tables:
        if table.is_optional:
            continue
        for place in range(len(grid.weeks)):
            items = table.items(place)
            if not items:
                continue
            for pattern in coverage.missing_patterns(items):
                gaps.setdefault((table.letter, pattern), []).append(place)
    return gaps


def _force_warnings(grid: Grid, context: GridContext, numbers: Thresholds) -> list[GridWarning]:
    """A program that is long enough holds a dose heavy enough for economy in time (clinical.md 0 and 1.2)."""
    by_week = numbers.force_by_week
    if not coverage.lacks_force_dose(_items_by_week(grid), numbers):
        return []
    sentence = _(
        "No loaded single-leg or hinge dose is heavy enough by week {week}: reps plus reserve of {most} or less."
    )
    text = sentence.format(week=by_week, most=numbers.force_reps)
    last = range(by_week - 1, len(grid.weeks))
    weeks = frozenset(place for place in last if not grid.weeks[place].is_race)
    letter, dose = grid.tables[0].letter, _force_dose(numbers)
    offers = []
    for fit in force_exercises(grid, context.equipment, context.conditions):
        insertion = InsertExercise(letter, fit.slug, weeks, dose)
        offers.append(QuickFix(insertion, f"{fit.name} {print_dose(dose)}"))
    return [GridWarning(text, offers)]


def _items_by_week(grid: Grid) -> list[list[Item]]:
    weeks: list[list[Item]] = []
    for place in range(len(grid.weeks)):
        items: list[Item] = []
        for table in grid.tables:
            items += table.items(place)
        weeks.append(items)
    return weeks


def _force_dose(numbers: Thresholds) -> DoseValue:
    """A dose that is just heavy enough."""
    reserve = numbers.force_reps - FORCE_REPS
    effort = plain(Decimal(10 - reserve))
    return DoseValue(FORCE_SETS, reps=Span(Decimal(FORCE_REPS), Decimal(FORCE_REPS)), rpe=Span(effort, effort))


# -- warnings that only tell -------------------------------------------------------------------


class _Facts:
    """What is said of a week; the same of several weeks is told once."""

    def __init__(self) -> None:
        self.places: dict[str, list[int]] = {}

    def add(self, text: str, place: int) -> None:
        self.places.setdefault(text, []).append(place)

    def told(self) -> list[GridWarning]:
        sentence = _("{fact} (week {weeks}).")
        return [
            GridWarning(sentence.format(fact=text, weeks=weeks_in_words(places)))
            for text, places in self.places.items()
        ]


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
            text = _("Week {week}: {count} contacts, over the cap of {cap}.")
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
    text = _("{exercise}, week {week}: the load rises from {before} to {after}, more than {percent} %.")
    return GridWarning(
        text.format(
            exercise=row.exercise_text,
            week=place + 1,
            before=before.load,
            after=after.load,
            percent=numbers.step_most,
        )
    )
