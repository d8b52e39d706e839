"""What the rules say of a grid: totals by week, warnings in words, and what would fill each gap.

Warnings never block: rules suggest, therapists decide. The arithmetic is ``programs.rules``, the
same as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programs.rules.thresholds import DEFAULTS
from programs.thresholds import clinic_thresholds

from ..models import Caution, Pattern
from ..rules import coverage, minutes, plyometrics
from ..rules.steps import MAX_LOAD_GROWTH, load_growth
from .fitting import fitting_exercises, force_exercises
from .shape import Grid, GridWeek, Row, Table

MINUTES_NEEDING_A_REASON = 45
#: A session holds four to six exercises; the shipped programs do, and 30-45 minutes hold no more.
EXERCISES_PER_SESSION = (4, 6)
#: By week 8 to 10 a program should hold a dose heavy enough for economy (clinical.md 0 and 1.2).
FORCE_DOSE_BY_WEEK = 10
FORCE_DOSE = "4x5 @8"


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
class Total:
    """What one workout adds up to in one week."""

    minutes: float
    contacts: int
    exercises: int
    is_outside: bool


@dataclass(frozen=True)
class Offer:
    """One click that answers a warning: the button's value and what it says."""

    do: str
    label: str


@dataclass(frozen=True)
class Finding:
    """One warning in words, with what would answer it."""

    text: str
    offers: list[Offer] = field(default_factory=list)


@dataclass(frozen=True)
class Check:
    """Totals by workout letter and week, warnings in words, and the keys of rows that wait for clearance."""

    totals: dict[str, list[Total]]
    warnings: list[Finding]
    waiting: frozenset[str]


def check(grid: Grid, context: GridContext | None = None) -> Check:
    """Patterns, minutes, contacts, exercises, force dose, load growth and cautions of the whole grid."""
    context = context or GridContext()
    totals = totals_of(grid)
    waiting = [row for row in grid.rows if row.is_plyometric] if context.is_gate_closed else []
    warnings = [
        *_gate_warning(grid, waiting),
        *_caution_warnings(grid, context),
        *_pattern_warnings(grid, context),
        *_minutes_warnings(grid, totals),
        *_exercise_warnings(grid, totals),
        *_contact_warnings(grid, totals),
        *_growth_warnings(grid),
        *_force_warning(grid, context),
    ]
    return Check(totals, warnings, frozenset(row.key for row in waiting))


def totals_of(grid: Grid) -> dict[str, list[Total]]:
    """What every workout adds up to in every week, by its letter."""
    return {
        table.letter: [_total(table, place, week) for place, week in enumerate(grid.weeks)] for table in grid.tables
    }


def needs_reason(grid: Grid) -> bool:
    """Whether a workout takes more than 45 minutes: the therapist says why, and that is kept."""
    return any(total.minutes > MINUTES_NEEDING_A_REASON for row in totals_of(grid).values() for total in row)


def _total(table: Table, place: int, week: GridWeek) -> Total:
    items = table.items(place)
    low, high = coverage.minutes_window(is_deload=week.is_deload, is_race=week.is_race)
    length = minutes.workout_minutes(items, is_top_up=table.is_optional)
    is_outside = bool(items) and not table.is_optional and not low <= length <= high
    return Total(length, coverage.total_contacts(items), len(items), is_outside)


