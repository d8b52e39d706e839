"""Warnings of a grid that one click answers: what waits, what needs care, what is missing, what is too light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.rules.prescription import coverage
from programs.rules.prescription.dose import MAX_RPE, DoseValue, Span, parse, plain, print_dose
from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.minutes import Item

from ..models import Caution, Pattern
from ..rules.thresholds import Thresholds
from ..translating import name_of
from .commands import InsertExercise, ReplaceExercise
from .fitting import fitting_exercises, force_exercises
from .shape import Grid, GridRow, Table, weeks_in_words

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


def gate_warnings(grid: Grid, waiting: list[GridRow]) -> list[GridWarning]:
    """Plyometric rows stay out of sessions until the therapist clears them (clinical.md 3.3)."""
    if not waiting:
        return []
    names = dict.fromkeys(row.exercise_text for row in waiting)
    text = _("Waiting for clearance, left out of sessions until then: {names}.").format(names=", ".join(names))
    present = {row.exercise.slug for row in grid.rows if row.exercise}
    offers = []
    for table in grid.tables:
        weeks = _plyometric_weeks(table)
        for replacement in (grid.program.gate_closed or {}).get("offer", []):
            if weeks and replacement["slug"] not in present:
                offers += _meanwhile(table, weeks, replacement)
    return [GridWarning(text, offers)]


def _plyometric_weeks(table: Table) -> frozenset[int]:
    """The places of the weeks in which a workout holds plyometrics."""
    weeks: set[int] = set()
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            if row.is_plyometric and cell.value is not None:
                weeks.add(place)
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


def caution_warnings(grid: Grid, context: GridContext) -> list[GridWarning]:
    """What to be careful with, of the athlete's conditions, and its swap in the same pattern (clinical.md 2.8)."""
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
    label = _("Swap for {name}").format(name=name_of(caution.swap))
    return GridWarning(text, [QuickFix(ReplaceExercise(row.key, caution.swap.slug), label)])


def pattern_warnings(grid: Grid, context: GridContext) -> list[GridWarning]:
    """Required patterns that a workout lacks, told once for all its weeks, with exercises that would fill the gap."""
    gaps = _gaps(grid)
    missing = {pattern for _letter, pattern in gaps}
    fits = fitting_exercises(missing, grid, context.equipment, context.conditions)
    warnings = []
    for (letter, pattern), places in gaps.items():
        sentence = _("{letter}, week {weeks}: lacks {pattern}.")
        label = Pattern(pattern).label
        text = sentence.format(letter=letter, weeks=weeks_in_words(places), pattern=label)
        weeks = frozenset(places)
        offers = [QuickFix(InsertExercise(letter, fit.slug, weeks), name_of(fit)) for fit in fits[pattern]]
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


def force_warnings(grid: Grid, context: GridContext, numbers: Thresholds) -> list[GridWarning]:
    """A program that is long enough holds a dose heavy enough for economy in time (clinical.md 0 and 1.2)."""
    by_week = numbers.force_by_week
    if not coverage.lacks_force_dose(_items_by_week(grid), numbers):
        return []
    sentence = _(
        "No loaded single-leg or hinge dose is heavy enough by week {week}: reps plus reserve of {most} or less."
    )
    text = sentence.format(week=by_week, most=numbers.force_reps)
    weeks = frozenset(_ordinary_weeks_from(grid, by_week - 1))
    letter, dose = grid.tables[0].letter, _force_dose(numbers)
    offers = []
    for fit in force_exercises(grid, context.equipment, context.conditions):
        insertion = InsertExercise(letter, fit.slug, weeks, dose)
        offers.append(QuickFix(insertion, f"{name_of(fit)} {print_dose(dose)}"))
    return [GridWarning(text, offers)]


def _ordinary_weeks_from(grid: Grid, first: int) -> Iterator[int]:
    """The places of the weeks from that one on, race weeks left out."""
    for place, week in enumerate(grid.weeks):
        if place >= first and not week.is_race:
            yield place


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
    effort = plain(Decimal(MAX_RPE - reserve))
    return DoseValue(FORCE_SETS, reps=Span(Decimal(FORCE_REPS), Decimal(FORCE_REPS)), rpe=Span(effort, effort))