def in_words(places: Sequence[int]) -> str:
    """Places of weeks as a reader counts them: 0, 1, 2, 5 -> ``1-3, 6``."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return ", ".join(f"{first + 1}" if first == last else f"{first + 1}-{last + 1}" for first, last in runs)


# -- warnings that something can be clicked for ------------------------------------------------


def _gate_warning(grid: Grid, waiting: list[Row]) -> list[Finding]:
    """Plyometric rows stay out of sessions until the therapist clears them (clinical.md 3.3)."""
    if not waiting:
        return []
    names = ", ".join(dict.fromkeys(row.exercise_text for row in waiting))
    text = _("Waiting for clearance, left out of sessions until then: {names}.").format(names=names)
    present = {row.exercise.slug for row in grid.rows if row.exercise}
    offers = []
    for table in grid.tables:
        places = [place for place in range(len(grid.weeks)) if any(row.is_plyometric for row in _due(table, place))]
        for offer in (grid.program.gate_closed or {}).get("offer", []):
            if places and offer["slug"] not in present:
                do = f"insert:{table.letter}:{offer['slug']}:{_list(places)}:{offer['sets']}x{offer['reps']}"
                label = _("{letter}: {exercise} {dose} meanwhile").format(
                    letter=table.letter,
                    exercise=offer["slug"].replace("-", " "),
                    dose=f"{offer['sets']}x{offer['reps']}",
                )
                offers.append(Offer(do, label))
    return [Finding(text, offers)]


def _due(table: Table, place: int) -> list[Row]:
    return [row for row in table.rows if row.cells[place].value is not None]


def _list(places: Iterable[int]) -> str:
    return ",".join(map(str, places))


def _caution_warnings(grid: Grid, context: GridContext) -> list[Finding]:
    rows: dict[int, list[Row]] = {}
    for row in grid.rows:
        if row.exercise is not None:
            rows.setdefault(row.exercise.pk, []).append(row)
    if not context.conditions or not rows:
        return []
    found = Caution.objects.filter(condition__in=context.conditions, exercise__in=rows).select_related("swap")
    warnings = []
    for caution in found:
        for row in rows[caution.exercise_id]:
            text = f"{row.exercise_text} · {caution.get_condition_display()}: {caution.reason}"
            swap = caution.swap
            offers = (
                [Offer(f"replace:{row.key}:{swap.slug}", _("Swap for {name}").format(name=swap.name))] if swap else []
            )
            warnings.append(Finding(text, offers))
    return warnings


def _pattern_warnings(grid: Grid, context: GridContext) -> list[Finding]:
    gaps: dict[tuple[str, str], list[int]] = {}
    for table in grid.tables:
        for place in range(len(grid.weeks)):
            items = table.items(place)
            if items and not table.is_optional:
                for pattern in coverage.missing_patterns(items):
                    gaps.setdefault((table.letter, pattern), []).append(place)
    fits = fitting_exercises({pattern for _letter, pattern in gaps}, grid, context.equipment, context.conditions)
    return [
        Finding(
            _("{letter}, week {weeks}: lacks {pattern}.").format(
                letter=letter, weeks=in_words(places), pattern=Pattern(pattern).label
            ),
            [Offer(f"insert:{letter}:{fit.slug}:{_list(places)}", fit.name) for fit in fits[pattern]],
        )
        for (letter, pattern), places in gaps.items()
    ]


def _force_warning(grid: Grid, context: GridContext) -> list[Finding]:
    if len(grid.weeks) < FORCE_DOSE_BY_WEEK:
        return []
    places = range(FORCE_DOSE_BY_WEEK)
    if any(coverage.is_force_dose(item) for table in grid.tables for place in places for item in table.items(place)):
        return []
    text = _("No loaded single-leg or hinge dose is heavy enough by week 10: reps plus reserve of 7 or less.")
    due = _list(place for place in range(FORCE_DOSE_BY_WEEK - 1, len(grid.weeks)) if not grid.weeks[place].is_race)
    letter = grid.tables[0].letter
    offers = [
        Offer(f"insert:{letter}:{fit.slug}:{due}:{FORCE_DOSE.replace(' ', '_')}", f"{fit.name} {FORCE_DOSE}")
        for fit in force_exercises(grid, context.equipment, context.conditions)
    ]
    return [Finding(text, offers)]


# -- warnings that only tell -------------------------------------------------------------------


def _grouped(facts: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """The same fact of several weeks, told once: (text, weeks in words)."""
    places: dict[str, list[int]] = {}
    for text, place in facts:
        places.setdefault(text, []).append(place)
    return [(text, in_words(weeks)) for text, weeks in places.items()]


def _minutes_warnings(grid: Grid, totals: dict[str, list[Total]]) -> list[Finding]:
    facts = []
    for letter, row in totals.items():
        for place, (week, total) in enumerate(zip(grid.weeks, row, strict=True)):
            if total.is_outside:
                low, high = coverage.minutes_window(is_deload=week.is_deload, is_race=week.is_race)
                text = _("{letter}: {minutes} minutes, outside {low} to {high}")
                facts.append((text.format(letter=letter, minutes=total.minutes, low=low, high=high), place))
    return [Finding(_("{fact} (week {weeks}).").format(fact=text, weeks=weeks)) for text, weeks in _grouped(facts)]


def _exercise_warnings(grid: Grid, totals: dict[str, list[Total]]) -> list[Finding]:
    low, high = EXERCISES_PER_SESSION
    facts: list[tuple[str, int]] = []
    for table in grid.tables:
        for place, total in enumerate(totals[table.letter]):
            if total.exercises and not table.is_optional and not low <= total.exercises <= high:
                facts.append(
                    (
                        _("{letter}: {count} exercises; {low} to {high} fit into a session").format(
                            letter=table.letter, count=total.exercises, low=low, high=high
                        ),
                        place,
                    )
                )
            jumps = sum(item.pattern == Pattern.PLYOMETRIC for item in table.items(place))
            if jumps > coverage.MAX_PLYOMETRIC_EXERCISES:
                text = _("{letter}: {count} plyometric exercises, at most two").format(letter=table.letter, count=jumps)
                facts.append((text, place))
    return [Finding(_("{fact} (week {weeks}).").format(fact=text, weeks=weeks)) for text, weeks in _grouped(facts)]


def _contact_warnings(grid: Grid, totals: dict[str, list[Total]]) -> list[Finding]:
    weekly: list[int] = []
    warnings = []
    counts = [sum(row[place].contacts for row in totals.values()) for place in range(len(grid.weeks))]
    numbers = clinic_thresholds() if any(counts) else DEFAULTS
    for place, count in enumerate(counts):
        cap = plyometrics.contact_cap(weekly, numbers=numbers)
        if count > cap:
            text = _("Week {week}: {count} contacts, over the cap of {cap}.").format(
                week=place + 1, count=count, cap=cap
            )
            warnings.append(Finding(text))
        weekly.append(count)
    return warnings


def _growth_warnings(grid: Grid) -> list[Finding]:
    """A load grows by at most a tenth from week to week (clinical.md 4.2); lighter weeks are passed over."""
    warnings = []
    for row in grid.rows:
        before = None
        for place, week in enumerate(grid.weeks):
            value = row.cells[place].value
            if value is None or week.is_deload or week.is_race:
                continue
            if before is not None and load_growth(before, value) > MAX_LOAD_GROWTH:
                text = _("{exercise}, week {week}: the load rises from {before} to {after}, more than 10 %.").format(
                    exercise=row.exercise_text, week=place + 1, before=before.load, after=value.load
                )
                warnings.append(Finding(text))
            before = value
    return warnings
